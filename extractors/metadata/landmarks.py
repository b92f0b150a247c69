"""Where things stand in a page, told from its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import merge
from itertools import count, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.wording import PHRASING, UNSHOWN, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|recommend(?:ed|ations?)?|sidebar|teasers?|recent|popular|latest|ticker|nav|menu|trending"
    r"|footer|most-?read|read-?more|more|carousel|slider|newsfeed)(?=$|[\s_-])|commentlist|nav(?:bar|igation)|[a-z](?:Comments?|Related)\b",
    re.IGNORECASE,
)
ASIDE_TAGS = frozenset({"nav"})
MAX_TEXTS, MAX_ELEMENTS = 20, 250
HAS_NUMBER = re.compile(r"\d{2}")
MAX_ADJOINING = 20
MAX_PHRASES = 12
MAX_NEAR_TEXT = 200
# A text of so many characters is no short line, with all the white space of its markup.
MAX_TEXT = 600


def label_of(element: etree._Element) -> str:
    """Class and id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


@lru_cache(maxsize=1 << 14)
def _is_aside(name: str) -> bool:
    return ASIDE.search(name) is not None


def _is_called_aside(element: etree._Element) -> bool:
    name, identity = element.get("class"), element.get("id")
    if (name and _is_aside(name)) or (identity and _is_aside(identity)):
        return True
    return element.tag in ASIDE_TAGS


class Remembered:
    """Lines that are looked for when they are asked for, once: most questions are answered by the first few."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._coming = iter(lines)
        self._known: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for place in count():
            if place == len(self._known):
                if (line := next(self._coming, None)) is None:
                    return
                self._known.append(line)
            yield self._known[place]


@dataclass(frozen=True)
class Landmarks:
    """A tree and its headline (None where no heading can be told to be it)."""

    root: etree._Element
    headline: etree._Element | None
    around: frozenset[etree._Element]
    _aside: dict[etree._Element, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element, headline: etree._Element | None) -> Landmarks:
        """Knows what the headline stands in."""
        holders = [headline, *headline.iterancestors()] if headline is not None else [root, *root.iter("body")]
        return cls(root, headline, frozenset(holders))

    def stands_aside(self, element: etree._Element) -> bool:
        """Whether it belongs to a list of other stories, comments or the frame of the page.

        What also holds the headline is no such place, whatever it is called.
        """
        passed: list[etree._Element] = []
        holder: etree._Element | None = element
        known: bool | None = None
        while holder is not None and holder not in self.around and (known := self._aside.get(holder)) is None:
            passed.append(holder)
            known = _is_called_aside(holder) or None
            if known:
                break
            holder = holder.getparent()
        for inner in passed:
            self._aside[inner] = known is True
        return known is True

    @cached_property
    def near_texts(self) -> Remembered:
        """Short lines around the headline, the nearest first; those behind it count as twice as near."""
        if self.headline is None:
            found: Iterator[tuple[int, str]] = islice(
                self._lines(self.root.iter(etree.Element), 2 * MAX_ELEMENTS), MAX_TEXTS
            )
        else:
            after = islice(self._lines(_following(self.headline), MAX_ELEMENTS), MAX_TEXTS)
            before = islice(self._lines(_preceding(self.headline), MAX_ELEMENTS // 3), MAX_TEXTS // 3)
            found = merge(after, ((2 * distance, line) for distance, line in before), key=itemgetter(0))
        return Remembered(line for _, line in found)

    @property
    def adjoining_texts(self) -> Iterator[str]:
        """Short lines next to the headline, those too whose names say that they stand aside."""
        if self.headline is None:
            return iter(())
        around = [
            *islice(_following(self.headline), MAX_ADJOINING),
            *islice(_preceding(self.headline), MAX_ADJOINING // 2),
        ]
        return (text_of(element, apart=True) for element in around if _holds_line(element))

    def _lines(self, elements: Iterable[etree._Element], most: int) -> Iterator[tuple[int, str]]:
        """Short lines with their distance in elements."""
        for distance, element in enumerate(islice(elements, most)):
            if _holds_line(element) and element not in self.around and not self.stands_aside(element):
                line = text_of(element, apart=True)
                if line and len(line) <= MAX_NEAR_TEXT:
                    yield distance, line


def _holds_line(element: etree._Element) -> bool:
    """Whether an element has text of its own, and not much below; a phrase counts where it has a number."""
    tag, text, size = element.tag, element.text or "", len(element)
    if tag in UNSHOWN or size > MAX_PHRASES or len(text) > MAX_TEXT:
        return False
    if tag in PHRASING:
        return size == 0 and HAS_NUMBER.search(text) is not None
    if text and not text.isspace():
        return True
    return size > 0 and any(child.tag in PHRASING or ((tail := child.tail) and not tail.isspace()) for child in element)


def _following(element: etree._Element) -> Iterator[etree._Element]:
    """Elements behind one, in document order."""
    for holder in (element, *element.iterancestors()):
        for sibling in holder.itersiblings():
            yield from sibling.iter(etree.Element)


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    """Elements before one, the nearest first."""
    for holder in (element, *element.iterancestors()):
        for sibling in holder.itersiblings(preceding=True):
            yield from reversed(list(sibling.iter(etree.Element)))
