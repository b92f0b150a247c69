"""Where things stand in a page, told from its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.metadata.wording import PHRASING, UNSHOWN, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|recommend(?:ed|ations?)?|sidebar|teasers?|recent|popular|latest|ticker|nav|menu|trending"
    r"|footer|most-?read|read-?more|more|carousel|slider|newsfeed)(?=$|[\s_-])|commentlist|nav(?:bar|igation)|[a-z](?:Comments?|Related)\b",
    re.IGNORECASE,
)
ASIDE_TAGS = frozenset({"nav"})
MAX_TEXTS_AFTER = 40
MAX_TEXTS_BEFORE = 12
MAX_NEAR_TEXT = 200


def label_of(element: etree._Element) -> str:
    """Class and id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


@dataclass(frozen=True)
class Landmarks:
    """A tree and its headline (None where no heading can be told to be it)."""

    root: etree._Element
    headline: etree._Element | None
    around: frozenset[etree._Element] = field(default=frozenset())

    @classmethod
    def of(cls, root: etree._Element, headline: etree._Element | None) -> Landmarks:
        """Knows what the headline stands in."""
        holders = [headline, *headline.iterancestors()] if headline is not None else [root, *root.iter("body")]
        return cls(root, headline, frozenset(holders))

    def stands_aside(self, element: etree._Element) -> bool:
        """Whether it belongs to a list of other stories, comments or the frame of the page.

        What also holds the headline is no such place, whatever it is called.
        """
        holder: etree._Element | None = element
        while holder is not None and holder not in self.around:
            if holder.tag in ASIDE_TAGS or ASIDE.search(label_of(holder)):
                return True
            holder = holder.getparent()
        return False

    @cached_property
    def near_texts(self) -> list[str]:
        """Short lines after the headline, then those before it, each from near to far."""
        before: list[str] = []
        after: list[str] = []
        lines = after if self.headline is None else before
        for element, line in self._lines():
            if element is self.headline:
                lines = after
            elif line and len(line) <= MAX_NEAR_TEXT and not self.stands_aside(element):
                lines.append(line)
            if len(after) >= MAX_TEXTS_AFTER:
                break
        return after + before[: -MAX_TEXTS_BEFORE - 1 : -1]

    def _lines(self) -> Iterator[tuple[etree._Element, str]]:
        """Elements that hold a line of text of their own, in document order."""
        walk = iter(self.root.iter())
        for element in walk:
            if not isinstance(element.tag, str) or element.tag in UNSHOWN or element.tag in PHRASING:
                continue
            if element is self.headline or (element.text and element.text.strip()) or self._opens_phrase(element):
                yield element, "" if element is self.headline else _own_line(element)

    @staticmethod
    def _opens_phrase(element: etree._Element) -> bool:
        return any(child.tag in PHRASING or (child.tail and child.tail.strip()) for child in element)


def _own_line(element: etree._Element) -> str:
    """The text of an element as far as it is one line; empty where it is a container of much."""
    if len(element) > 12 or sum(1 for _ in element.iter()) > 30:
        return ""
    return text_of(element)
