"""CPU time of extraction beside trafilatura's, its parts, and whether memory stays flat.

python -m benchmarks.extract_speed [--pages 300] [--memory-pages 10000]
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import itertools
import multiprocessing
import os
import random
import statistics
import sys
from collections import defaultdict
from functools import wraps
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import trafilatura
from rich.progress import track

from benchmarks.extractors import extract_source
from benchmarks.quality import open_source, open_sources
from benchmarks.shared import CorpusMissingError, index
from benchmarks.tables import percent, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.extractors import Source

MOST_RATIO = 0.40
MOST_GROWTH = 1.10
ROUNDS = 5
WARM_UP = 10
SEED = 1


def _trafilatura(source: Source) -> None:
    trafilatura.extract(source.html, url=source.url, with_metadata=True)


def _seconds(run: Callable[[Source], object], source: Source) -> float:
    start = process_time()
    run(source)
    return process_time() - start


def compare(sources: list[Source]) -> tuple[list[float], list[float]]:
    """CPU seconds a page of ours and of trafilatura, in turn on the same page: the best of all rounds."""
    for source in sources[:WARM_UP]:
        extract_source(source)
        _trafilatura(source)
    ours, theirs = [float("inf")] * len(sources), [float("inf")] * len(sources)
    steps = list(itertools.product(range(ROUNDS), enumerate(sources)))
    for _, (number, source) in track(steps, "extract, trafilatura", disable=not sys.stdout.isatty(), transient=True):
        ours[number] = min(ours[number], _seconds(extract_source, source))
        theirs[number] = min(theirs[number], _seconds(_trafilatura, source))
    return ours, theirs


class PartTimer:
    """Times the functions that ``extract`` calls, each without the others that run inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.inner: list[float] = []

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, adding its own CPU time to ``seconds[name]``."""

        @wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            self.inner.append(0.0)
            start = process_time()
            try:
                return function(*arguments, **options)
            finally:
                whole = process_time() - start
                self.seconds[name] += whole - self.inner.pop()
                if self.inner:
                    self.inner[-1] += whole

        return call


def _step_functions(module: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What the module of ``extract`` calls by name of our own: its helpers and what it imports."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__.startswith("extractors"):
            yield name, value


def parts(sources: list[Source]) -> dict[str, float]:
    """CPU seconds of each step function over all pages, largest first; ``extract`` is what is left for itself."""
    module = importlib.import_module("extractors.extract")
    timer, steps = PartTimer(), dict(_step_functions(module))
    whole = timer.timed("extract", extract_source)
    try:
        for name in steps.keys() - {"extract"}:
            setattr(module, name, timer.timed(name, steps[name]))
        for source in track(sources, "parts", disable=not sys.stdout.isatty(), transient=True):
            whole(source)
    finally:
        for name, function in steps.items():
            setattr(module, name, function)
    return dict(sorted(timer.seconds.items(), key=lambda part: -part[1]))


def resident_bytes() -> int:
    """Memory of this process that is in RAM now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory(count: int) -> tuple[int, int]:
    """Resident bytes after a tenth of ``count`` pages and after all of them; run in a process of its own."""
    rows, early = index(), 0
    for number in range(count):
        extract_source(open_source(rows[number % len(rows)]))
        if number + 1 == count // 10:
            early = resident_bytes()
    return early, resident_bytes()


def print_speed(ours: list[float], theirs: list[float]) -> float:
    """Prints both beside each other; the ratio of the sums."""
    ratio = sum(ours) / sum(theirs)
    rows = [
        [name, *(f"{measure(seconds) * 1000:.1f}" for measure in (statistics.mean, statistics.median, max))]
        for name, seconds in (("extract", ours), ("trafilatura.extract, with metadata", theirs))
    ]
    print_table(f"CPU milliseconds a page, {len(ours)} pages", ["", "mean", "median", "slowest"], rows)
    print(f"ratio {ratio:.3f} (at most {MOST_RATIO:.2f})\n")
    return ratio


def print_parts(seconds: dict[str, float], pages: int) -> None:
    """One line a step."""
    total = sum(seconds.values())
    rows = [[name, f"{part / pages * 1000:.2f}", percent(part / total)] for name, part in seconds.items()]
    print_table("Parts of extract, each without the parts inside it", ["", "ms a page", "share"], rows)


def print_memory(count: int) -> bool:
    """Runs the pages in a new process; whether its memory stayed flat."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        early, late = pool.apply(memory, (count,))
    print(f"memory {early / 1e6:.0f} MB after {count // 10:,} pages, {late / 1e6:.0f} MB after {count:,}")
    return late <= early * MOST_GROWTH


def main() -> int:
    """Run from the command line. The exit status is 1 where time or memory is over its bound."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extract_speed", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--memory-pages", type=int, default=10_000, help="0 leaves memory out")
    arguments = parser.parse_args()
    try:
        sources = open_sources()
    except CorpusMissingError as error:
        sys.exit(f"extract speed: {error}")
    sample = random.Random(SEED).sample(sources, min(arguments.pages, len(sources)))
    good = print_speed(*compare(sample)) <= MOST_RATIO
    print_parts(parts(sample), len(sample))
    if arguments.memory_pages:
        good &= print_memory(arguments.memory_pages)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
