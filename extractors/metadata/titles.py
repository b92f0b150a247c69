"""The title: the headline that a reader sees, checked against what the page says of itself elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.wording import folded, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from extractors.metadata.structured import StructuredData

SEPARATOR = re.compile(r"\s+[-–—―|｜‖·•»«:/]+\s+|\s*[|｜‖]\s*|\s+::\s+|\s+[-–—]\s*(?=[^-–—]{2,40}$)")
WORD = re.compile(r"\w+")
MAX_TITLE = 500
MAX_HEADINGS = 40


def _is_name(part: str, names: Sequence[str]) -> bool:
    key = folded(part)
    return not key or any(
        key == name or (len(name) > 3 and (name in key or (len(key) > 3 and key in name))) for name in names
    )


def without_site_name(title: str, names: Sequence[str]) -> str:
    """A title without "... | The Outlet" behind or before it; ``names`` are folded names of the outlet."""
    while found := list(SEPARATOR.finditer(title)):
        last, first = found[-1], found[0]
        if title[: last.start()].strip() and _is_name(title[last.end() :], names):
            title = title[: last.start()].strip()
        elif title[first.end() :].strip() and _is_name(title[: first.start()], names):
            title = title[first.end() :].strip()
        else:
            break
    return title


def _claims(root: etree._Element, structured: StructuredData, names: Sequence[str]) -> list[str]:
    """What page and markup call the article, the most careful first."""
    page_title = next((text_of(element) for element in root.iter("title")), "")
    found = [
        plain(structured.article.get("headline")),
        *structured.all_meta("og:title")[:1],
        *structured.all_meta("twitter:title")[:1],
        page_title,
    ]
    return [without_site_name(claim, names) for claim in found if claim]


def _likeness(heading: str, claims: Iterable[str]) -> float:
    """Share of words that a heading has in common with the nearest claim."""
    words = set(WORD.findall(heading.casefold()))
    best = 0.0
    for claim in claims:
        others = set(WORD.findall(claim.casefold()))
        if words and others:
            best = max(best, 1.0 if folded(heading) == folded(claim) else len(words & others) / len(words | others))
    return best


def _headings(root: etree._Element, names: Sequence[str]) -> list[str]:
    texts = [text_of(element) for element, _ in zip(root.iter("h1"), range(MAX_HEADINGS), strict=False)]
    return [text for text in texts if 0 < len(text) <= MAX_TITLE and folded(text) not in names]


def read_title(root: etree._Element, structured: StructuredData, names: Sequence[str]) -> str | None:
    """The headline; ``names`` are folded names of the outlet."""
    claims = _claims(root, structured, names)
    headings = _headings(root, names)
    if headings:
        return max(headings, key=lambda heading: _likeness(heading, claims))
    return claims[0][:MAX_TITLE] if claims else None
