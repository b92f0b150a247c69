"""Proposals alone, unedited, beside the hand-made site file: ``python -m benchmarks.proposals [SITE...]``.

Each outlet of the open corpus that has two pages or more with a known body. Its pages are examined without the file;
what ``scrapy rules suggest`` would print of them becomes a site file, and both are held against the truth. An outlet
holds within one point of word F1 and with no more appeals left in. Outlets that have no site file are read with their
proposals and without: to see what proposals cost where nobody looked.
"""

from __future__ import annotations

import multiprocessing
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks import scoring
from benchmarks.extractors import FETCHED_AT, PROCESSES, Source, row_of
from benchmarks.quality import open_source
from benchmarks.shared import CorpusMissingError, index, scorer
from benchmarks.sites import known_sites, owner, pages_of
from benchmarks.tables import print_table
from extractors import Page, Repeats, Site, extract
from extractors.learning.examining import examine
from spiders.archives.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.shared import Row
    from extractors.learning.examining import Examined

FEWEST, AIM, POINT = 2, 30, 0.01
NOTED = 0.0005
"""Less than that is no gain and no loss."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages of an outlet as one site file reads them: word F1, appeals left in, words of the truths, and others."""

    f1: float
    appeals: int
    true_words: int
    other_words: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One outlet read by its proposals, by its file if it has one, and by neither."""

    name: str
    pages: int
    proposed: Reading
    hand_made: Reading | None
    alone: Reading
    body: str
    rules: int

    @property
    def holds(self) -> bool:
        """Whether the proposals do as well as the file."""
        best = self.hand_made or self.alone
        return self.proposed.f1 >= best.f1 - POINT and self.proposed.appeals <= best.appeals

    @property
    def gain(self) -> float:
        """In word F1, against no file at all."""
        return self.proposed.f1 - self.alone.f1


def examine_source(source: Source) -> Examined | None:
    """What proposals are made of, as without a site file."""
    return examine(_page(source), None, Repeats())


def _page(source: Source) -> Page:
    return Page(source.url, source.html, {}, 200, FETCHED_AT)


def read_source(site: Site | None, source: Source) -> Row:
    """Our row of a page with the rules of a site."""
    return row_of(source.id, extract(_page(source), site, None))


def proposed_site(name: str, domain: str, pages: Sequence[Examined]) -> Site:
    """The site file that the proposals make, as it would be pasted."""
    table: dict[str, Any] = tomllib.loads("\n".join(suggestion(pages, FETCHED_AT.date(), None)))
    return Site.model_validate({"name": name, "title": name, "domains": (domain,), "language": "en"} | table)


def compare(name: str, rows: Sequence[Row], hand_made: Site | None, pool: Any) -> Compared:
    """One outlet."""
    sources = [open_source(row) for row in rows]
    made = proposed_site("proposed", rows[0]["domain"], [each for each in pool.map(examine_source, sources) if each])
    proposed, alone = (_score(rows, pool.map(partial(read_source, site), sources)) for site in (made, None))
    by_hand = _score(rows, pool.map(partial(read_source, hand_made), sources)) if hand_made else None
    return Compared(name, len(rows), proposed, by_hand, alone, made.body or "-", len(made.drop))


def _score(pages: Sequence[Row], rows: Sequence[Row]) -> Reading:
    by_id = {row["id"]: row for row in rows}
    f1 = [score for score, page in scoring.score_body(by_id)[2] if page in by_id]
    wrong = Counter(page for label, page, _ in scoring.score_appeals(by_id)["left"] if label not in "CM")
    bag = scorer("score_body").bag
    read = [(bag(by_id[page["id"]]["text"]), bag("\n".join(page["body"]))) for page in pages]
    true = sum((text & truth).total() for text, truth in read)
    others = sum(text.total() for text, _ in read) - true
    return Reading(sum(f1) / len(f1), sum(wrong[page] for page in by_id), true, others)


def measure(names: Sequence[str]) -> list[Compared]:
    """All outlets that have a site file and the pages."""
    outlets = {name: [row for row in rows if row.get("body")] for name, rows in pages_of(names).items()}
    with _pool() as pool:
        return [compare(name, rows, known_sites()[name], pool) for name, rows in outlets.items() if len(rows) >= FEWEST]


def measure_others() -> list[Compared]:
    """All outlets that have no site file, and the pages."""
    outlets: dict[str, list[Row]] = {}
    for row in index():
        if row.get("body") and not owner(row.get("url") or ""):
            outlets.setdefault(row["domain"], []).append(row)
    with _pool() as pool:
        return [compare(name, rows, None, pool) for name, rows in outlets.items() if len(rows) >= FEWEST]


def _pool() -> Any:
    return multiprocessing.get_context("forkserver").Pool(PROCESSES)


def told(compared: Sequence[Compared]) -> str:
    """What proposals bring and cost, in one line."""
    better, worse = sum(each.gain > NOTED for each in compared), sum(each.gain < -NOTED for each in compared)
    lost = sum(each.alone.true_words - each.proposed.true_words for each in compared)
    cut = sum(each.alone.other_words - each.proposed.other_words for each in compared)
    mean = sum(each.gain for each in compared) / max(1, len(compared))
    return (
        f"than without a file {better} of {len(compared)} are read better and {worse} worse, {mean:+.4f} in word F1 on"
        f" average; {cut} words go that are no article, and {lost} that are"
    )


def _cells(each: Compared) -> tuple[object, ...]:
    by_hand = each.hand_made or each.alone
    scores = (f"{reading.f1:.3f}" for reading in (each.proposed, by_hand, each.alone))
    left = f"{each.proposed.appeals} / {by_hand.appeals}"
    return each.name, each.pages, *scores, left, each.rules, "" if each.holds else "below", each.body[-60:]


def main() -> int:
    """Status 1 where fewer outlets hold than are aimed at."""
    names = sys.argv[1:]
    try:
        compared = measure(names)
        others = [] if names else measure_others()
    except CorpusMissingError as error:
        sys.exit(f"proposals: {error}")
    columns = ["", "pages", "proposals", "site file", "neither", "appeals left", "rules", "", "body"]
    held = sum(each.holds for each in compared)
    title = f"{held} of {len(compared)} outlets hold by their proposals alone"
    print_table(title, columns, [_cells(each) for each in compared])
    print(f"With site files: {told(compared)}.")
    if others:
        print(f"Without: {told(others)}.")
    return int(held < min(AIM, len(compared)))


if __name__ == "__main__":
    sys.exit(main())
