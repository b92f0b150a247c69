"""Proposals alone, unedited, beside the hand-made site file: ``python -m benchmarks.proposals [SITE...]``.

Each outlet of the open corpus that has a site file and two pages or more with a known body. Its pages are examined
without the file; what ``scrapy rules suggest`` would print of them becomes a site file, and both are held against the
truth. An outlet holds within one point of word F1 and with no more appeals left in.
"""

from __future__ import annotations

import multiprocessing
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks import measures
from benchmarks.extractors import FETCHED_AT, PROCESSES, Source, row_of
from benchmarks.quality import open_source
from benchmarks.shared import CorpusMissingError
from benchmarks.sites import known_sites, pages_of
from benchmarks.tables import print_table
from extractors import Page, Repeats, Site, extract
from extractors.proposals import examine
from spiders.suggesting import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.shared import Row
    from extractors.proposals import Examined

FEWEST, AIM, POINT = 2, 20, 0.01


@dataclass(frozen=True, slots=True)
class Compared:
    """One outlet: word F1 and appeals left in by its proposals and by its file."""

    name: str
    pages: int
    proposed: tuple[float, int]
    hand_made: tuple[float, int]
    alone: tuple[float, int]
    body: str
    rules: int

    @property
    def holds(self) -> bool:
        """Whether the proposals do as well as the file."""
        return self.proposed[0] >= self.hand_made[0] - POINT and self.proposed[1] <= self.hand_made[1]


def examine_source(source: Source) -> Examined | None:
    """What proposals are made of, as without a site file."""
    return examine(_page(source), None, Repeats())


def _page(source: Source) -> Page:
    return Page(source.url, source.html, {}, 200, FETCHED_AT)


def read_source(site: Site | None, source: Source) -> Row:
    """Our row of a page with the rules of a site."""
    return row_of(source.id, extract(_page(source), site, None))


def proposed_site(like: Site, pages: Sequence[Examined]) -> Site:
    """The site file that the proposals make, as it would be pasted."""
    table: dict[str, Any] = tomllib.loads("\n".join(suggestion(pages, FETCHED_AT.date(), has_body=False)))
    head = {"name": like.name, "title": like.title, "domains": like.domains, "language": like.language}
    return Site.model_validate(head | table)


def compare(name: str, rows: Sequence[Row], pool: Any) -> Compared:
    """One outlet."""
    sources = [open_source(row) for row in rows]
    examined = [each for each in pool.map(examine_source, sources) if each]
    made, hand_made = proposed_site(known_sites()[name], examined), known_sites()[name]
    proposed, by_hand, alone = (
        _score(pool.map(partial(read_source, site), sources)) for site in (made, hand_made, None)
    )
    return Compared(name, len(rows), proposed, by_hand, alone, made.body or "-", len(made.drop))


def _score(rows: Sequence[Row]) -> tuple[float, int]:
    by_id = {row["id"]: row for row in rows}
    f1 = [score for score, page in measures.score_body(by_id)[2] if page in by_id]
    wrong = Counter(page for label, page, _ in measures.score_appeals(by_id)["left"] if label not in "CM")
    return sum(f1) / len(f1), sum(wrong[page] for page in by_id)


def measure(names: Sequence[str]) -> list[Compared]:
    """All outlets that have the pages."""
    outlets = {name: [row for row in rows if row.get("body")] for name, rows in pages_of(names).items()}
    with multiprocessing.get_context("forkserver").Pool(PROCESSES) as pool:
        return [compare(name, rows, pool) for name, rows in outlets.items() if len(rows) >= FEWEST]


def _cells(each: Compared) -> tuple[object, ...]:
    scores = (f"{f1:.3f}" for f1, _ in (each.proposed, each.hand_made, each.alone))
    left = f"{each.proposed[1]} / {each.hand_made[1]}"
    return each.name, each.pages, *scores, left, each.rules, "" if each.holds else "below", each.body[-60:]


def main() -> int:
    """Status 1 where fewer outlets hold than are aimed at."""
    try:
        compared = measure(sys.argv[1:])
    except CorpusMissingError as error:
        sys.exit(f"proposals: {error}")
    columns = ["", "pages", "proposals", "site file", "neither", "appeals left", "rules", "", "body"]
    table = [_cells(each) for each in compared]
    held = sum(each.holds for each in compared)
    print_table(f"{held} of {len(compared)} outlets hold by their proposals alone", columns, table)
    return int(held < min(AIM, len(compared)))


if __name__ == "__main__":
    sys.exit(main())
