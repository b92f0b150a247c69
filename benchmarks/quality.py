"""Quality of extraction over the open corpus, beside its peers, held against the floors.

python -m benchmarks.quality [--cross-validate] [--raise-floors | --lower-floors] [--show N]
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import track

from benchmarks import acid, floors, fresh, scoring
from benchmarks.extractors import STET, TRAFILATURA, Source, installed_peers, outputs, row_of
from benchmarks.passages import PassageFileError
from benchmarks.shared import BUILD, CorpusMissingError, Row, fresh_index, index, page_bytes, write_lines
from benchmarks.tables import percent, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS = Path(__file__).parent / "floors.toml"
FOLDS = 5
Rows = dict[str, Row]


def open_rows() -> Rows:
    """Our rows of the open pages with the weights that ship."""
    return outputs(STET, open_sources(), "open pages")


def cross_validated_rows() -> Rows:
    """Our rows of the open pages, each with weights that were fitted without any page of its domain."""
    pairs = importlib.import_module("training.fit").cross_validate(folds=FOLDS)
    pairs = track(
        pairs,
        "stet: cross-validation",
        len(index()) + len(fresh_index()),
        disable=not sys.stdout.isatty(),
        transient=True,
    )
    return {page_id: row_of(page_id, extraction) for page_id, extraction in pairs}


def open_source(row: Row) -> Source:
    """The page of a row of the index."""
    return Source(row["id"], row.get("url") or "", page_bytes(row["id"]))


def open_sources() -> list[Source]:
    """The pages of the open corpus."""
    return [open_source(row) for row in index()]


def peer_rows() -> dict[str, Rows]:
    """The rows of the peers that are installed, trafilatura first."""
    return {peer.name: outputs(peer, open_sources(), "open pages") for peer in installed_peers()}


def print_appeals(rows: Mapping[str, Rows]) -> None:
    """What is left of appeals and other wrapping, and what is kept of content that looks like them."""
    scores = {name: scoring.score_appeals(one) for name, one in rows.items()}
    kinds = list(next(iter(scores.values()))["by_label"])
    columns = ["", "residue", *kinds, "dirty pages", "promo left", "content kept"]
    table = [
        [name, percent(s["residue"]), *(percent(s["by_label"][kind]) for kind in kinds)]
        + [percent(s[key]) for key in ("dirty_pages", "promo", "content_kept")]
        for name, s in scores.items()
    ]
    print_table("Appeals (blocks left in, of all that are labelled)", columns, table)


def print_body(rows: Mapping[str, Rows]) -> None:
    """Word F1 (precision, recall) by source, and the single facts."""
    scores = {name: scoring.score_body(one)[:2] for name, one in rows.items()}
    sources, facts = (list(part) for part in next(iter(scores.values())))
    table = [
        [name, *("{:.3f} ({:.3f} {:.3f})".format(*body[source]) for source in sources)]
        for name, (body, _) in scores.items()
    ]
    print_table("Body (word F1, precision, recall)", ["", *sources], table)
    table = [[name, *(percent(found.get(fact)) for fact in facts)] for name, (_, found) in scores.items()]
    print_table("Facts (right, of those with a truth)", ["", *facts], table)


def print_categories(rows: Rows) -> None:
    """Which categories the ledger gave to labelled blocks."""
    counts = scoring.category_counts(rows)
    right = {label: sum(count[name] for name in scoring.CATEGORIES[label]) for label, count in counts.items()}
    table = [
        [f"{label} {'/'.join(sorted(scoring.CATEGORIES[label]))}", count.total(), right[label], _wrong(label, count)]
        for label, count in counts.items()
    ]
    print_table(
        "Ledger: categories of labelled blocks that were removed", ["label", "removed", "right", "wrong"], table
    )


def print_ledger(rows: Rows) -> None:
    """What the blocks are that the ledger calls an appeal, by those that somebody read."""
    verdicts = scoring.ledger_verdicts(rows)
    table = []
    for letter in scoring.APPEAL_LETTERS:
        called = Counter(label for label, made in verdicts if made == letter)
        others = ", ".join(f"{label} {count}" for label, count in called.most_common() if label != letter)
        table.append([letter, called.total(), percent(called[letter] / called.total() if called else None), others])
    print_table("Ledger: what blocks are that are called an appeal", ["called", "blocks", "right", "others"], table)
    print({name: round(share, 3) for name, share in scoring.ledger_figures(rows).items()})


def _wrong(label: str, count: Mapping[str, int]) -> str:
    wrong = {name: number for name, number in count.items() if name not in scoring.CATEGORIES[label]}
    return ", ".join(f"{name} {number}" for name, number in sorted(wrong.items(), key=lambda item: -item[1]))


def print_examples(rows: Rows, most: int) -> None:
    """Up to ``most`` blocks of each label that are on the wrong side, and the pages with the worst bodies."""
    wrong: dict[str, list[str]] = {}
    for label, page, text in scoring.score_appeals(rows)["left"]:
        wrong.setdefault(label, []).append(f"    {page}: {text[:160]}")
    for label, lines in sorted(wrong.items()):
        print(f"{'lost' if label in 'CM' else 'left in'}: {label}, {len(lines)}", *lines[:most], sep="\n")
    print("worst bodies", *(f"    {f1:.3f} {page}" for f1, page in scoring.score_body(rows)[2][:most]), sep="\n")


def measure(cross_validate: bool, show: int) -> dict[str, float]:
    """Runs everything, prints the tables, and gives the figures that have floors."""
    ours = cross_validated_rows() if cross_validate else open_rows() | fresh.fresh_rows()
    write_lines(BUILD / "quality" / ("cross-validated.jsonl" if cross_validate else "stet.jsonl"), list(ours.values()))
    rows = {STET.name: ours} | peer_rows()
    print_appeals(rows)
    print_body(rows)
    print_categories(ours)
    print_ledger(ours)
    figures = scoring.figures(ours) | scoring.ledger_figures(ours) | fresh.figures(ours)
    figures |= scoring.against(figures, scoring.figures(rows[TRAFILATURA.name]))
    if not cross_validate:
        results = acid.run(acid.HELD_OUT, acid.SEED, without_peers=False)
        acid.print_verdicts(results)
        figures |= {f"acid.{name}": figure for name, figure in acid.summary(results[STET.name]).items()}
        for folder, passages in acid.FURTHER.items():
            further = acid.run(passages, acid.SEED, without_peers=True)
            acid.print_verdicts(further)
            found = acid.summary(further[STET.name])
            figures |= {f"acid.{folder}.{name}": figure for name, figure in found.items()}
        fresh.print_scores(show)
    if show:
        print_examples(ours, show)
    return figures


def hold_against_floors(figures: Mapping[str, float], section: str, move: str | None) -> int:
    """Prints figures beside floors; moves them where asked. The exit status: 1 where one is missed."""
    pinned = floors.load(FLOORS)
    held = pinned.setdefault(section, {})
    if move:
        held |= floors.moved(figures, held, lower=move == "lower")
        floors.save(FLOORS, pinned)
    missed = floors.missed(figures, held)
    names = sorted(figures.keys() | held.keys())
    table = [[name, _number(figures.get(name)), _number(held.get(name)), "missed" * (name in missed)] for name in names]
    print_table(f"Floors: {section}", ["figure", "now", "floor", ""], table)
    if missed:
        print(f"quality: {len(missed)} below the floor: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


def _number(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.4f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--cross-validate", action="store_true", help="each page with weights fitted without its domain"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N examples of each kind of fault")
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--raise-floors", dest="move", action="store_const", const="raise", help="pin what is better now")
    move.add_argument("--lower-floors", dest="move", action="store_const", const="lower", help="pin what is worse now")
    return parser.parse_args()


def main() -> int:
    """Run from the command line."""
    arguments = _arguments()
    try:
        figures = measure(arguments.cross_validate, arguments.show)
    except (CorpusMissingError, PassageFileError) as error:
        sys.exit(f"quality: {error}")
    section = "cross-validated" if arguments.cross_validate else "open"
    return hold_against_floors(figures, section, arguments.move)


if __name__ == "__main__":
    sys.exit(main())
