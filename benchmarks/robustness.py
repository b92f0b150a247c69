"""Mutated pages through extract: no exception, and time and memory within bounds.

python -m benchmarks.robustness [--pages 5000] [--seed N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from rich.progress import track

from benchmarks.extractors import PROCESSES, Source, extract_source
from benchmarks.mutations import HEAVY, LIGHT, mutate
from benchmarks.shared import CorpusMissingError, index, page_bytes
from benchmarks.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SECONDS = 5.0
MOST_BYTES = 1_000_000_000
# After this long a page hangs, or has killed its process; the run ends and says which page it was.
HANG_SECONDS = 60.0
HEAVY_EVERY = 100
SLOWEST = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mutated page did: seconds of CPU, peak resident bytes of its process."""

    name: str
    seconds: float
    peak: int
    fault: str = ""

    @property
    def failed(self) -> bool:
        """Whether it is over a bound or raised."""
        return bool(self.fault) or self.seconds > MOST_SECONDS or self.peak > MOST_BYTES


def _forget_peak() -> None:
    # Linux lets a process reset its own high-water mark; elsewhere the mark of the whole run counts.
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5", encoding="ascii")


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_page(name: str, url: str, content: bytes) -> Outcome:
    """Extract once, measured."""
    _forget_peak()
    start = process_time()
    try:
        extract_source(Source(name, url, content))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the finding
        return Outcome(name, process_time() - start, _peak_bytes(), f"{type(error).__name__}: {error}"[:200])
    return Outcome(name, process_time() - start, _peak_bytes())


def _run_number(number: int, seed: int) -> Outcome:
    chance = random.Random(f"{seed}/{number}")
    row = chance.choice(index())
    names, content = mutate(page_bytes(row["id"]), HEAVY if number % HEAVY_EVERY == 0 else LIGHT, chance)
    return run_page(f"{number} {row['id']} {names}", row.get("url") or "", content)


def run(pages: int, seed: int) -> Iterator[Outcome]:
    """The outcomes of mutated pages 0 to ``pages``, ends early after one that hangs."""
    with multiprocessing.get_context("forkserver").Pool(PROCESSES) as pool:
        pending = [pool.apply_async(_run_number, (number, seed)) for number in range(pages)]
        for number, result in enumerate(pending):
            try:
                yield result.get(HANG_SECONDS)
            except multiprocessing.TimeoutError:
                yield Outcome(f"{number} (seed {seed})", HANG_SECONDS, 0, "hangs, or killed its process")
                return


def print_outcomes(outcomes: list[Outcome]) -> None:
    """The failures, the slowest and the largest."""
    slowest = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:SLOWEST]
    largest = sorted(outcomes, key=lambda outcome: -outcome.peak)[:SLOWEST]
    failed = [outcome for outcome in outcomes if outcome.failed]
    for title, chosen in (("Slowest", slowest), ("Largest", largest), (f"Failed: {len(failed)}", failed)):
        rows = [[one.name, f"{one.seconds:.2f}", f"{one.peak / 1e6:.0f}", one.fault] for one in chosen]
        print_table(title, ["page", "seconds", "MB", "fault"], rows)


def main() -> int:
    """Run from the command line. The exit status is 1 where a page failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    try:
        index()
    except CorpusMissingError as error:
        sys.exit(f"robustness: {error}")
    outcomes = run(arguments.pages, arguments.seed)
    done = list(track(outcomes, "mutated pages", arguments.pages, disable=not sys.stdout.isatty(), transient=True))
    print_outcomes(done)
    print(f"{len(done)} of {arguments.pages} mutated pages run, {sum(outcome.failed for outcome in done)} failed")
    return 1 if any(outcome.failed for outcome in done) else 0


if __name__ == "__main__":
    sys.exit(main())
