"""Where things stand in a page, told from its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import merge
from itertools import chain, count, islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from lxml import etree

from extractors.metadata.wording import PHRASING, UNSHOWN, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|recommend(?:ed|ations?)?|sidebar|teasers?|recent|popular|latest|ticker|nav|menu|trending"
    r"|(?<!post-)(?<!entry-)(?<!article-)(?<!post_)(?<!story-)footer|most-?read|read-?more|more|carousel|slider|newsfeed|kommentare?|commentaires?|comentarios?|commenti|reacties"
    r"|yorum(?:lar)?|komentar\w*|discussion|replies|disqus)(?=$|[\s_-])|commentlist|nav(?:bar|igation)|[a-z](?:Comments?|Related)\b",
    re.IGNORECASE,
)
ASIDE_TAGS = frozenset({"nav"})
# An aside may hold the article's own date beside links to share it; a list of links with their times is of others.
OTHER_STORIES = etree.XPath("descendant::time[ancestor::li[1]//a[@href]]")
# The head of the site, with the day on which it is read.
MASTHEAD = re.compile(
    r"(?:^|[\s_-])(?:mast-?head|(?:site|page|main)-?(?:header|head|top)|top-?(?:bar|nav|menu|header)|today|current-?(?:date|time)"
    r"|clock|weather|header-?(?:date|top)|nav(?:bar|igation)?|menu)(?=$|[\s_-])",
    re.IGNORECASE,
)
ARTICLE_PART = re.compile(r"article|post|entry|story|content", re.IGNORECASE)
MAX_TEXTS, MAX_ELEMENTS = 20, 250
HAS_NUMBER = re.compile(r"\d{2}|[〇零○一二三四五六七八九]{4}\s?年|(?:令和|平成|民國|民国)")
MAX_ADJOINING = 20
MAX_PHRASES = 12
MAX_NEAR_TEXT = 200
HEADINGS = frozenset({"h1", "h2", "h3"})
# What these show names where they lead and what they are.
UNTITLED = frozenset({"a", "img", "input", "button", "link", "style", "iframe", "option"})
# In characters: what is shown when a text is pointed at may be longer, and is no date then.
MAX_TITLE = 70
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
    if element.tag == "aside" and next(iter(OTHER_STORIES(element)), None) is not None:
        return True
    return element.tag in ASIDE_TAGS or element.get("itemprop") == "comment"


Thing = TypeVar("Thing")


class Remembered(Generic[Thing]):
    """Things that are looked for when they are asked for, once: most questions are answered by the first few."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._coming = iter(things)
        self._known: list[Thing] = []

    def __iter__(self) -> Iterator[Thing]:
        for place in count():
            if place == len(self._known):
                if (thing := next(self._coming, None)) is None:
                    return
                self._known.append(thing)
            yield self._known[place]


