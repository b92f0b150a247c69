"""What repetition does on a simulated outlet: ``python -m benchmarks.repetition [--seed 1]``.

The outlet is crawled hourly, as site files ask for: each article that comes is archived, read and stored, then its run
ends and learns. At the end every stored block is held against what the outlet knows to be content and appeal.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.simulated_outlet import Outlet, Told
from benchmarks.tables import print_table
from extractors.body.repeats import RULE, block_digest
from spiders.archives.reclean import Reader
from spiders.archives.repeats import learn
from spiders.reading.archived_pages import extract_exchange
from spiders.reading.parallel import Parallel
from spiders.reading.workers import Workers
from storage import Archive, Exchange, Fetch, Store
from storage.rules.repeats import all_repeats

SITE = "simulated.example"
LARGEST = 2**24
STANDING = "SELECT count(*) AS n FROM articles JOIN versions ON versions.id = version WHERE instr(text, ?)"


@dataclass
class Month:
    """The outlet's month in one store. ``needed`` is how many articles had an appeal when it was found."""

    outlet: Outlet
    store: Store
    reader: Reader
    needed: dict[str, int] = field(default_factory=dict)
    cleaned: int = 0
    seconds: float = 0.0

    def live_through(self) -> None:
        """One run for each page that comes."""
        for told in self.told:
            run = self.store.begin_run("simulated", {}, "1", "")
            with Archive(self.reader.folder, self.store) as archive:
                self._crawl(archive, run, told)
            self._learn(run)
            self.store.finish_run(run, "finished", {})

    @property
    def told(self) -> list[Told]:
        """All that the outlet served, in order."""
        return [told for day in self.outlet.days for told in day]

    def _crawl(self, archive: Archive, run: int, told: Told) -> None:
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        exchange = Exchange(told.url, told.fetched_at, (), 200, headers, told.page)
        repeats = all_repeats(self.store.db, SITE).get(SITE)
        fetch = Fetch(told.url, told.url, told.fetched_at, status=200, headers=headers, place=archive.write(exchange))
        self.store.record(run, fetch, extract_exchange(LARGEST, exchange, repeats), SITE)

    def _learn(self, run: int) -> None:
        standing = {text: self.standing(text) for text in self.appeals if text not in self.needed}
        started = time.perf_counter()
        self.cleaned += asyncio.run(learn(self.store, self.reader, run, SITE))[1]
        self.seconds += time.perf_counter() - started
        known = all_repeats(self.store.db, SITE)
        digests = known[SITE].by_digest if SITE in known else {}
        self.needed |= {text: count for text, count in standing.items() if block_digest(text) in digests}

    def standing(self, text: str) -> int:
        """In how many articles a block stands."""
        return int(next(self.store.db.query(STANDING, (text,)))["n"])

    @property
    def appeals(self) -> set[str]:
        """Every block of every appeal that was shown."""
        return {block for told in self.told for block in told.appeals}

    @property
    def content(self) -> set[str]:
        """Every block of every article."""
        return {block for told in self.told for block in told.blocks}

    def rows(self) -> list[tuple[str, object]]:
        """The figures."""
        cut = {row["text"] for row in self.store.db.query(f"SELECT text FROM removals WHERE rule LIKE '{RULE}%'")}  # noqa: S608
        shown = Counter(text for told in self.told for text in told.appeals)
        left = {text: count for text in self.appeals if (count := self.standing(text))}
        articles = next(self.store.db.query("SELECT count(*) AS n FROM articles"))["n"]
        return [
            ("articles", articles),
            ("blocks of appeals", len(self.appeals)),
            ("  times shown", shown.total()),
            ("  found", len(self.needed)),
            ("  found when it stood in 5 articles at the most", sum(count <= 5 for count in self.needed.values())),
            ("  articles that had one when it was found, most", max(self.needed.values(), default=0)),
            ("  not found, and cut by the other layers", len(self.appeals - self.needed.keys() - left.keys())),
            ("  not found, and left in 4 articles or more", sum(count > 3 for count in left.values())),
            ("  not found, and left in fewer", sum(count <= 3 for count in left.values())),
            ("blocks of content that several articles share", len(self.outlet.shared_content & self.content)),
            ("blocks of content that repetition cut", len(cut & self.content)),
            ("pages cleaned anew", self.cleaned),
            ("seconds of learning and cleaning, a run", f"{self.seconds / len(self.told):.2f}"),
        ]


def measure(seed: int) -> list[tuple[str, object]]:
    """The figures of one outlet."""
    workers = Workers(1, 60, 2**31)
    try:
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "stet.db") as store:
            month = Month(Outlet(seed), store, Reader(Parallel(workers, 1), Path(folder) / "warc", LARGEST, {}))
            month.live_through()
            return month.rows()
    finally:
        workers.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What repetition does on a simulated outlet.")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args().seed
    print_table(f"Simulated outlet {chosen}: 300 articles in 30 days", ("", "count"), measure(chosen))
