"""Who wrote it: names of persons, and of organisations only where no person is named."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.json_ld import types_of
from extractors.metadata.landmarks import Remembered
from extractors.metadata.names import is_person, named_after_by, says_by, signed_by, split_names
from extractors.metadata.wording import folded, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

AUTHOR_META = re.compile(r"^(?:[\w.-]+[:.])?(?:[\w-]*authors?(?:[-_]?names?)?|creator|byl|byline)(?:[:.]name)?$")
NOT_AUTHOR_META = re.compile(r"url|image|twitter|facebook|google|email|id$|generator|description")
NEVER_BYLINES = frozenset({"html", "body", "article", "script", "img"})
BYLINE = re.compile(r"author|byline|autor|auteur|writer")
NOT_BYLINE = re.compile(r"avatar|bio|image|photo|social|date|time|desc|title|position|job|role|follow", re.IGNORECASE)
ORGANISATION_TYPES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite"})
LINKS_TO_AUTHOR = etree.XPath("descendant::a[@rel='author']")
CLASSES, CLASSED = etree.XPath("descendant::*/@class", smart_strings=False), etree.XPath("descendant::*[@class]")
LAST_TEXTS = etree.XPath(
    "descendant::text()[contains(., '记者') or contains(., '記者') or contains(., '）') or contains(., ')')"
    " or contains(., '执笔')][not(parent::script or parent::style)]"
)
MAX_CANDIDATES = 30
MAX_BYLINE = 150
MAX_TEXT = 2_000
MAX_BOX = 60
MAX_AUTHORS = 20


def _said(value: object, structured: StructuredData, *, organisations: bool, depth: int = 0) -> Iterator[str]:
    """Names in what JSON-LD gives as author: a string, an object, a reference, a list of them."""
    author = structured.resolve(value)
    if depth > 3:
        return
    if isinstance(author, list):
        for thing in author:
            yield from _said(thing, structured, organisations=organisations, depth=depth + 1)
    elif isinstance(author, dict):
        if organisations or not ORGANISATION_TYPES.intersection(types_of(author)):
            yield from _said(author.get("name"), structured, organisations=organisations, depth=depth + 1)
    elif name := plain(author):
        yield name


@lru_cache(maxsize=4096)
def _names_author(name: str) -> bool:
    """Whether a meta tag of that name gives an author."""
    return bool(AUTHOR_META.match(name)) and not NOT_AUTHOR_META.search(name)


def _meta_names(structured: StructuredData) -> Iterator[str]:
    for name, contents in structured.meta.items():
        if _names_author(name):
            yield from contents


def _microdata_names(structured: StructuredData, landmarks: Landmarks) -> Iterator[str]:
    for element in structured.microdata.get("author", ())[:MAX_CANDIDATES]:
        if not landmarks.stands_aside(element):
            inner = next(
                (e for e in element.iter(etree.Element) if "name" in (e.get("itemprop") or "").split()), element
            )
            yield plain(inner.get("content")) or text_of(inner, apart=True)


def _names_byline(name: str) -> bool:
    lowered = name.lower()
    likely = "aut" in lowered or "byline" in lowered or "writer" in lowered
    if not likely or BYLINE.search(lowered) is None:
        return False
    # In "block__element" the name of the block says nothing of the element.
    return not NOT_BYLINE.search(" ".join(part.rpartition("__")[2] for part in lowered.split()))


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


def _bylines(landmarks: Landmarks) -> Iterator[list[str]]:
    """What is called a byline, part by part; with the like of it that stands beside it, which names co-authors."""
    seen: set[etree._Element] = set()
    for element in islice(_called_byline(landmarks.root), MAX_CANDIDATES):
        if element not in seen:
            group = _beside(element)
            seen.update(group)
            readings = [reading for member in group if (reading := _readings(member, landmarks))]
            yield from (list(row) for row in zip_longest(*readings, fillvalue=""))


def _beside(element: etree._Element) -> list[etree._Element]:
    """The elements of the same name in one short line or box, the given one among them."""
    holder = element
    for holder in islice(element.iterancestors(), 3):
        if holder.tag in NEVER_BYLINES or not _is_short(holder):
            break
        like = [other for other in holder.iter(str(element.tag)) if _name_of(other) == _name_of(element)]
        if 1 < len(like) <= MAX_AUTHORS:
            return like
    return [element]


def _is_short(holder: etree._Element) -> bool:
    """Whether a box holds few elements and little text."""
    return next(islice(holder.iter(), MAX_BOX, None), None) is None and len(text_of(holder)) <= MAX_BYLINE


def _name_of(element: etree._Element) -> tuple[str | None, str | None]:
    return element.get("class"), element.get("rel")


def _readings(element: etree._Element, landmarks: Landmarks) -> list[str]:
    """Where in an element the names may stand, the most likely first; nothing where it is no byline."""
    text = text_of(element, apart=True)
    if not 1 < len(text) <= MAX_BYLINE or landmarks.stands_aside(element) or _in_figure(element):
        return []
    links = [text_of(link) for link in element.iter("a")]
    parts = [text_of(part) for part in element.iter("a", "span", "strong", "b", "p", "div") if not len(part)]
    return [named_after_by(text) or "", "; ".join(links) if len(links) > 1 else "", *parts, text]


def _in_figure(element: etree._Element) -> bool:
    return next(element.iterancestors("figure", "figcaption"), None) is not None


def _near_lines(landmarks: Landmarks) -> Iterator[str]:
    """Lines around the headline that say "By ...", and those behind one that says no more than that."""
    before = ""
    for line in landmarks.near_texts:
        if len(line) <= MAX_BYLINE and (named := named_after_by(line) or (says_by(before) and line)):
            yield named
        before = line


def _signatures(landmarks: Landmarks) -> Iterator[str]:
    """Names in brackets, or behind a label, that end the text, as Chinese papers set them."""
    for text in islice(reversed(LAST_TEXTS(landmarks.root)), MAX_CANDIDATES):
        if len(text) <= MAX_TEXT and (named := signed_by(text)):
            yield named


def _collect(sources: Iterable[str], accepted: Callable[[str], bool]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for source in sources:
        for name in split_names(source):
            if accepted(name):
                found.setdefault(folded(name), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _first(groups: Iterable[list[str]], accepted: Callable[[str], bool]) -> tuple[str, ...]:
    """The names of the first group that has any: further ones are of other stories."""
    return next((names for group in groups if (names := _collect(group, accepted))), ())


def read_authors(structured: StructuredData, landmarks: Landmarks, outlet_names: Sequence[str]) -> tuple[str, ...]:
    """The authors in the order of the page."""

    def person(name: str) -> bool:
        return is_person(name, outlet_names)

    article = structured.article
    value = article.get("author") or article.get("creator")
    in_meta, in_microdata = list(_meta_names(structured)), list(_microdata_names(structured, landmarks))
    persons = _collect(_said(value, structured, organisations=False), person) or _collect(in_meta, person)
    persons = persons or _collect(in_microdata, person)
    if persons:
        return persons
    bylines = Remembered(_bylines(landmarks))
    lines = chain(_near_lines(landmarks), _signatures(landmarks))
    if persons := _first(bylines, person) or _first(([line] for line in lines), person):
        return persons
    # Nobody with a full name: a pen name, an agency, an office.
    said = _collect(_said(value, structured, organisations=True), bool)
    return said or _first(
        [*([name] for name in (*in_meta, *in_microdata)), *bylines], lambda name: len(name.split()) < 5
    )
