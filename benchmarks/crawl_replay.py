"""Crawl the replay web into one database, and account for every page that was served.

python -m benchmarks.crawl_replay [--hosts 1266] [--fault-rate 0.3] [--crawl-delay 0.2]

Ends with 1 where a page that was served with 200 ended neither as an article nor as a fetch with a reason.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.replay_web import CORPUS, ROOT, ReplayWeb, corpus_hosts, crawl, replay_web

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DATABASE = ROOT / "data" / "replay.db"
MOST_SHOWN = 10


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Crawl the replay web, account for every page.")
    parser.add_argument("--hosts", type=int, default=10_000, help="how many hosts, in the order of the corpus")
    parser.add_argument("--fault-rate", default="0", help="share of requests that the web answers with a fault, once")
    parser.add_argument("--crawl-delay", default="0", help="Crawl-delay in every robots.txt, seconds")
    parser.add_argument("--again", action="store_true", help="then a second run over every page: validators alone")
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no replay web here: {CORPUS} is missing", file=sys.stderr)
        return 1
    forget(DATABASE)
    hosts = dict(list(corpus_hosts().items())[: arguments.hosts])
    options = ("--fault-rate", arguments.fault_rate, "--crawl-delay", arguments.crawl_delay)
    with replay_web(ROOT / "build", *options) as web:
        started = time.monotonic()
        status = crawl(web, DATABASE, list(hosts)).returncode
        status = max(status, report(web, hosts, time.monotonic() - started))
        if arguments.again:
            status = max(
                status, crawl(web, DATABASE, list(hosts), STET_PACE="0", STET_REVISITS_PER_RUN="9999").returncode
            )
            status = max(status, report_again())
        return status


def forget(database: Path) -> None:
    """Delete a database and its archive."""
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    shutil.rmtree(database.with_name(f"{database.stem}-archive"), ignore_errors=True)


def report(web: ReplayWeb, hosts: dict[str, list[str]], seconds: float) -> int:
    """Print the counts; 1 where a page is unaccounted for."""
    pages = {page_address(url) for urls in hosts.values() for url in urls}
    served = Counter(
        page_address(str(row["url"])) for row in web.requests() if row["status"] == 200 and not row["fault"]
    )
    endings = how_they_ended(DATABASE)
    lost = sorted(url for url in served if url in pages and url not in endings)
    kinds = Counter(endings.get(url, "unaccounted") for url in served if url in pages)
    asked = sum(count for url, count in served.items() if url in pages)
    print(
        f"\n{len(pages)} pages on {len(hosts)} hosts; {len(served.keys() & pages)} served with 200 in {asked} answers"
    )
    print(f"{seconds:.0f} s, {asked / seconds:.1f} pages a second with everything that a crawl does")
    for kind, count in kinds.most_common():
        print(f"{count:>6}  {kind}")
    _some("served, but neither article nor reason", lost)
    _some("never asked for or never had", sorted(pages - served.keys()))
    _some("served more than once", [f"{count} x {url}" for url, count in served.items() if count > 1 and url in pages])
    return 1 if lost else 0


def report_again() -> int:
    """Print what the second run did; 1 where a page was sent whole again, or a version was made."""
    database = sqlite3.connect(DATABASE)
    sql = "SELECT outcome, count(*) FROM fetches WHERE run = 2 AND kind = 'page' GROUP BY outcome ORDER BY 2 DESC"
    outcomes = dict(database.execute(sql).fetchall())
    (versions,) = database.execute("SELECT count(*) FROM versions WHERE run = 2").fetchone()
    print(f"\nsecond run: {outcomes or 'no page asked for'}; {versions} new versions")
    return int(bool(versions or outcomes.get("unchanged") or outcomes.get("changed")))


def page_address(url: str) -> str:
    """Without scheme and fragment: the replay web answers both schemes alike."""
    host, _, path = url.partition("://")[2].partition("#")[0].partition("/")
    return f"{host.lower()}/{path}"


def how_they_ended(database: Path) -> dict[str, str]:
    """Page -> ``article``, or the reason why not. Lists are told by their kind."""
    rows = sqlite3.connect(database).execute(
        "SELECT url_asked, url, kind, article, outcome, error FROM fetches ORDER BY id"
    )
    endings: dict[str, str] = {}
    for asked, url, kind, article, outcome, error in rows:
        ending = "article" if article else error or (f"read as a {kind}" if kind != "page" else outcome)
        for address in (asked, url):
            if endings.get(page_address(address)) != "article":
                endings[page_address(address)] = ending
    return endings


def _some(title: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        print(f"{len(shown)} {title}:")
    for line in shown[:MOST_SHOWN]:
        print(f"        {line}")


if __name__ == "__main__":
    sys.exit(main())
