"""Speed of what works on the archive, beside extraction: writing, importing, re-cleaning.

python -m benchmarks.archive_speed [--pages 200] [--workers 2]

Pages of the corpus are archived as a crawl would (packed, request and response), imported from a file of others, then
cleaned again. Ends with 1 where archiving, or the one process that imports, takes more than a fifth of what extraction
takes, or where re-cleaning reaches less than 0.9 of what as many processes reach that do nothing but extract.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.replay_web import CORPUS
from spiders.archives.import_warc import Importer, Stored
from spiders.archives.imported_pages import ImportTerms
from spiders.archives.reclean import Account, Reader, writer
from spiders.reading.archived_pages import extract_exchange
from spiders.reading.parallel import Parallel
from spiders.reading.workers import Workers
from storage import Archive, Exchange, Store
from storage.history.rereading import archived_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 2**24
SECONDS, MEMORY = 30, 2**31
LEAST_FASTER, LEAST_SHARE = 5, 0.9


def main() -> int:
    """Print the figures; exit status."""
    parser = argparse.ArgumentParser(description="Speed of what works on the archive, beside extraction.")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no corpus here: {CORPUS} is missing", file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="stet-bench-"))
    workers = Workers(arguments.workers, SECONDS, MEMORY)
    try:
        parallel = Parallel(workers, arguments.workers)
        pages = list(exchanges(arguments.pages))
        extract_all(pages[:20])
        extracting = timed("extract", partial(extract_all, pages), len(pages))
        good = is_fast_enough(folder, pages, parallel, extracting)
        return int(not (reclean_is_fast_enough(folder, pages, parallel, extracting) and good))
    finally:
        workers.close()
        shutil.rmtree(folder)


def exchanges(count: int) -> Iterator[Exchange]:
    """Pages of the corpus as they would come over the wire, under addresses that articles have."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    for line in (CORPUS / "index.jsonl").read_text().split("\n")[:count]:
        name = json.loads(line)["id"]
        body = gzip.decompress((CORPUS / "pages" / f"{name}.html.gz").read_bytes())
        packed = gzip.compress(body, 6, mtime=0)
        url = f"https://example.org/news/{name}"
        yield Exchange(url, datetime.now(UTC), (("User-Agent", "bench"),), 200, headers, packed)


def is_fast_enough(folder: Path, pages: list[Exchange], parallel: Parallel, extracting: float) -> bool:
    """What this process does of archiving and importing, beside extraction; in processor time."""
    archive(folder / "theirs", [replace(page, body=gzip.decompress(page.body)) for page in pages])
    steps: dict[str, Callable[[], object]] = {
        "write to the archive": partial(archive, folder / "as-crawled", pages),
        "import, without extraction": partial(bring_in, folder, parallel),
    }
    faster = extracting / max(timed(name, step, len(pages)) for name, step in steps.items())
    print(f"extraction takes {faster:.1f} x as long as the slower of the two (at least {LEAST_FASTER})")
    return faster >= LEAST_FASTER


def timed(name: str, step: Callable[[], object], pages: int) -> float:
    """The processor seconds that a step takes of this process, printed by page."""
    started = time.process_time()
    step()
    seconds = time.process_time() - started
    print(f"{name:<28} {seconds / pages * 1000:7.2f} ms a page")
    return seconds


def extract_all(pages: list[Exchange]) -> int:
    """Nothing else; returns how many gave an article."""
    return sum(extract_exchange(LARGEST, page).article is not None for page in pages)


def archive(folder: Path, pages: list[Exchange]) -> None:
    """Write pages, as a crawl does it."""
    with Archive(folder) as files:
        for page in pages:
            files.write(page)


def bring_in(folder: Path, parallel: Parallel) -> None:
    """Import, from a file whose pages were unpacked: read, judge, hand over to the workers, archive, store."""
    with Store.open(folder / "stet.db") as store, Archive(folder / "warc", store) as ours:
        run = store.begin_run("bench", {}, "", "")
        reader = Reader(parallel, folder / "warc", LARGEST, {})
        terms = ImportTerms(LARGEST, honours_opt_outs=False)
        importer = Importer(reader, Stored(store, ours), terms, lambda *_: None, run, lambda _: None)
        importer.read_files(sorted((folder / "theirs").glob("*.warc.gz")))


def reclean_is_fast_enough(folder: Path, pages: list[Exchange], parallel: Parallel, extracting: float) -> bool:
    """Re-cleaning beside the same workers when each extracts its share by itself.

    In processor time of all processes: the clock tells on an idle machine alone what the program does.
    """
    steps = {
        "extract": partial(asyncio.run, extract_in_workers(pages, parallel)),
        "reclean": partial(reclean, folder, parallel),
    }
    taken = {}
    for name, step in steps.items():
        clock, before = time.perf_counter(), processor_seconds(parallel)
        step()
        clock, taken[name] = time.perf_counter() - clock, processor_seconds(parallel) - before
        told = f"{taken[name] / len(pages) * 1000:7.2f} ms a page, {clock / len(pages) * 1000:.2f} on the clock"
        print(f"{f'{name} by {parallel.count} workers':<28} {told}")
    print(f"reclean reaches {extracting / taken['reclean']:.2f} of {parallel.count} x the speed of one process,")
    share = taken["extract"] / taken["reclean"]
    print(f"{share:.2f} of {parallel.count} processes that only extract (at least {LEAST_SHARE})")
    return share >= LEAST_SHARE


def processor_seconds(parallel: Parallel) -> float:
    """Of this process and its workers, so far."""

    async def of_each() -> list[float]:
        return await asyncio.gather(*(parallel.workers.call(time.process_time) for _ in range(parallel.count)))

    return time.process_time() + sum(asyncio.run(of_each()))


async def extract_in_workers(pages: list[Exchange], parallel: Parallel) -> None:
    """Each worker gets its share at once."""
    shares = [list(itertools.islice(pages, start, None, parallel.count)) for start in range(parallel.count)]
    await asyncio.gather(*(parallel.workers.call(extract_all, share) for share in shares))


def reclean(folder: Path, parallel: Parallel) -> None:
    """Everything again, as ``scrapy reclean --all`` does it."""
    account = Account()
    with Store.open(folder / "stet.db") as store:
        reader = Reader(parallel, folder / "warc", LARGEST, {})
        run = store.begin_run("bench", {}, "", "")
        reader.read_all(archived_pages(store.db, None, None), writer(store, run, account), account)


if __name__ == "__main__":
    sys.exit(main())
