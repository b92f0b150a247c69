"""How the time of what reads pages grows with their size, on pages that are made to take long.

python -m benchmarks.page_growth [--megabytes 8] [--only WORD]

A time grows with size to the power of its exponent, 1 where it is in proportion. Ends with 1 where extraction takes
more than five seconds of the processor, or grows steeper than to the power of 1.1 and takes more than a second.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from typing import TYPE_CHECKING

from benchmarks.attack_pages import FAMILIES
from benchmarks.tables import print_table
from extractors import Page, extract
from storage.reading_room.harmless.page import harmless
from storage.reading_room.rendering import uncrowded

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

MEGABYTE = 1_000_000
STEEPEST = 1.1
MOST_SECONDS = 5.0
NOTHING = 1.0  # seconds; what takes less is no matter, and its exponent is that of the machine
# What all readers need is read once, and shared by those that are forked from it.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(
    ["spiders.reading.preloaded", "benchmarks.attack_pages", "storage.reading_room.rendering"]
)


def extract_page(page: str) -> object:
    """As a crawl does."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return extract(Page("https://a.example/2026/01/01/ice", page.encode(), {}, 200, moment), None, None)


def archived_page(page: str) -> object:
    """As the reading room does."""
    return harmless(uncrowded(page))


READERS: dict[str, Callable[[str], object]] = {"extract": extract_page, "reading room, archived page": archived_page}


@dataclass(frozen=True)
class Taken:
    """Seconds by size; None where the process was ended before."""

    seconds: tuple[float | None, ...]

    @property
    def exponent(self) -> float:
        """Over the last two doublings, so that a busy machine counts less."""
        known = [max(each, 1e-3) for each in self.seconds if each is not None][-3:]
        return log2(known[-1] / known[0]) / (len(known) - 1) if len(known) > 1 else 1.0

    def holds(self, most: float = MOST_SECONDS, steepest: float = STEEPEST) -> bool:
        """Whether the largest page took less than ``most``, and little or in proportion to its size."""
        last = self.seconds[-1]
        return last is not None and last <= most and (last <= NOTHING or self.exponent <= steepest)

    def __str__(self) -> str:
        told = ", ".join("ended" if each is None else f"{each:.2f}" for each in self.seconds)
        return f"{told} s; exponent {self.exponent:.1f}"


def taken(reader: str, family: str, sizes: tuple[int, ...], most: int = 120) -> Taken:
    """Processor time of pages of one family, in a process that the kernel ends after ``most`` seconds of it."""
    ours, theirs = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_measure, args=(theirs, reader, family, sizes, most))
    process.start()
    theirs.close()
    found: list[float | None] = []
    with contextlib.suppress(EOFError):
        while True:
            found.append(ours.recv())
    process.join()
    return Taken((*found, *(None for _ in sizes[len(found) :])))


def _measure(told: Connection, reader: str, family: str, sizes: tuple[int, ...], most: int) -> None:
    """The least of three times of each size; of one time, where that takes long."""
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    read, make = READERS[reader], FAMILIES[family]
    read(make(5000))  # what is made at first use
    for size in sizes:
        page, times = make(size), list[float]()
        while not times or (len(times) < 3 and sum(times) < 3):
            started = time.process_time()
            read(page)
            times.append(time.process_time() - started)
        told.send(min(times))


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="How the time of extraction grows with size.")
    parser.add_argument("--megabytes", type=float, default=8, help="of the largest page")
    parser.add_argument("--only", default="", help="families with this in their name")
    options = parser.parse_args()
    sizes = tuple(int(options.megabytes * MEGABYTE) // part for part in (8, 4, 2, 1))
    found = {family: taken("extract", family, sizes) for family in FAMILIES if options.only in family}
    rows = [[family, *map(_told, each.seconds), f"{each.exponent:.2f}", "" if each.holds() else "does not hold"]
            for family, each in found.items()]  # fmt: skip
    megabytes = [f"{size / MEGABYTE:g} MB" for size in sizes]
    print_table("Seconds of extraction by size", ["family", *megabytes, "exponent", ""], rows)
    fell = [family for family, each in found.items() if not each.holds()]
    print(f"{len(found)} families of pages, {len(fell)} do not hold")
    return int(bool(fell))


def _told(seconds: float | None) -> str:
    return "ended" if seconds is None else f"{seconds:.2f}"


if __name__ == "__main__":
    sys.exit(main())
