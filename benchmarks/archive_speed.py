"""Speed of what works on the archive, beside extraction: writing, importing, re-cleaning.

python -m benchmarks.archive_speed [--pages 300] [--workers 2]

Pages of the corpus are archived as a crawl would (packed, request and response), stored, read and imported again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from benchmarks.replay_web import CORPUS
from spiders.archived import extract_exchange, site_name
from spiders.foreign_pages import as_it_came
from spiders.lanes import Lanes
from spiders.reclean import Account, Reader, writer
from spiders.workers import Workers
from storage import Archive, Exchange, Fetch, Store
from storage.foreign import Fault, read_foreign
from storage.rereading import archived_pages
from storage.warc import exchange_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2**24
SECONDS, MEMORY = 30, 2**31


def main() -> int:
    """Print a line a step; exit status."""
    parser = argparse.ArgumentParser(description="Speed of what works on the archive, beside extraction.")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no corpus here: {CORPUS} is missing", file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="stet-bench-"))
    try:
        measure(folder, list(exchanges(arguments.pages)), arguments.workers)
    finally:
        shutil.rmtree(folder)
    return 0


def exchanges(count: int) -> Iterator[Exchange]:
    """Pages of the corpus as they would come over the wire."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    for line in (CORPUS / "index.jsonl").read_text().split("\n")[:count]:
        page = json.loads(line)
        body = gzip.decompress((CORPUS / "pages" / f"{page['id']}.html.gz").read_bytes())
        packed = gzip.compress(body, 6, mtime=0)
        yield Exchange(page["url"], datetime.now(UTC), (("User-Agent", "bench"),), 200, headers, packed)


def measure(folder: Path, pages: list[Exchange], workers: int) -> None:
    """Each step on the same pages."""
    extract_exchange(LARGEST, pages[0])
    with Step("extract in one process", len(pages)) as extracting:
        extractions = [extract_exchange(LARGEST, page) for page in pages]
    with Store.open(folder / "stet.db") as store, Archive(folder / "warc") as archive:
        with Step("write to the archive", len(pages)) as writing:
            places = [archive.write(page) for page in pages]
        run = store.begin_run("bench", {}, "", "")
        with Step("store", len(pages)):
            for page, place, extraction in zip(pages, places, extractions, strict=True):
                fetch = Fetch(page.url, page.url, page.fetched_at, status=200, place=place)
                store.record(run, fetch, extraction, site_name(page.url))
    with Step("read as another's WARC file", len(pages)) as reading:
        for file in (folder / "warc").glob("*.warc.gz"):
            import_read(file)
    print(
        f"extraction takes {extracting.seconds / (reading.seconds + writing.seconds):.1f} x import and archive writing"
    )
    recleaning = reclean(folder, workers)
    share = extracting.seconds / len(pages) / (recleaning.seconds / recleaning.pages) / workers
    print(f"reclean reaches {share:.2f} of {workers} x the speed of one process")


class Step:
    """Times what stands in it, and prints that."""

    def __init__(self, name: str, pages: int) -> None:
        self.name, self.pages, self.seconds = name, pages, 0.0

    def __enter__(self) -> Self:
        self.seconds = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.seconds
        print(f"{self.name:<28} {self.seconds / self.pages * 1000:7.2f} ms a page")


def import_read(file: Path) -> None:
    """All that an import does with a record before it is extracted."""
    for record in read_foreign(file, LARGEST):
        if not isinstance(record, Fault) and record.headers["warc-type"] == "response":
            as_it_came(exchange_of(record.headers, record.block))


def reclean(folder: Path, count: int) -> Step:
    """Everything again, by warm workers."""
    workers, account = Workers(count, SECONDS, MEMORY), Account()
    with Store.open(folder / "stet.db") as store:
        reader = Reader(Lanes(workers, count), folder / "warc", LARGEST, {})
        pages = list(archived_pages(store.db, None, None))
        reader.read_all(pages[: 4 * count], lambda *_: None, account)
        run = store.begin_run("bench", {}, "", "")
        with Step(f"reclean by {count} workers", len(pages)) as step:
            reader.read_all(pages, writer(store, run, account), account)
    workers.close()
    return step


if __name__ == "__main__":
    sys.exit(main())
