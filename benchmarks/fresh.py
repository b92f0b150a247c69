"""Fresh pages: sites in no corpus, 28 languages, scored by word F1 beside peers.

python -m benchmarks.fresh [--worst N]
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.extractors import STET, Source, outputs
from benchmarks.shared import BUILD, SHARED, CorpusMissingError, Row, read_lines, scorer, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FRESH = SHARED / "fresh"
OUTPUT = BUILD / "quality" / "fresh.jsonl"
# Below this F1 an article is as good as lost.
LOST = 0.1
ENGLISH, LANGUAGES = "en", ("zh", "ja")
Rows = dict[str, Row]


def pages() -> list[Row]:
    """What is known of each page. Raises CorpusMissingError where they are not beside the checkout."""
    if not (FRESH / "index.jsonl").is_file():
        raise CorpusMissingError(f"the fresh pages are needed and {FRESH / 'index.jsonl'} is not there")
    return read_lines(FRESH / "index.jsonl")


def fresh_rows() -> Rows:
    """Our rows of the fresh pages; they are written where the scorer reads them."""
    sources = [
        Source(row["id"], row["url"] or "", gzip.decompress((FRESH / "pages" / f"{row['id']}.html.gz").read_bytes()))
        for row in pages()
    ]
    rows = outputs(STET, sources, "fresh pages")
    write_lines(OUTPUT, list(rows.values()))
    return rows


def word_f1(row: Row, got: Row) -> float:
    """The best word F1 that a page's text has with one of its truths."""
    score: Any = scorer("score_fresh")
    text = score.bag(got.get("text"))
    return max((score.f1(text, core, free) for core, free in score.truths(row, got.get("title"))), default=0.0)


def figures(rows: Mapping[str, Row]) -> dict[str, float]:
    """What has floors: word F1 overall and of groups, articles that are lost, dates that are right."""
    known = pages()
    scores = [(row["lang"], word_f1(row, rows[row["id"]])) for row in known if row["body"]]
    dated = [row for row in known if row.get("date")]
    right = (str(rows[row["id"]].get("date") or "")[:10] == str(row["date"])[:10] for row in dated)
    return {
        "fresh.all": _mean(f1 for _, f1 in scores),
        "fresh.not_english": _mean(f1 for language, f1 in scores if language != ENGLISH),
        **{f"fresh.{name}": _mean(f1 for language, f1 in scores if language == name) for name in LANGUAGES},
        "fresh.lost": _mean(f1 < LOST for _, f1 in scores),
        "fresh.date": _mean(right),
    }


def _mean(values: Iterable[float]) -> float:
    each = list(values)
    return sum(each) / len(each) if each else 0.0


def print_scores(worst: int = 0) -> None:
    """The scorer's own table of what was written last."""
    scorer_file = str(SHARED / "tools" / "score_fresh.py")
    command = [sys.executable, scorer_file, str(FRESH), str(OUTPUT), "--worst", str(worst)]
    print("Fresh pages (word F1)", flush=True)
    subprocess.run(command, check=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fresh", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N pages furthest behind a peer")
    worst = parser.parse_args().worst
    try:
        rows = fresh_rows()
    except CorpusMissingError as error:
        sys.exit(f"fresh: {error}")
    print_scores(worst)
    print(figures(rows))


if __name__ == "__main__":
    main()
