"""When too much is gone or nothing left: the generic layers give back, site rules are never overruled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.html.decode import html_copy
from extractors.text.words import fold

if TYPE_CHECKING:
    from lxml import etree

    from extractors.body.choice import Choice
    from extractors.features.blocks import Measures

RESTORED = "guard-restored"
# Less than this part of the articleBody that the page declares means that the judge went wrong.
LEAST_OF_DECLARED = 0.5
SHORTEST_ARTICLE, SHORTEST_BLOCK = 25, 8
"""Words."""


def _words(measures: Measures, indices: frozenset[int]) -> float:
    return float(measures.word_count[sorted(indices)].sum()) if indices else 0.0


def _declared(measures: Measures, excluded: frozenset[int]) -> frozenset[int]:
    """The candidates that the page's own articleBody contains."""
    inside = measures.table[:, measures.columns.index("in_article_body")] == 1
    rows = measures.rows[inside & (measures.word_count[measures.rows] >= SHORTEST_BLOCK)]
    return frozenset(rows.tolist()) - excluded


def lines_of(root: etree._Element) -> list[str]:
    """The folded lines that trafilatura keeps; none where it finds no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second at import and is seldom asked

    found = bare_extraction(html_copy(root), fast=True, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    return [folded for line in text.split("\n") if (folded := fold(line))]


def _second(measures: Measures, root: etree._Element, excluded: frozenset[int]) -> frozenset[int]:
    """The candidates that trafilatura would keep."""
    lines = set(lines_of(root))
    return frozenset(i for i, folded in enumerate(measures.folded) if folded in lines and folded) - excluded


def guard(
    choice: Choice, measures: Measures, root: etree._Element, excluded: frozenset[int]
) -> tuple[Choice, tuple[str, ...]]:
    """The choice, or more than it where it cannot be right; with the flag that says so."""
    declared = len(measures.facts.article_body.split())
    kept = _words(measures, choice.kept)
    if kept < LEAST_OF_DECLARED * declared and (more := _declared(measures, excluded) - choice.kept):
        return replace(choice, kept=choice.kept | more), (RESTORED,)
    if kept < SHORTEST_ARTICLE and (more := _second(measures, root, excluded) - choice.kept):
        return replace(choice, kept=choice.kept | more), (RESTORED,)
    return choice, ()
