"""Marks of what is beside an article rather than in it, on any site: generic layers keep it now and then.

Each rests on a count over the open corpus: of the words that generic layers keep under the mark, how many are in the
truths. Boxes, cards and asides are no mark: four fifths of what they hold is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from extractors.html.document import name_parts
from extractors.learning.selectors import stable_names
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.html.document import Candidate, Document


class Mark(StrEnum):
    """What a block is; the value names many of them."""

    CAPTION = "captions"  # a fifth of the words are in the truths
    QUOTE = "pulled-quotes"  # the words stand in another block too, so that none are lost
    BYLINE = "bylines"
    HEADLINE = "headlines"
    PICTURE = "picture-texts"  # a quarter, where the classifier doubts
    SUMMARY = "summaries"  # a third, where the classifier doubts


WEAK = frozenset({Mark.PICTURE, Mark.SUMMARY})
"""These need the classifier's doubt."""
NAMES = {
    Mark.CAPTION: re.compile(r"(?<!\w)\w*captions?"),
    Mark.QUOTE: re.compile(r"(?<!\w)\w*quotes?"),
    Mark.BYLINE: re.compile(r"(?:author|byline)\w*"),
    Mark.PICTURE: re.compile(r"(?<!\w)\w*(?:image|photo|picture)s?|figure|gallery|img"),
    Mark.SUMMARY: re.compile(r"summary|takeaways?"),
}
TAGS = {Mark.CAPTION: ("figcaption", "figure"), Mark.HEADLINE: ("h1",)}
LONGEST_BYLINE = 8  # words
LIKE_TITLE = 0.6  # part of the words of a headline that are the title's
NEAR, MOST_OF_ARTICLE = 3, 1 / 3  # how far around a block names tell of it, and where they tell of the article


class Marker:
    """Marks the blocks of one page. ``kept`` are the folded texts of the article."""

    def __init__(self, document: Document, folded: Sequence[str], kept: set[str], title: str) -> None:
        self.kept = [f" {text} " for text in kept]
        self.title = set(title.split())
        sizes = [len(text.split()) if text in kept else 0 for text in folded]
        self.words_before = list(accumulate(sizes, initial=0))
        self.document = document

    def mark(self, candidate: Candidate, text: str) -> Mark | None:
        """What a block is, with its folded text; None for what may be article."""
        named = {mark for mark in NAMES if _is_named(self._parts(candidate), mark)}
        if (Mark.QUOTE in named or candidate.kind is BlockKind.QUOTE) and self._stands_elsewhere(text):
            return Mark.QUOTE
        if Mark.CAPTION in named or candidate.kind is BlockKind.CAPTION:
            return Mark.CAPTION
        if Mark.BYLINE in named and len(text.split()) <= LONGEST_BYLINE:
            return Mark.BYLINE
        if candidate.container.tag == "h1" and self._is_like_title(text.split()):
            return Mark.HEADLINE
        return next((mark for mark in (Mark.PICTURE, Mark.SUMMARY) if mark in named), None)

    def _parts(self, candidate: Candidate) -> list[str]:
        """The words in the names around a block, as far as they hold little of the article."""
        most = MOST_OF_ARTICLE * self.words_before[-1]
        parts: list[str] = []
        for container in islice(candidate.container.lineage(), NEAR):
            if self.words_before[container.last] - self.words_before[container.first] > most:
                break
            parts += name_parts(" ".join(stable_names(container)))
        return parts

    def _stands_elsewhere(self, text: str) -> bool:
        part = f" {text} "
        return any(part in whole and len(part) < len(whole) for whole in self.kept)

    def _is_like_title(self, words: list[str]) -> bool:
        return sum(word in self.title for word in words) >= LIKE_TITLE * len(words)


def tells(selector: str, mark: Mark) -> bool:
    """Whether a selector says itself that it takes what bears a mark. Of pulled quotes the words tell."""
    return mark is Mark.QUOTE or selector in TAGS.get(mark, ()) or _is_named(name_parts(selector), mark)


def _is_named(parts: Iterable[str], mark: Mark) -> bool:
    return mark in NAMES and any(NAMES[mark].fullmatch(part) for part in parts)
