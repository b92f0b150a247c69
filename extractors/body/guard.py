"""When too much is gone or nothing left: the generic layers give back, site rules are never overruled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.features.blocks import prose_length
from extractors.html.decode import html_copy
from extractors.text.words import fold, words_of

if TYPE_CHECKING:
    from lxml import etree

    from extractors.body.choice import Choice
    from extractors.features.blocks import Features
    from extractors.html.document import Document

RESTORED = "guard-restored"
# Less than this part of the articleBody that the page declares means that the classifier went wrong.
LEAST_OF_DECLARED = 0.5
SHORTEST_ARTICLE, SHORTEST_BLOCK = 25, 8
"""Words."""
# Trafilatura walks each table for each that it stands in, and copies the text of an element for each that it holds:
# deeper pages, and those of more elements, are none that a person wrote, and take seconds.
DEEPEST, MOST_ELEMENTS = 200, 100_000


def _declared(features: Features, excluded: frozenset[int]) -> frozenset[int]:
    """The candidates that the page's own articleBody contains."""
    inside = features.table[:, features.columns.index("in_article_body")] == 1
    rows = features.rows[inside & (features.word_count[features.rows] >= SHORTEST_BLOCK)]
    return frozenset(rows.tolist()) - excluded


def lines_of(root: etree._Element) -> list[str]:
    """The folded lines that trafilatura keeps; none where it finds no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second at import and is seldom asked

    found = bare_extraction(html_copy(root), fast=True, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    return [folded for line in text.split("\n") if (folded := fold(line))]


def _second(features: Features, root: etree._Element, excluded: frozenset[int]) -> frozenset[int]:
    """The candidates that trafilatura would keep, without links; none where too little of them is prose: a menu, a
    page that says that there is none; nor of a page that nobody wrote, of which it would read all."""
    rows, document = frozenset(features.rows.tolist()) - excluded, features.document
    if document.is_cut or not _is_prose(features, rows) or _is_made(document):
        return frozenset()
    lines = set(lines_of(root))
    found = frozenset(i for i in rows if features.folded[i] in lines and not _is_link(features, i))
    return found if _is_prose(features, found) else frozenset()


def _is_made(document: Document) -> bool:
    """Whether a program made a page, as by its depth and its number of elements nobody wrote it."""
    deepest = max(container.depth for container in document.containers)
    return deepest > DEEPEST or document.root.xpath("count(//*)") > MOST_ELEMENTS


def _is_prose(features: Features, indices: frozenset[int]) -> bool:
    prose = frozenset(i for i in indices if prose_length(features.candidates[i]))
    return features.words_in(prose) >= SHORTEST_ARTICLE


def _is_link(features: Features, index: int) -> bool:
    return bool(2 * features.link_length[index] > features.length[index])


def guard(
    choice: Choice,
    features: Features,
    root: etree._Element,
    excluded: frozenset[int],
) -> tuple[Choice, tuple[str, ...]]:
    """The choice, or more than it where it cannot be right; with the flag that says so."""
    declared = len(words_of(features.facts.article_body))
    kept, known = features.words_in(choice.kept), choice.kept | choice.doubles
    if kept < LEAST_OF_DECLARED * declared and (more := _declared(features, excluded) - known):
        return replace(choice, kept=choice.kept | more), (RESTORED,)
    if kept < SHORTEST_ARTICLE and (more := _second(features, root, excluded) - known):
        return replace(choice, kept=choice.kept | more), (RESTORED,)
    return choice, ()
