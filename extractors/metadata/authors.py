"""Who wrote it: names of persons, and of organisations only where no person is named."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.json_ld import types_of
from extractors.metadata.landmarks import Remembered
from extractors.metadata.names import is_person, named_after_by, split_names
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
MAX_CANDIDATES = 30
MAX_BYLINE = 150
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
    return likely and BYLINE.search(lowered) is not None and not NOT_BYLINE.search(lowered)


def _called_byline(root: etree._Element) -> Iterator[etree._Element]:
    """Links to an author, then what has a byline's class."""
    yield from (link for link in root.iter("a") if link.get("rel") == "author")
    elements = list(root.iter(etree.Element))
    classes = [element.get("class") for element in elements]
    bylines = {name for name in set(classes) if name and _names_byline(name)}
    for element, name in zip(elements, classes, strict=True) if bylines else ():
        if name in bylines and element.tag not in NEVER_BYLINES and not NOT_BYLINE.search(element.get("id") or ""):
            yield element


def _bylines(landmarks: Landmarks) -> Iterator[str]:
    """What is called a byline, part by part."""
    for element in islice(_called_byline(landmarks.root), MAX_CANDIDATES):
        text = text_of(element, apart=True)
        if 1 < len(text) <= MAX_BYLINE and not landmarks.stands_aside(element) and not _in_figure(element):
            parts = [text_of(part) for part in element.iter("a", "span", "strong", "b", "p", "div") if not len(part)]
            yield from [named_after_by(text) or "", *parts, text]


def _in_figure(element: etree._Element) -> bool:
    return next(element.iterancestors("figure", "figcaption"), None) is not None


def _near_lines(landmarks: Landmarks) -> Iterator[str]:
    """Lines around the headline that say "By ..."."""
    for line in landmarks.near_texts:
        if len(line) <= MAX_BYLINE and (named := named_after_by(line)):
            yield named


def _collect(sources: Iterable[str], accepted: Callable[[str], bool]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for source in sources:
        for name in split_names(source):
            if accepted(name):
                found.setdefault(folded(name), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _first(sources: Iterable[str], accepted: Callable[[str], bool]) -> tuple[str, ...]:
    """The names of the first source that has any: further ones are of other stories."""
    return next((names for source in sources if (names := _collect([source], accepted))), ())


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
    if persons := _first(bylines, person) or _first(_near_lines(landmarks), person):
        return persons
    # Nobody with a full name: a pen name, an agency, an office.
    said = _collect(_said(value, structured, organisations=True), bool)
    return said or _first([*in_meta, *in_microdata, *bylines], lambda name: len(name.split()) < 5)
