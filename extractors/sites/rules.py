"""Site rules: which containers of a page the outlet's own file takes out, and which hold the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.html.selector import elements
from extractors.model import Category, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lxml import etree

    from extractors.html.document import Document
    from extractors.sites.site_file import Rule, Site


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a candidate does not belong to the article."""

    category: Category
    layer: Layer
    rule: str
    evidence: str


def _evidence(rule: Rule, element: etree._Element) -> str:
    label = f"{element.tag!s} {element.get('class') or element.get('id') or ''}".strip()
    return f"{rule.css or rule.xpath} matches <{label}>: {rule.reason}"


def _texts_in(
    element: etree._Element, document: Document, places: dict[etree._Element, tuple[int, int]]
) -> Iterable[int]:
    """The candidates of an element; of an inline one (a link, say) those in it, or the one that has its words."""
    if element in places:
        return range(*places[element])
    around = element.getparent()
    while around is not None and around not in places:
        around = around.getparent()
    words = " ".join("".join(element.itertext()).split())
    if around is None or not words:
        return ()
    inside = {i for child in element.iterdescendants() if child in places for i in range(*places[child])}
    beside = (document.candidates[index] for index in range(*places[around]))
    loose = [text for text in beside if text.container.element is around]
    return sorted(inside | {text.index for text in loose if _share(words, text.text, bool(inside))})


def _share(words: str, text: str, around_blocks: bool) -> bool:
    """Whether a loose text has an inline element's words, or is part of them where blocks stand in it."""
    return words in text or (around_blocks and text in words)


def site_decisions(document: Document, site: Site, day: date) -> dict[int, Decision]:
    """The candidates that the rules valid on ``day`` take out, by index; the first rule that matches decides."""
    places = {container.element: (container.first, container.last) for container in document.containers}
    decisions: dict[int, Decision] = {}
    for rule in site.drop:
        if not rule.valid_on(day):
            continue
        for element in elements(rule.expression, document.root):
            for index in _texts_in(element, document, places):
                if index not in decisions:
                    decisions[index] = Decision(rule.category, Layer.SITE_RULE, rule.id, _evidence(rule, element))
    return decisions


def inside_body(document: Document, expression: str) -> set[int]:
    """The candidates inside the elements that a site file names as the article's body."""
    places = {container.element: (container.first, container.last) for container in document.containers}
    found: Iterable[etree._Element] = elements(expression, document.root)
    return {index for element in found for index in _texts_in(element, document, places)}
