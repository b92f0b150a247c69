"""How fast the reading room answers on a large database.

python -m benchmarks.reading_speed [--database build/big.db] [--articles 200000] [--times 15]

Starts ``scrapy browse`` and asks as a browser would. Ends with 1 where a page takes longer than 150 ms at the median
(300 ms beyond 200,000 articles), a table of Datasette's whose rows are counted by facets longer than a second, or a
facet timed out. Makes the database where it is missing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.big_database import make

if TYPE_CHECKING:
    from collections.abc import Iterator

USUAL, BOUND, BOUND_OF_MORE = 200_000, 150, 300  # articles; milliseconds, at the median
BOUND_OF_FACETS = 1000
NUMBER = "{number}"
PAGES = {
    "front page": "/",
    "article": f"/article/{NUMBER}",
    "versions": f"/article/{NUMBER}/versions",
    "search, rare words": "/search?q=takeloba+nofa",
    "search, usual words": "/search?q=lago+bebi",
    "search, commonest word": "/search?q=ba",
    "search, phrase": "/search?q=%22to+lo%22",
    "search, one site": "/search?q=ba&site=outlet-07",
    "search, one year": "/search?q=lago&since=2025-01-01&until=2025-12-31",
    "all, one language": "/search?language=de&access=locked",
    "charts": "/charts",
    "charts, one site": "/charts?site=outlet-03",
    "changes": "/changes",
    "appeals": "/appeals",
    "rules": "/rules",
    "corrections": "/corrections",
    "desk": "/desk",
}
TABLES = {
    "articles with facets": "/{database}/articles.json?_facet=site&_facet=access&_facet=language&_facet=section",
    "removals with facets": "/{database}/removals.json?_facet=category&_facet=layer",
    "fetches with facets": "/{database}/fetches.json?_facet=outcome",
    "latest articles": "/{database}/latest_articles.json",
    "what changed": "/{database}/changed_after_publication.json?site=",
    "asks for money": "/{database}/asks_for_money_most.json",
    "rules that stopped": "/{database}/rules_that_stopped.json",
}


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="How fast the reading room answers on a large database.")
    parser.add_argument("--database", type=Path, default=Path("build/big.db"))
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    if not options.database.exists():
        make(options.database, options.articles)
    with served(options.database) as address, httpx.Client(base_url=address, timeout=60) as client:
        slow = measure(client, options.database.stem, options.articles, options.times)
    bounds = f"{bound_of(options.articles)} ms, with facets {BOUND_OF_FACETS} ms, at the median"
    print(f"slower than {bounds}: {', '.join(slow)}" if slow else f"all within {bounds}")
    return int(bool(slow))


def bound_of(articles: int) -> int:
    """Milliseconds that a page may take at the median."""
    return BOUND if articles <= USUAL else BOUND_OF_MORE


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of a reading room on a database."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [sys.executable, "-m", "scrapy", "browse", "--port", str(port), "-s", f"STET_DATABASE={database}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        _wait(f"http://127.0.0.1:{port}/room/room.css", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(url)
        except httpx.HTTPError:
            if process.poll() is not None:
                raise RuntimeError("scrapy browse ended; start it by hand to see why") from None
            time.sleep(0.1)
        else:
            return


def measure(client: httpx.Client, database: str, articles: int, times: int) -> list[str]:
    """Print a line a page; returns the names of those that are slow or whose facets timed out."""
    chosen = random.Random(7)
    slow = []
    for name, path in {**PAGES, **TABLES}.items():
        asked = [path.format(database=database, number=chosen.randrange(1, articles)) for _ in range(times + 1)]
        taken = sorted(_milliseconds(client, each) for each in asked)[: times + 1]
        middle, late = statistics.median(taken), taken[int(0.9 * times)]
        timed_out = _facets_timed_out(client, asked[0]) if "_facet" in path else []
        print(f"{name:<24} median {middle:6.0f} ms   90 % within {late:6.0f} ms  {' '.join(timed_out)}", flush=True)
        if middle > (BOUND_OF_FACETS if "_facet" in path else bound_of(articles)) or timed_out:
            slow.append(name)
    return slow


def _milliseconds(client: httpx.Client, path: str) -> float:
    """Infinite where it gives up: a question that takes longer than it may is answered with an error."""
    began = time.perf_counter()
    is_answered = client.get(path).is_success
    return 1000 * (time.perf_counter() - began) if is_answered else inf


def _facets_timed_out(client: httpx.Client, path: str) -> list[str]:
    answered = client.get(path).json().get("facet_results", {})
    return [f"timed out: {name}" for name in re.findall(r"_facet=(\w+)", path) if name not in answered]


if __name__ == "__main__":
    sys.exit(main())
