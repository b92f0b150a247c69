"""What is of one piece in a text: a table of data, a list of terms, a list of links to elsewhere, an interview, notes,
entries of a live report, a post of a sentence. It is kept or cut as a whole, by where it stands.

A block is judged by itself and by its company first; the constants are the best of a handful.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.company import LOSES, SENTENCE
from extractors.body.entries import Entries
from extractors.body.judged import FEW_LINKS, JudgedBlocks
from extractors.body.notes import Notes
from extractors.body.others import leads_here
from extractors.classifier.classify import logistic
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Container

# Log odds that all of a piece gains: a table between paragraphs of the article or behind them, a list of terms between
# them, a list of links to other sites there, an interview, the text below a headline where a page has no other; what
# notes have at least, and a last paragraph gains.
TABLE, LAST_TABLE, TERMS, PLACES, TALK, POST, NOTES, LAST = 3.5, 2.0, 1.5, 4.0, 1.5, 1.5, 1.0, 1.0
# So much may a last paragraph ask (log odds of an appeal), and so far may an interview be from an article.
# What a heading between paragraphs of one box has at least.
HEADING = 0.5
MAY_ASK, MAY_ASK_IN_TALK, LEAST_TALK = 1.5, 0.5, -1.5
FEWEST, FEWEST_QUESTIONS, MOST_A_QUESTION, NEAR_POST = 2, 3, 6, 4
# What a list of links to other pages of the outlet or to networks loses, where it is no more than such a part of all.
STORIES, FEW_STORIES, ALL_LINK = -3.0, 0.25, 0.9
QUESTION = ("?", "？", "؟")
# What short lines of one box gain that an article ends with, a song or a talk, where they are no further from it.
LINES, FEWEST_LINES, LEAST_OF_LINES = 1.0, 3, -1.0
# Links that are no places to go: to pass the article on, to follow, to buy.
WAYS_ON = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|twitter|x|instagram|t|telegram|whatsapp|linkedin|pinterest|youtube|tiktok|reddit|vk|ok|line"
    r"|apple|google|amazon|amzn|patreon|paypal|steadyhq|substack|doubleclick|taboola|outbrain)\.[a-z.]{2,6}(?:[/?#]|$)",
    re.IGNORECASE,
)


def in_one_piece(classification: Classification, features: Features) -> Classification:
    """The classification in which such pieces are of one mind."""
    units, entries = _Units(classification, features), Entries(classification, features)
    odds = units.odds.copy()
    for places, gain in (*units.gains(), *entries.gains()):
        mean = np.average(odds[places], weights=units.words[places]) + gain
        change = np.minimum if gain < 0 else np.maximum
        odds[places] = change(odds[places], mean) if gain or mean > 0 else mean
    for place in Notes(classification, features).places():
        odds[place] = max(odds[place], NOTES)
    for place in units.headings():
        odds[place] = max(odds[place], HEADING)
    for place in units.last_paragraph():
        odds[place] += LAST
    return replace(classification, probability=np.where(classification.probability > 0, logistic(odds), 0.0))


class _Units(JudgedBlocks):
    """The pieces of a page, as places among the considered blocks."""

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of a piece, and what all of it gains."""
        yield from self._of_tables()
        yield from self._of_terms()
        yield from self._of_lists()
        yield from ((places, TALK) for places in self._interviews() if self.odds[places].mean() >= LEAST_TALK)
        yield from ((places, LINES) for places in self._lines_behind() if self.odds[places].mean() >= LEAST_OF_LINES)
        yield from (([place], POST) for place in self._short_post())

    def _of_lists(self) -> Iterator[tuple[list[int], float]]:
        for unit, places in self._outermost({"ul", "ol"}):
            if len(places) >= FEWEST and self._is_between(unit):
                leads_away = [self._leads_away(place) for place in places]
                if all(leads_away):
                    yield places, PLACES
                elif not any(leads_away) and self._is_of_stories(unit, places):
                    yield places, STORIES

    def _is_of_stories(self, unit: Container, places: list[int]) -> bool:
        """Whether a list is nothing but links, a small part of the text, and no sentence announces it."""
        is_small = self.words[places].sum() <= FEW_STORIES * self.words[self.prose].sum()
        return bool(is_small and self.links[places].min() >= ALL_LINK) and not self.is_announced(unit)

    def _of_tables(self) -> Iterator[tuple[list[int], float]]:
        for unit, places in self._outermost({"table"}):
            rows = [place for place in places if self.blocks[place].kind is BlockKind.TABLE_ROW]
            if len(rows) >= FEWEST and self.links[rows].mean() < FEW_LINKS and self._around(unit) is not None:
                gain = TABLE if self._is_between(unit) else LAST_TABLE
                yield self._with_caption(unit, rows), max(0.0, gain - self._asking(rows))

    def _of_terms(self) -> Iterator[tuple[list[int], float]]:
        for unit, places in self._outermost({"dl"}):
            if len(places) > FEWEST and self.links[places].mean() < FEW_LINKS and self._around(unit) is not None:
                yield places, max(0.0, TERMS * self._is_between(unit) - self._asking(places))

    def _asking(self, places: list[int]) -> float:
        return LOSES * float(max(0.0, self.appeals[places].mean()))

    def _outermost(self, tags: set[str]) -> Iterator[tuple[Container, list[int]]]:
        """The outermost elements of some tags that hold blocks, and the places of these."""
        end = 0
        for step in self.features.document.containers:
            if step.tag in tags and step.first >= end and step.last > step.first:
                end = step.last
                if places := list(self.places_in(step)):
                    yield step, places

    def _with_caption(self, table: Container, rows: list[int]) -> list[int]:
        """Rows, and what stands beside them in the table or in the figure that holds it alone."""
        figure = table.parent if table.parent is not None and table.parent.tag == "figure" else table
        captions = [place for place in self.places_in(figure) if self.blocks[place].kind is BlockKind.CAPTION]
        return sorted({*rows, *captions})

    def _around(self, unit: Container) -> Container | None:
        """What the paragraph before a piece stands in, where the piece is part of it and called nothing else."""
        following = self._prose_behind(unit.first)
        around = self.blocks[self.prose[following - 1]].container.parent if following else None
        return around if around is not None and self.up_to(unit, around) is not None else None

    def _is_between(self, unit: Container) -> bool:
        around, following = self._around(unit), self._prose_behind(unit.last)
        if around is None or following == len(self.prose):
            return False
        return around.first <= self.blocks[self.prose[following]].index < around.last

    def _prose_behind(self, index: int) -> int:
        """The number of paragraphs before a candidate."""
        return bisect_left(self.prose, index, key=lambda place: self.starts[place])

    def _leads_away(self, place: int) -> bool:
        links = self.blocks[place].links
        return bool(links) and not any(leads_here(link, self.features) or WAYS_ON.search(link) for link in links)

    def _name_of(self, place: int) -> tuple[int, str, str]:
        container = self.blocks[place].container
        return (container.parent.index if container.parent is not None else -1), container.tag, container.label

    def _interviews(self) -> Iterator[list[int]]:
        """From the first question to the answer to the last, where several stand in one box, or each in one of its own:
        what is called as these are; others may be quotations and appeals."""
        boxes: dict[tuple[str | int, ...], list[int]] = {}
        for place in range(len(self.blocks) - 1):
            if self.blocks[place].text.endswith(QUESTION) and self.may_tell(place):
                boxes.setdefault(self._part_of_talk(place), []).append(place)
        for questions in boxes.values():
            places = range(questions[0], questions[-1] + 2)
            names = {self._part_of_talk(place) for first in questions for place in (first, first + 1)}
            is_talk = len(questions) >= FEWEST_QUESTIONS and len(places) <= MOST_A_QUESTION * len(questions)
            if is_talk and self._are_together(places):
                yield [at for at in places if self._part_of_talk(at) in names and self._is_said(at)]

    def _is_said(self, place: int) -> bool:
        """Whether a block of a talk may be of it: what asks, and what is doubted beside that, stands in its midst, if
        it is no question and answers none."""
        is_said = any(block.text.endswith(QUESTION) for block in self.blocks[max(0, place - 1) : place + 1])
        asks = self.appeals[max(0, place - 1) : place + 2].max() > MAY_ASK_IN_TALK
        return self.may_tell(place) and (is_said or not asks or bool(self.odds[place] > 0))

    def _talk_of(self, place: int) -> Container | None:
        """What a block and others of its kind stand in: the box of its own that holds little more is none."""
        parent = self.blocks[place].container.parent
        is_own = parent is not None and parent.parent is not None and len(self.places_in(parent)) <= MOST_A_QUESTION
        return parent.parent if is_own and parent is not None else parent

    def _part_of_talk(self, place: int) -> tuple[str | int, ...]:
        container, talk = self.blocks[place].container, self._talk_of(place)
        names = [container.tag, container.attributes.get("class", "")]
        if container.parent is not None and container.parent is not talk:
            names += [container.parent.tag, container.parent.attributes.get("class", "")]
        return (talk.index if talk is not None else -1, *names)

    def _lines_behind(self) -> Iterator[list[int]]:
        """Short lines of one box that follow the last paragraph of the article, and ask nothing."""
        first = max((place for place in self.prose if self.words[place] >= SENTENCE), default=len(self.blocks)) + 1
        if first >= len(self.blocks):
            return
        name = self._name_of(first)
        places = list(takewhile(lambda at: self._name_of(at) == name, range(first, len(self.blocks))))
        is_short = len(places) >= FEWEST_LINES and all(map(self._is_line, places))
        if is_short and self.appeals[places].mean() < 0 and self._are_together([first - 1, *places]):
            yield places

    def _is_line(self, place: int) -> bool:
        is_short = self.words[place] < SENTENCE and self.blocks[place].kind is not BlockKind.HEADING
        return bool(is_short) and not self.blocks[place].links and self.may_tell(place)

    def _are_together(self, places: Sequence[int]) -> bool:
        """Whether blocks stand in one box, none of them called something else."""
        around = self._talk_of(places[0])
        return around is not None and all(self.up_to(self.blocks[at].container, around) is not None for at in places)

    def headings(self) -> Iterator[int]:
        """Headings right above a paragraph, beside it and another one that stands before."""
        for before, following in pairwise(self.prose):
            heading, parents = following - 1, {self.blocks[at].container.parent for at in (before, following)}
            is_heading = heading > before and self.blocks[heading].kind is BlockKind.HEADING
            if is_heading and not self.blocks[heading].links and parents == {self.blocks[heading].container.parent}:
                yield heading

    def _short_post(self) -> list[int]:
        """The sentences that stand beside the headline, in what is marked as an article, where nothing else is one;
        lists of stories have such sentences, too."""
        if self.headline is None or self.prose or not any(step.tag == "article" for step in self.headline.lineage()):
            return []
        around = islice(self.headline.lineage(), 1, NEAR_POST)
        posts = ([place for place in self.places_in(box) if self._may_be_post(place, box)] for box in around)
        return next(filter(None, posts), [])

    def _may_be_post(self, place: int, box: Container) -> bool:
        is_sentence = self.ends_sentence(place) and self.may_tell(place) and self.appeals[place] < MAY_ASK
        is_heading = self.blocks[place].kind is BlockKind.HEADING
        return bool(is_sentence) and not is_heading and self.up_to(self.blocks[place].container, box) is not None

    def last_paragraph(self) -> Iterator[int]:
        """A whole sentence behind the last paragraph, in an element of the same name."""
        for before in self.prose[-1:]:
            if before + 1 < len(self.blocks) and self._goes_on(before, before + 1):
                yield before + 1

    def _goes_on(self, before: int, place: int) -> bool:
        is_like = self._name_of(before) == self._name_of(place)
        is_other = self.blocks[before].container is not self.blocks[place].container
        is_sentence = self.words[place] >= SENTENCE and self.ends_sentence(place) and not self.blocks[place].links
        return is_like and is_other and is_sentence and bool(self.appeals[place] < MAY_ASK)
