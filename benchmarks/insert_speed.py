"""How long the store takes for a new article, in a database of whatever size.

python -m benchmarks.insert_speed [--database build/big.db] [--articles 400] [--paragraphs 11]

Articles of made-up words go through the store as those of a crawl do: with ledger, search index, counts and the search
for what is alike. They stay in the database, so measure on one that is made for it (``benchmarks.big_database``).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.big_database import END, LINES, PARAGRAPHS, SITES, WORDS, Writer
from extractors.model import Article, Block, BlockKind, Box, Category, Extraction, Layer, Removal
from storage import Fetch, RecordPlace, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 8  # as a crawl that is busy writes them


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="How long the store takes for a new article.")
    parser.add_argument("--database", type=Path, default=Path("build/big.db"))
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of forty words each")
    options = parser.parse_args()
    with Store.open(options.database, create=False) as store:
        run = store.begin_run("insert-speed", {}, "1", "r1")
        for size in (1, TOGETHER):
            made = list(articles(options.articles, options.paragraphs, seed=run * 10 + size))
            report(f"{size} in a commit", *store_all(store, run, made, size))
        store.finish_run(run, "finished", {})
    return 0


def articles(number: int, paragraphs: int, seed: int) -> Iterator[tuple[Fetch, Extraction]]:
    """New ones, of all sites in turn."""
    words = Writer(np.random.default_rng(7), paragraphs, LINES)
    words.random = np.random.default_rng(seed)
    for each in range(number):
        site = f"outlet-{each % SITES:02}"
        url, moment = f"https://{site}.example/new/{seed}-{each}", END + timedelta(seconds=each)
        lines, (title,), cut = words.lines(paragraphs, WORDS), words.lines(1, 9), words.lines(LINES, 18)
        blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
        article = Article(url=url, title=title, blocks=blocks, published=moment.isoformat(), language="en")
        place = RecordPlace("big-00001.warc.gz", each, 100, f"sha256:{seed}-{each}")
        fetch = Fetch(url, url, moment, status=200, place=place, size=40_000)
        yield fetch, Extraction(article, *ledger(cut), site=site, rules_version="r1")


def ledger(lines: list[str]) -> tuple[tuple[Removal, ...], tuple[Box, ...]]:
    """A removal for each line, each in a box of its own."""
    told = (Category.DONATION, Layer.WORDING, "wording")
    removals = [Removal(line, *told, "asks for money", place, box=place) for place, line in enumerate(lines)]
    return tuple(removals), tuple(Box(*told, "asks for money") for _ in lines)


def store_all(store: Store, run: int, made: list[tuple[Fetch, Extraction]], size: int) -> tuple[list[float], float]:
    """Milliseconds of each commit, an article; and those of the processor."""
    taken, before = [], time.process_time()
    for first in range(0, len(made), size):
        batch, began = made[first : first + size], time.perf_counter()
        with store.one_commit():
            for fetch, extraction in batch:
                store.record(run, fetch, extraction, extraction.site or "")
        taken.append(1000 * (time.perf_counter() - began) / len(batch))
    return taken, 1000 * (time.process_time() - before) / len(made)


def report(name: str, taken: list[float], processor: float) -> None:
    """A line; the first tenth, in which nothing is in memory yet, stands apart."""
    cold, warm = taken[: len(taken) // 10], sorted(taken[len(taken) // 10 :])
    late = warm[int(0.9 * len(warm))]
    print(
        f"{name:<14} median {statistics.median(warm):5.1f} ms an article, 90 % within {late:5.1f}, "
        f"the first tenth {statistics.mean(cold):5.1f}, longest {max(taken):,.0f}; {processor:4.1f} ms of processor"
    )


if __name__ == "__main__":
    sys.exit(main())
