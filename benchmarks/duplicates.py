"""Clusters of the same and nearly the same texts, of texts whose copies are known: how many are found.

python -m benchmarks.duplicates [--texts 3000] [--workers 2]

A third of the texts stands once more, and again with a share of the words changed. Ends with 1 where a pair of another
origin is in a cluster, where a copy is missed that is the same, or one in fifty of which a single word was changed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from spiders.bulk.corpus_files import parquet_name
from spiders.bulk.duplicates import FILE, find_duplicates
from spiders.bulk.executors import Engine
from spiders.bulk.tables import write_lines, write_parquet
from storage.store.identity import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGED = (0.0, 0.003, 0.02, 0.05, 0.1, 0.2)  # shares of the words of a text; of 300, the second is one word
LEAST = {0.0: 1.0, 0.003: 0.98}
VOCABULARY = 5000
WORDS = 300
FILES = 4


def main() -> int:
    """Print the figures; exit status."""
    parser = argparse.ArgumentParser(description="Near duplicates of a corpus whose copies are known.")
    parser.add_argument("--texts", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stet-bench-") as name:
        rows = list(made_rows(arguments.texts, random.Random(18)))
        names = write_corpus(Path(name), rows)
        started = time.monotonic()
        find_duplicates(name, names, Engine.local(None, arguments.workers, len(names)))
        print(f"{len(rows)} texts, {time.monotonic() - started:.1f} s")
        return report(rows, clusters(Path(name)))


def made_rows(texts: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Texts, and changed copies of every third; the address says which text it is of, and the share that is another."""
    vocabulary = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(VOCABULARY)]
    for number in range(texts):
        words = chance.choices(vocabulary, k=WORDS)
        yield row(number, -1, words)
        for share in CHANGED if number % 3 == 0 else ():
            copy = list(words)
            for place in chance.sample(range(WORDS), round(share * WORDS)):
                copy[place] = chance.choice(vocabulary)
            yield row(number, share, copy)


def row(origin: int, share: float, words: list[str]) -> dict[str, Any]:
    """What the table is made of."""
    text = " ".join(words)
    return {"url": f"https://made.example/{origin}/{share}", "text": text, "text_digest": text_digest("", text)}


def write_corpus(folder: Path, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The articles of a corpus, dealt to files; returns the names of the archive files that they would be of."""
    names = tuple(f"{number}.warc.gz" for number in range(FILES))
    (folder / "articles").mkdir()
    for number, name in enumerate(names):
        lines, dealt = folder / "lines", enumerate(rows[number::FILES])
        with lines.open("w", encoding="utf-8") as stream:
            write_lines(stream, ({"file": name, "record": record, **each} for record, each in dealt))
        write_parquet("articles", lines, folder / parquet_name("articles", number, name))
    return names


def clusters(folder: Path) -> dict[str, int]:
    """The cluster of each address that is in one."""
    return dict(duckdb.read_parquet(str(folder / FILE)).project("url, cluster").fetchall())


def report(rows: list[dict[str, Any]], found: dict[str, int]) -> int:
    """A line for each share of changed words; exit status."""
    copies, met = Counter[float](), Counter[float]()
    for url in (row["url"] for row in rows):
        origin, share = url.split("/")[-2:]
        if float(share) >= 0:
            copies[float(share)] += 1
            met[float(share)] += found.get(url, -1) == found.get(f"https://made.example/{origin}/-1", -2)
    recalls = {share: met[share] / copies[share] for share in CHANGED}
    for share, recall in recalls.items():
        print(f"{share:6.1%} of the words changed: {recall:.3f} of {copies[share]} copies found")
    together = Counter((cluster, url.split("/")[-2]) for url, cluster in found.items())
    sizes = Counter(found.values())
    right = sum(count * (count - 1) for count in together.values())
    precision = right / max(1, sum(count * (count - 1) for count in sizes.values()))
    print(f"pairs in a cluster that are of one text: {precision:.4f}")
    return int(precision < 1 or any(recalls[share] < least for share, least in LEAST.items()))


if __name__ == "__main__":
    sys.exit(main())
