"""Who wrote it: names of persons, and of organisations only where no person is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.author_labels import is_author_label, labelled_texts
from extractors.metadata.author_lines import close_lines, dated_lines, near_lines, signatures
from extractors.metadata.author_links import MAX_CANDIDATES, author_links, linked_as_author, only_author
from extractors.metadata.bylines import MAX_AUTHORS, bylines_of
from extractors.metadata.json_ld import types_of
from extractors.metadata.landmarks import Remembered
from extractors.metadata.names import split_names
from extractors.metadata.particles import PARTICLES
from extractors.metadata.persons import is_office, is_person, is_small
from extractors.metadata.wording import folded, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

AUTHOR_META = re.compile(r"^(?:[\w.-]+[:.])?(?:[\w-]*authors?(?:[-_]?names?)?|creator|byl|byline)(?:[:.]name)?$")
NOT_AUTHOR_META = re.compile(r"url|image|twitter|facebook|google|email|id$|generator|description")
# Cards show a label and what it stands for: twitter:label1 "Written by", twitter:data1; or both in one name.
CARD_LABEL, CARD_NAME = re.compile(r"twitter:label(\d)"), "twitter:misc:"
ORGANISATION_TYPES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite"})
# An outlet that gives its address: "Example Wave (www.wave.example)".
IN_BRACKETS = re.compile(r"\(([\w.-]{4,60})\)")
# A name of several words without signs that part them.
WORDS_ALONE = re.compile(r"[\w'’&]{1,40}(?: [\w'’&]{1,40}){1,5}")
OUTLET_SIGN = re.compile(r"(?<!\s)\s+[-–—|]\s+")
# In words: a pen name or the name of an agency has no more.
LONGEST_PEN_NAME = 4
# In characters: what is longer is no name in one piece.
LONGEST_WHOLE = 80


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
        if _names_author(name) or (name.startswith(CARD_NAME) and is_author_label(name.removeprefix(CARD_NAME))):
            yield from contents
        elif (card := CARD_LABEL.fullmatch(name)) and is_author_label(contents[0]):
            yield from structured.all_meta(f"twitter:data{card[1]}")


def _microdata_names(structured: StructuredData, landmarks: Landmarks) -> Iterator[str]:
    for element in structured.microdata.get("author", ())[:MAX_CANDIDATES]:
        if not landmarks.stands_aside(element):
            inner = next(
                (e for e in element.iter(etree.Element) if "name" in (e.get("itemprop") or "").split()), element
            )
            yield plain(inner.get("content")) or text_of(inner, apart=True)


def _first(groups: Iterable[list[str]], accepted: Callable[[list[str]], tuple[str, ...]]) -> tuple[str, ...]:
    """The names of the first group that has any: further ones are of other stories."""
    return next((names for group in groups if (names := accepted(group))), ())


@dataclass(frozen=True)
class _Names:
    """Which names of a byline count on a site with these (folded) names."""

    outlet: Sequence[str]

    def _collect(self, sources: Iterable[str], accepted: Callable[[str], bool]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for source in sources:
            for name in self._names_in(source):
                if accepted(name):
                    found.setdefault(folded(name), name)
        return tuple(found.values())[:MAX_AUTHORS]

    def _names_in(self, source: str) -> list[str]:
        """The names of a byline; that of the outlet is whole, though it has words that end others: "Rice on Sunday"."""
        is_outlet = WORDS_ALONE.fullmatch(source) is not None and folded(source) in self.outlet
        return [plain(source)] if is_outlet else split_names(self._without_outlet(source))

    def _without_outlet(self, source: str) -> str:
        """A byline without the outlet beside it: "Example Herald - Jane Roe"."""
        parts = OUTLET_SIGN.split(source)
        others = [part for part in parts if folded(part) not in self.outlet]
        return " - ".join(others) if len(others) < len(parts) and others else source

    def _is_outlet(self, source: str) -> bool:
        """Whether a source names the outlet by its address."""
        found = IN_BRACKETS.search(source)
        return found is not None and folded(found[1].lower().removeprefix("www.")) in self.outlet

    def persons(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Full names."""
        others = (source for source in sources if not self._is_outlet(source))
        return self._collect(others, lambda name: is_person(name, self.outlet))

    def pen_names(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Persons with or without a full name, and the outlet; no office, no label."""
        return self._collect(sources, _is_pen_name)

    def not_outlet(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Persons with or without a full name."""
        return tuple(name for name in self.pen_names(sources) if folded(name) not in self.outlet)

    def short(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Whatever is short enough to be a name."""
        return self._collect(sources, _is_short)

    def any(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Whatever stands there; in one piece where its parts are no names: "The Russian and Syrian ministries"."""
        found: dict[str, str] = {}
        for source in sources:
            names = self._collect([source], bool)
            are_names = len(names) < 2 or len(source) > LONGEST_WHOLE or all(map(_is_written_as_name, names))
            found |= {folded(name): name for name in (names if are_names else (plain(source),))}
        return tuple(found.values())[:MAX_AUTHORS]


def _is_pen_name(name: str) -> bool:
    return _is_short(name) and _is_written_as_name(name) and not is_office(name) and not is_author_label(name)


def _is_written_as_name(name: str) -> bool:
    """Whether it is one word, or all of its words begin as those of a name do."""
    words = [word for word in name.split() if word not in PARTICLES]
    return len(name.split()) == 1 or (bool(words) and not any(is_small(word[0]) for word in words))


def _is_short(name: str) -> bool:
    return len(name.split()) <= LONGEST_PEN_NAME


def read_authors(structured: StructuredData, landmarks: Landmarks, outlet_names: Sequence[str]) -> tuple[str, ...]:
    """The authors in the order of the page."""
    names, article = _Names(outlet_names), structured.article
    value = article.get("author") or article.get("creator")
    in_meta, in_microdata = list(_meta_names(structured)), list(_microdata_names(structured, landmarks))
    said = list(_said(value, structured, organisations=False))
    if persons := names.persons(said) or names.persons(in_meta) or names.persons(in_microdata):
        return persons
    bylines = Remembered(bylines_of(landmarks))
    return _in_document(names, landmarks, bylines, is_told=bool(names.not_outlet(said))) or _without_full_name(
        names,
        chain(bylines, ([line] for line in close_lines(landmarks))),
        [said, list(_said(value, structured, organisations=True)), in_meta, in_microdata],
    )


def _in_document(
    names: _Names, landmarks: Landmarks, bylines: Iterable[list[str]], *, is_told: bool
) -> tuple[str, ...]:
    """Full names where the document says that they are authors', the surest places first; ``is_told`` says that there
    is an author without one, beside whom links and labels further away name others."""
    lines = ([line] for line in near_lines(landmarks))
    if persons := _first(bylines, names.persons) or _first(linked_as_author(landmarks), names.not_outlet):
        return persons
    if persons := _first(lines, names.persons) or _first(([line] for line in dated_lines(landmarks)), names.persons):
        return persons
    others = chain(author_links(landmarks), labelled_texts(landmarks), signatures(landmarks), only_author(landmarks))
    return () if is_told else _first(([other] for other in others), names.persons)


def _without_full_name(names: _Names, shown: Iterable[list[str]], sources: list[list[str]]) -> tuple[str, ...]:
    """Nobody with a full name: a pen name, an agency, an office."""
    said, organisations, *others = sources
    groups = Remembered(shown)
    return (
        names.any(said)
        or _first(groups, names.pen_names)
        or names.any(organisations)
        or _first([[other] for group in others for other in group], names.short)
        or _first(groups, names.short)
    )
