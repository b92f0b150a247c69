"""Elements that are called bylines, and what stands in them."""

from __future__ import annotations

import re
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.author_links import LINKS_TO_AUTHOR, MAX_CANDIDATES
from extractors.metadata.named_lines import MAX_BYLINE, named_after_by
from extractors.metadata.other_authors import is_of_others, name_of
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.metadata.landmarks import Landmarks

NEVER_BYLINES = frozenset({"html", "body", "article", "script", "img"})
BYLINE = re.compile(r"author(?!i[sz]|ity)|byline|autor|auteur|writer")
NOT_BYLINE = re.compile(
    r"avatar|bio|comment|image|photo|social|desc|title|position|job|role|follow|categor|licen[cs]e", re.IGNORECASE
)
# What parts of a byline are called that name the section or the day.
BESIDE_NAME = re.compile(
    r"categor|rubri[ck]|kicker|created|publish|(?:^|[\s_-])date(?:$|[\s_-])|timestamp", re.IGNORECASE
)
CLASSES, CLASSED = etree.XPath("descendant::*/@class", smart_strings=False), etree.XPath("descendant::*[@class]")
CONTACT = re.compile(r"\s*(?:mailto|tel|sms|whatsapp):", re.IGNORECASE)
# What joins two names of a byline.
BYLINE_JOINT = re.compile(r"\s*(?:[,;&/|·•、]|(?:and|und|et|y|e|och|og|en|ja|i|и|та|ve|with|mit)\s)\s*")
# So many elements a box of bylines has at the most, and so many an article has authors.
MAX_BOX, MAX_AUTHORS = 60, 20


def bylines_of(landmarks: Landmarks) -> Iterator[list[str]]:
    """What is called a byline, part by part; with the like of it that stands beside it, which names co-authors."""
    seen: set[etree._Element] = set()
    for element in islice(_called_byline(landmarks.root), MAX_CANDIDATES):
        if element not in seen:
            group = _beside(element)
            seen.update(group)
            readings = [reading for member in group if (reading := _readings(member, landmarks))]
            yield from (list(row) for row in zip_longest(*readings, fillvalue=""))


def _called_byline(root: etree._Element) -> Iterator[etree._Element]:
    """Links to an author, then what has a byline's class."""
    yield from LINKS_TO_AUTHOR(root)
    bylines = {name for name in set(CLASSES(root)) if _names_byline(name)}
    for element in CLASSED(root) if bylines else ():
        if (
            element.get("class") in bylines
            and element.tag not in NEVER_BYLINES
            and not NOT_BYLINE.search(element.get("id") or "")
        ):
            yield element


def _names_byline(name: str) -> bool:
    lowered = name.lower()
    likely = "aut" in lowered or "byline" in lowered or "writer" in lowered
    if not likely or BYLINE.search(lowered) is None:
        return False
    return not NOT_BYLINE.search(_own_part(lowered))


def _own_part(name: str) -> str:
    """What a name says of its element: in "block__element" the name of the block says nothing of it."""
    return " ".join(part.rpartition("__")[2] for part in name.split())


def _beside(element: etree._Element) -> list[etree._Element]:
    """The elements of the same name in one short line or box, the given one among them."""
    holder = element
    for holder in islice(element.iterancestors(), 3):
        if holder.tag in NEVER_BYLINES or not _is_short(holder):
            break
        like = [other for other in holder.iter(str(element.tag)) if name_of(other) == name_of(element)]
        if 1 < len(like) <= MAX_AUTHORS:
            return like
    return [element]


def _is_short(holder: etree._Element) -> bool:
    """Whether a box holds few elements and little text."""
    return next(islice(holder.iter(), MAX_BOX, None), None) is None and len(text_of(holder)) <= MAX_BYLINE


def _readings(element: etree._Element, landmarks: Landmarks) -> list[str]:
    """Where in an element the names may stand, the most likely first; nothing where it is no byline."""
    text = text_of(element, apart=True)
    if not 1 < len(text) <= MAX_BYLINE or is_of_others(element, landmarks) or _in_figure(element):
        return []
    parts = [part for part in element.iter("a", "span", "strong", "b", "p", "div") if not len(part)]
    others = list(filter(_stands_beside_name, parts))
    for other in others:
        text = text.replace(text_of(other), "", 1).strip()
    parts = [part for part in parts if part not in others]
    links = [text_of(link) for link in element.iter("a") if not (link in others or _leads_to_contact(link))]
    named = named_after_by(text) or ""
    if linked := _linked(named, links):
        return [linked]
    return [named, "; ".join(links) if len(links) > 1 else "", *map(text_of, parts), text]


def _stands_beside_name(part: etree._Element) -> bool:
    """Whether a part of a byline, or what holds it, is called the section of the article or its day, and no byline."""
    holders = (holder for holder in (part, part.getparent()) if holder is not None)
    names = [_own_part((holder.get("class") or "")[:MAX_BYLINE].lower()) for holder in holders]
    return any(BESIDE_NAME.search(name) and not BYLINE.search(name) for name in names)


def _leads_to_contact(link: etree._Element) -> bool:
    """Whether a link leads to the mail, telephone or account of somebody: its text is no name of its own."""
    return CONTACT.match(link.get("href") or "") is not None or "@" in text_of(link)


def _linked(named: str, links: list[str]) -> str:
    """The linked names that a byline begins with, where no joint leads to further ones: what stands behind them is
    something else, a number of comments or a section. Empty where the byline is none of that kind."""
    taken, rest, joint = [], named, None
    for link in links:
        if not link or not rest.startswith(link):
            break
        taken.append(link)
        joint = BYLINE_JOINT.match(rest, len(link))
        if joint is None:
            return "; ".join(taken)
        rest = rest[joint.end() :]
    return ""


def _in_figure(element: etree._Element) -> bool:
    return next(element.iterancestors("figure", "figcaption"), None) is not None
