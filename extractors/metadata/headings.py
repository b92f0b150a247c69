"""Which heading of a page is its headline: by what the page calls itself, and by what headings stand in and lead to."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.metadata.wording import folded, text_of
from extractors.text.lines import is_escaped_twice, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from extractors.metadata.structured import StructuredData

WORD = re.compile(r"\w+")
# Headings of the outlet or of boxes.
NOT_HEADLINE = re.compile(
    r"logo|site-?title|site-?name|brand|nav|menu|related|sidebar|footer|modal|cookie|consent|widget|hidden|sr-only|visually",
    re.IGNORECASE,
)
TRAIL_NAME = re.compile(r"bread-?crumb", re.IGNORECASE)
MOST_HOLDERS, MOST_ADDRESSES, MAX_NAME = 5, 3, 300
MAX_HEADINGS, MAX_HEADING = 40, 500
FRONT_PAGES = frozenset({"", "/", "/index.html", "/index.php", "index.html", "index.php", "./"})
# A first-order heading below that likeness to all claims is doubted, a lower one above it may be the headline; of
# several none below the first is.
UNLIKE, DOUBTFUL, LIKELY = 0.1, 0.5, 0.6


def _likeness(heading: str, claims: Iterable[str]) -> float:
    """Share of words that a heading has in common with the nearest claim."""
    words, best = set(WORD.findall(heading.casefold())), 0.0
    for claim in claims:
        others = set(WORD.findall(claim.casefold()))
        if words and others:
            best = max(best, 1.0 if folded(heading) == folded(claim) else len(words & others) / len(words | others))
    return best


def shown(element: etree._Element) -> str:
    """What a reader sees of a heading."""
    text = text_of(element, seen=True)
    return unescaped(text) if is_escaped_twice(text) else text


def _headings(elements: Sequence[etree._Element], names: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    for element in elements[:MAX_HEADINGS]:
        text = shown(element)
        if 0 < len(text) <= MAX_HEADING and folded(text) not in names:
            yield text, element


def _lower_headings(structured: StructuredData, names: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    return _headings((*structured.elements("h2"), *structured.elements("h3")), names)


def leads_home(element: etree._Element, names: Sequence[str]) -> bool:
    """Whether a heading or link is nothing but a link to the front page: the name of the site."""
    links = list(element.iter("a"))
    if len(links) != 1 or folded(text_of(links[0])) != folded(text_of(element)):
        return False
    try:
        parts = urlsplit(links[0].get("href") or "#")
    except ValueError:
        return False
    is_root = parts.path in FRONT_PAGES and not parts.query and not parts.fragment
    return is_root and (not parts.netloc or folded(parts.netloc.removeprefix("www.")) in names)


def _is_in_trail(element: etree._Element) -> bool:
    """Whether a heading is the last step of the way to the article, which is written for search engines."""
    holders = (element, *islice(element.iterancestors(), MOST_HOLDERS))
    return any(holder.tag == "nav" or TRAIL_NAME.search((holder.get("class") or "")[:MAX_NAME]) for holder in holders)


def _leads_elsewhere(element: etree._Element, structured: StructuredData) -> bool:
    """Whether a heading is nothing but a link to another page of the site: the headline of another story."""
    said = (*structured.canonical[:MOST_ADDRESSES], *structured.all_meta("og:url")[:MOST_ADDRESSES])
    own = {place for place in map(_place_of, said) if place[1]}
    links = list(element.iter("a"))
    if not own or len(links) != 1 or folded(text_of(links[0])) != folded(text_of(element)):
        return False
    host, path = _place_of(links[0].get("href") or "")
    return path != "" and host in {"", *(host for host, _ in own)} and path not in {path for _, path in own}


def _place_of(address: str) -> tuple[str, str]:
    """Host and path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path.rstrip("/")


def choose_heading(
    structured: StructuredData, claims: Sequence[str], names: Sequence[str], *, is_called: bool
) -> tuple[str, etree._Element] | None:
    """The heading that is most like what the page calls itself (``is_called``: in more than its title tag)."""
    first = list(_headings(structured.elements("h1"), names))
    first = [pair for pair in first if not NOT_HEADLINE.search(pair[1].get("class") or "")] or first
    first = [pair for pair in first if next(pair[1].iterancestors("form", "dialog"), None) is None] or first
    first = [pair for pair in first if not _leads_elsewhere(pair[1], structured)] or first
    rated = [(_likeness(text, claims), text, element) for text, element in first]
    if claims and max((rating for rating, *_ in rated), default=0.0) < DOUBTFUL:
        second = [(_likeness(text, claims), text, element) for text, element in _lower_headings(structured, names)]
        rated += [row for row in second if row[0] >= LIKELY]
    best = max(rated, key=lambda row: row[0], default=None)
    if best is None or (best[0] < UNLIKE and len(rated) > 1 and is_called):
        return None  # one of several headings that are next to nothing like what the page calls itself
    return best[1:]


def declared_heading(
    structured: StructuredData, headline: str, shared: str, names: Sequence[str]
) -> tuple[str, etree._Element] | None:
    """The lower heading that says word for word what JSON-LD calls the article (``headline``), where none of the first
    order does, and OpenGraph (``shared``) calls it so, too, or all of the first order are steps of the trail."""
    key, other = folded(headline), folded(shared)
    first = structured.elements("h1")[:MAX_HEADINGS]
    if not key or any(folded(shown(element)) == key for element in first):
        return None
    if key != other and (other in key or not first or not all(map(_is_in_trail, first))):
        return None
    return next((pair for pair in _lower_headings(structured, names) if folded(pair[0]) == key), None)
