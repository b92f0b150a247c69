"""A talk with questions and answers, and the short lines that end a song or a talk: each of one piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count, groupby, takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.judged import SENTENCE
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

# Log odds that all of an interview gains, if it is no further from an article; so much may its blocks ask.
TALK, LEAST_TALK, MAY_ASK_IN_TALK = 1.5, -1.5, 0.5
FEWEST_QUESTIONS, MOST_A_QUESTION = 3, 6
QUESTION = ("?", "？", "؟")
# The first sentence of a block asks, and others follow.
ANSWERED = re.compile(r"[^.!?？؟。！]{2,300}[?？؟][\"”»’'」)）]{0,2}\s{0,3}[^\s?？؟]")
# What short lines of one box gain that an article ends with, a song or a talk, where they are no further from it.
LINES, FEWEST_LINES, LEAST_OF_LINES = 1.0, 3, -1.0


@dataclass(frozen=True)
class Talks:
    """The talks and last lines of a page, as places among the considered blocks."""

    page: JudgedBlocks

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of a piece, and what all of it gains."""
        yield from ((places, TALK) for places in self._interviews() if self.page.odds[places].mean() >= LEAST_TALK)
        yield from self._asked_and_answered()
        yield from (
            (places, LINES) for places in self._lines_behind() if self.page.odds[places].mean() >= LEAST_OF_LINES
        )

    def _interviews(self) -> Iterator[list[int]]:
        """From the first question to the answer to the last, where several stand in one box, or each in one of its own:
        what is called as these are; others may be quotations and appeals."""
        boxes: dict[tuple[str | int, ...], list[int]] = {}
        for place in range(len(self.page.blocks) - 1):
            if self.page.blocks[place].text.endswith(QUESTION) and self.page.may_tell(place):
                boxes.setdefault(self._part_of_talk(place), []).append(place)
        for questions in boxes.values():
            places = range(questions[0], questions[-1] + 2)
            names = {self._part_of_talk(place) for first in questions for place in (first, first + 1)}
            is_talk = len(questions) >= FEWEST_QUESTIONS and len(places) <= MOST_A_QUESTION * len(questions)
            if is_talk and self._are_together(places):
                yield [at for at in places if self._part_of_talk(at) in names and self._is_said(at)]

    def _asked_and_answered(self) -> Iterator[tuple[list[int], float]]:
        """What is doubted of blocks in a row of one box that each begin with a question and answer it, where together
        they ask for nothing: it is the article's as far as all of them are."""
        for _, places in groupby(filter(self._has_both, range(len(self.page.blocks))), self._row_of()):
            run = list(places)
            doubted = [place for place in run if self.page.odds[place] <= 0]
            if doubted and len(run) >= FEWEST_QUESTIONS and self._may_be_talk(run):
                yield doubted, TALK + self._mean_odds(run) - self._mean_odds(doubted)

    def _mean_odds(self, places: list[int]) -> float:
        return float(np.average(self.page.odds[places], weights=self.page.words[places]))

    def _row_of(self) -> Callable[[int], tuple[int, tuple[str | int, ...]]]:
        """Tells blocks that stand behind each other in one box: as many come before them as are counted."""
        numbers = count()
        return lambda place: (place - next(numbers), self._part_of_talk(place))

    def _has_both(self, place: int) -> bool:
        """Whether a block is a question with its answer."""
        return self.page.may_tell(place) and ANSWERED.match(self.page.blocks[place].text) is not None

    def _may_be_talk(self, places: list[int]) -> bool:
        asks = np.average(self.page.appeals[places], weights=self.page.words[places])
        is_likely = self._mean_odds(places) >= LEAST_TALK and asks <= MAY_ASK_IN_TALK
        return bool(is_likely) and self._are_together(places)

    def _is_said(self, place: int) -> bool:
        """Whether a block of a talk may be of it: what asks, and what is doubted beside that, stands in its midst, if
        it is no question and answers none."""
        is_said = any(block.text.endswith(QUESTION) for block in self.page.blocks[max(0, place - 1) : place + 1])
        asks = self.page.appeals[max(0, place - 1) : place + 2].max() > MAY_ASK_IN_TALK
        return self.page.may_tell(place) and (is_said or not asks or bool(self.page.odds[place] > 0))

    def _talk_of(self, place: int) -> Container | None:
        """What a block and others of its kind stand in: the box of its own that holds little more is none."""
        parent = self.page.blocks[place].container.parent
        is_own = (
            parent is not None and parent.parent is not None and len(self.page.places_in(parent)) <= MOST_A_QUESTION
        )
        return parent.parent if is_own and parent is not None else parent

    def _part_of_talk(self, place: int) -> tuple[str | int, ...]:
        container, talk = self.page.blocks[place].container, self._talk_of(place)
        names = [container.tag, container.attributes.get("class", "")]
        if container.parent is not None and container.parent is not talk:
            names += [container.parent.tag, container.parent.attributes.get("class", "")]
        return (talk.index if talk is not None else -1, *names)

    def _lines_behind(self) -> Iterator[list[int]]:
        """Short lines of one box that follow the last paragraph of the article, and ask nothing."""
        first = (
            max(
                (place for place in self.page.prose if self.page.words[place] >= SENTENCE),
                default=len(self.page.blocks),
            )
            + 1
        )
        if first >= len(self.page.blocks):
            return
        name = self.page.name_of(first)
        places = list(takewhile(lambda at: self.page.name_of(at) == name, range(first, len(self.page.blocks))))
        is_short = len(places) >= FEWEST_LINES and all(map(self._is_line, places))
        if is_short and self.page.appeals[places].mean() < 0 and self._are_together([first - 1, *places]):
            yield places

    def _is_line(self, place: int) -> bool:
        is_short = self.page.words[place] < SENTENCE and self.page.blocks[place].kind is not BlockKind.HEADING
        return bool(is_short) and not self.page.blocks[place].links and self.page.may_tell(place)

    def _are_together(self, places: Sequence[int]) -> bool:
        """Whether blocks stand in one box, none of them called something else."""
        around = self._talk_of(places[0])
        return around is not None and all(
            self.page.up_to(self.page.blocks[at].container, around) is not None for at in places
        )
