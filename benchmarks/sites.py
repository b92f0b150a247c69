"""Each site file on the open pages of its outlet: ``python -m benchmarks.sites [SITE...] [--show]``.

An outlet holds with a word F1 of .985 on average and no labelled appeal left in. Where ``--show`` is given, its worst
pages and what is on the wrong side follow.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from benchmarks import scoring
from benchmarks.extractors import FETCHED_AT, STET, Extractor, Source, outputs, row_of
from benchmarks.quality import open_source
from benchmarks.shared import CorpusMissingError, index
from benchmarks.tables import print_table
from extractors import Page, extract, load_sites
from extractors.sites.site_file import site_of
from spiders.web.addresses import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.shared import Row
    from extractors import Site

AIM = 0.985
WORST = 3  # pages shown of an outlet
known_sites = cache(load_sites)


@dataclass(slots=True)
class Score:
    """One outlet: word F1 by page with the site file and without, labelled appeals and content on the wrong side."""

    site: Site
    pages: list[str] = field(default_factory=list)
    with_file: dict[str, float] = field(default_factory=dict)
    without: dict[str, float] = field(default_factory=dict)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Appeals left in."""
        return sum(label not in "CM" for label, _, _ in self.wrong)

    @property
    def holds(self) -> bool:
        """Whether the outlet is as good as its site file is to make it."""
        return mean(self.with_file) >= AIM and not self.left


def mean(scores: dict[str, float]) -> float:
    """The average over the pages; 1 where no page has a truth."""
    return sum(scores.values()) / len(scores) if scores else 1.0


def run_with_site(source: Source) -> Row:
    """Our row of a page, read with the site file that owns its address."""
    page = Page(source.url, source.html, {}, 200, FETCHED_AT)
    return row_of(source.id, extract(page, owner(source.url), None))


def owner(url: str) -> Site | None:
    """The site that an address belongs to."""
    return site_of(host_of(url), known_sites())


def pages_of(names: Sequence[str]) -> dict[str, list[Row]]:
    """The open pages of each outlet that has a site file."""
    found: dict[str, list[Row]] = {}
    for row in index():
        site = owner(row.get("url") or "")
        if site and (not names or site.name in names):
            found.setdefault(site.name, []).append(row)
    return dict(sorted(found.items()))


def measure(pages: dict[str, list[Row]]) -> list[Score]:
    """Every outlet, with its file and without."""
    sources = [open_source(row) for rows in pages.values() for row in rows]
    ours = outputs(Extractor("stet with site files", None, run_with_site), sources, "outlets")
    alone = outputs(STET, sources, "outlets")
    best, plain = _by_page(ours), _by_page(alone)
    scores = {}
    for name, rows in pages.items():
        ids = [row["id"] for row in rows]
        with_file, without = ({page: found[page] for page in ids if page in found} for found in (best, plain))
        scores[name] = Score(known_sites()[name], ids, with_file, without)
    home = {page: score for score in scores.values() for page in score.pages}
    for wrong in scoring.score_appeals(ours)["left"]:
        if wrong[1] in home:
            home[wrong[1]].wrong.append(wrong)
    return list(scores.values())


def _by_page(rows: dict[str, Row]) -> dict[str, float]:
    return {page: f1 for f1, page in scoring.score_body(rows)[2] if page in rows}


def print_scores(scores: list[Score]) -> None:
    """The table."""
    columns = ["", "language", "pages", "word F1", "without its file", "appeals left", "content lost", ""]
    table = [(score.site.name, score.site.language, len(score.pages), *_figures(score)) for score in scores]
    languages = {score.site.language.partition("-")[0] for score in scores}
    print_table(f"{len(scores)} outlets in {len(languages)} languages, with their site files", columns, table)


def _figures(score: Score) -> tuple[object, ...]:
    f1, alone = f"{mean(score.with_file):.3f}", f"{mean(score.without):.3f}"
    return f1, alone, score.left, len(score.wrong) - score.left, "" if score.holds else "below"


def print_faults(scores: list[Score]) -> None:
    """The worst pages of each outlet, and its blocks on the wrong side."""
    for score in scores:
        worst = sorted(score.with_file.items(), key=lambda item: item[1])[:WORST]
        print(score.site.name, *(f"    {f1:.3f} {page}" for page, f1 in worst), sep="\n")
        print(*(f"    {label} {page}: {text[:160]}" for label, page, text in score.wrong), sep="\n")


def main() -> int:
    """Status 1 where an outlet is below the aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sites", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sites", nargs="*", metavar="SITE")
    parser.add_argument("--show", action="store_true", help="the worst pages and what is on the wrong side")
    options = parser.parse_args()
    if unknown := sorted(set(options.sites) - known_sites().keys()):
        sys.exit(f"sites: no such site file: {', '.join(unknown)}")
    try:
        scores = measure(pages_of(options.sites))
    except CorpusMissingError as error:
        sys.exit(f"sites: {error}")
    print_scores(scores)
    if options.show:
        print_faults(scores)
    return int(not all(score.holds for score in scores))


if __name__ == "__main__":
    sys.exit(main())
