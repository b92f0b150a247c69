"""How the time of what reads pages grows with their size, on pages that are made to take long.

python -m benchmarks.page_growth [--megabytes 8] [--only WORD]

A time grows with size to the power of its exponent, 1 where it is in proportion. Ends with 1 where extraction takes
more than five seconds of the processor, or grows steeper than to the power of 1.1 and takes more than a second.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from math import log2
from pathlib import Path

from benchmarks.attack_pages import FAMILIES
from benchmarks.tables import print_table

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
STEEPEST = 1.1
MOST_SECONDS = 5.0
NOTHING = 1.0  # seconds; what takes less is no matter, and its exponent is that of the machine
READ = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from benchmarks.attack_pages import FAMILIES
{prepare}
make = FAMILIES[sys.argv[1]]
read(make(5000))  # what is made at first use
for size in map(int, sys.argv[2:]):
    page = make(size)
    taken = []
    while not taken or (len(taken) < 3 and sum(taken) < 3):
        started = time.process_time()
        read(page)
        taken.append(time.process_time() - started)
    print(min(taken), flush=True)
"""
EXTRACT = """
from datetime import UTC, datetime
from extractors import Page, extract
def read(page):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    extract(Page("https://a.example/2026/01/01/ice", page.encode(), {}, 200, moment), None, None)
"""
READERS = {
    "extract": EXTRACT,
    "reading room, archived page": "from storage.reading_room.harmless import harmless as read",
}


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
    code = READ.format(seconds=most, prepare=READERS[reader])
    command = [sys.executable, "-c", code, family, *map(str, sizes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found: list[float | None] = [float(line) for line in done.stdout.split()]
    return Taken((*found, *(None for _ in sizes[len(found) :])))


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
