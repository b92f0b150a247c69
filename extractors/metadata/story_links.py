"""Dates and names that stand with a link to another story, wherever a page lists such."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extractors.metadata.wording import text_of
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

ITEMS = frozenset({"li", "article", "a", "dd"})
ITEM_NAME = re.compile(r"(?:^|[\s_-])(?:cards?|teasers?|items?|tiles?|tease)(?=$|[\s_-])", re.IGNORECASE)
# What an article links beside its date: its author, sections, ways to share it and to reach somebody, itself.
OWN_LINK = re.compile(
    r"#|mailto:|tel:|javascript:|whatsapp:|.*/(?:authors?|autor\w*|auteurs?|tags?|topics?|categor\w+|sections?|rubri\w+|share\w*|sharer|intent"
    r"|profiles?|people|staff)(?:[/?.]|$)",
    re.IGNORECASE,
)
HOLDS_NUMBER = re.compile(r"\d")
NEAREST, MOST_LINKS, MOST_ITEMS, FEWEST_WORDS, MAX_ITEM, MOST_ELEMENTS = 6, 8, 12, 3, 1000, 60


def is_of_linked_story(
    element: etree._Element, headline: etree._Element | None, around: Collection[etree._Element]
) -> bool:
    """Whether an element stands in an item that links another story: in one of several, or outside what holds the
    headline (and all that is ``around`` it)."""
    item = _item_of(element, around)
    if item is None or not _links_story(item):
        return False
    return _is_outside(item, headline) or any(map(_links_story, _like(item)))


def _item_of(element: etree._Element, around: Collection[etree._Element]) -> etree._Element | None:
    for holder in islice((element, *element.iterancestors()), NEAREST):
        if holder in around:
            return None
        if (
            holder.tag in ITEMS
            or (holder is element and _links_story(holder))
            or ITEM_NAME.search((holder.get("class") or "")[:MAX_ITEM])
        ):
            return _box_of(holder, around)
    return None


def _box_of(item: etree._Element, around: Collection[etree._Element]) -> etree._Element:
    """An item, or the paragraph that is nothing but it."""
    parent = item.getparent()
    is_all = item.tag == "a" and parent is not None and len(parent) == 1 and parent not in around
    return parent if is_all and parent is not None else item


def _links_story(item: etree._Element) -> bool:
    if next(islice(item.iter(), MOST_ELEMENTS, None), None) is not None:
        return False
    links = islice(item.iter("a"), MOST_LINKS)
    return any(_names_story(link) for link in links) and len(text_of(item)) <= MAX_ITEM


def _names_story(link: etree._Element) -> bool:
    """Whether a link says enough for a headline, and leads to no page about the article."""
    if OWN_LINK.match(link.get("href") or "#"):
        return False
    return sum(not HOLDS_NUMBER.search(word) for word in words_of(text_of(link, apart=True))) >= FEWEST_WORDS


def _is_outside(item: etree._Element, headline: etree._Element | None) -> bool:
    holders = headline.iterancestors("main", "article") if headline is not None else iter(())
    holder = next(holders, None)
    return holder is not None and holder not in item.iterancestors()


def _like(item: etree._Element) -> Iterator[etree._Element]:
    siblings = islice((*item.itersiblings(), *item.itersiblings(preceding=True)), MOST_ITEMS)
    return (other for other in siblings if other.tag == item.tag and other.get("class") == item.get("class"))