class NearLine(NamedTuple):
    """A short line, how many elements it is away from the headline, whether it stands before it."""

    distance: int
    text: str
    element: etree._Element
    is_before: bool


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

    def is_masthead(self, element: etree._Element) -> bool:
        """Whether it belongs to the head of the site, which does not hold the headline."""
        for holder in (element, *element.iterancestors()):
            if holder in self.around or holder.tag in {"article", "main"}:
                return False
            if holder.tag == "header" or MASTHEAD.search(label_of(holder)):
                return not ARTICLE_PART.search(label_of(holder)) and not self._repeats_headline(holder)
        return False

    def _repeats_headline(self, holder: etree._Element) -> bool:
        """Whether a second heading, for another width of the screen, says what the headline says."""
        said = text_of(self.headline) if self.headline is not None else ""
        return self.headline is None or any(text_of(heading).startswith(said) for heading in holder.iter("h1", "h2"))

    @property
    def _nearby(self) -> tuple[Iterator[etree._Element], Iterator[etree._Element]]:
        """The elements behind the headline and those before it, the nearest first, as far as anybody looks; the first
        of the page, and none, where there is no headline."""
        if self.headline is None:
            return islice(self.root.iter(etree.Element), 2 * MAX_ELEMENTS), iter(())
        return islice(self.behind, MAX_ELEMENTS), islice(_preceding(self.headline), MAX_ELEMENTS // 3)

    @cached_property
    def times(self) -> dict[etree._Element, int]:
        """The ``time`` elements around the headline with their distance, less than 0 before it, and then twice as much;
        all of them are at 0 where there is no headline."""
        if self.headline is None:
            return dict.fromkeys(self.root.iter("time"), 0)
        after, before = map(enumerate, self._nearby)
        found = {element: distance for distance, element in after if element.tag == "time"}
        return found | {element: -2 * distance - 1 for distance, element in before if element.tag == "time"}

    def above(self) -> Iterator[etree._Element]:
        """The elements before the headline, in document order."""
        elements = self.root.iter(etree.Element) if self.headline is not None else ()
        return takewhile(lambda element: element is not self.headline, elements)

    def stands_with_headline(self, element: etree._Element) -> bool:
        """Whether both are in one small box."""
        if self.headline is None:
            return False
        holders = {self.headline, *islice(self.headline.iterancestors(), 2)} - {self.root, *self.root.iter("body")}
        return any(holder in holders for holder in islice(element.iterancestors(), 4))

    @cached_property
    def near_lines(self) -> Remembered[NearLine]:
        """Short lines around the headline, the nearest first; those behind it count as twice as near."""
        behind, before = self._nearby
        lines = islice(self._lines(behind), MAX_TEXTS), islice(self._lines(before, is_before=True), MAX_TEXTS // 3)
        return Remembered(merge(*lines, key=attrgetter("distance")))

    @cached_property
    def texts(self) -> list[str]:
        """All texts of the tree, those of scripts too; far quicker than to ask for some by XPath."""
        return list(self.root.itertext())

    @property
    def near_texts(self) -> Iterator[str]:
        """What these lines say."""
        return (line.text for line in self.near_lines)

    @property
    def behind(self) -> Iterator[etree._Element]:
        """The elements behind the headline, in document order."""
        return _following(self.headline) if self.headline is not None else iter(())

    @property
    def near_links(self) -> Iterator[etree._Element]:
        """The links around the headline, those behind it first; none where there is no headline."""
        nearby = self._nearby if self.headline is not None else ()
        return (element for element in chain(*nearby) if element.tag == "a")

    @cached_property
    def near_titles(self) -> Remembered[NearLine]:
        """What short texts around the headline show when they are pointed at, where it has a number."""
        return Remembered(self._titles())

    def _titles(self) -> Iterator[NearLine]:
        behind, _ = self._nearby
        for distance, element in enumerate(behind):
            title = element.get("title") or ""
            if _may_be_shown(title, element) and not self.stands_aside(element):
                yield NearLine(distance, title, element, is_before=False)

    @property
    def adjoining_lines(self) -> Iterator[NearLine]:
        """Short lines next to the headline, those too whose names say that they stand aside."""
        if self.headline is None:
            return iter(())
        after = ((element, False) for element in islice(_following(self.headline), MAX_ADJOINING))
        before = ((element, True) for element in islice(_preceding(self.headline), MAX_ADJOINING // 2))
        return (
            NearLine(distance, text_of(element, apart=True), element, is_before)
            for distance, (element, is_before) in enumerate(chain(after, before))
            if _holds_line(element)
        )

    def _lines(self, elements: Iterable[etree._Element], *, is_before: bool = False) -> Iterator[NearLine]:
        """Short lines with their distance in elements."""
        for distance, element in enumerate(elements):
            if _holds_line(element) and element not in self.around and not self.stands_aside(element):
                line = text_of(element, apart=True)
                if line and len(line) <= MAX_NEAR_TEXT:
                    yield NearLine(2 * distance if is_before else distance, line, element, is_before)


def _holds_line(element: etree._Element) -> bool:
    """Whether an element has text of its own, and not much below; a phrase counts where it has a number."""
    tag, text, size = element.tag, element.text or "", len(element)
    if tag in UNSHOWN or size > MAX_PHRASES or len(text) > MAX_TEXT:
        return False
    if tag in PHRASING:
        return HAS_NUMBER.search(text) is not None and (size == 0 or _stands_below_heading(element))
    if text and not text.isspace():
        return True
    return size > 0 and any(child.tag in PHRASING or ((tail := child.tail) and not tail.isspace()) for child in element)


def _may_be_shown(title: str, element: etree._Element) -> bool:
    """Whether a title may be the time of a short text."""
    is_short = 0 < len(title) <= MAX_TITLE and HAS_NUMBER.search(title) is not None
    return is_short and len(element) == 0 and element.tag not in UNTITLED


def _stands_below_heading(element: etree._Element) -> bool:
    """Whether a phrase is a line of its own, right behind a heading."""
    before = element.getprevious()
    return before is not None and before.tag in HEADINGS and not (before.tail or "").strip()


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
