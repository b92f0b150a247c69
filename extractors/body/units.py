"""What is of one piece in a text: a table of data, a list of terms, a list of links to elsewhere, an interview, notes,
entries of a live report, a post of a sentence. It is kept or cut as a whole, by where it stands.

A block is judged by itself and by its company first; the constants are the best of a handful.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.asking import LOSES, MEANING_SURE
from extractors.body.entries import Entries
from extractors.body.judged import FEW_LINKS, PARAGRAPH, SENTENCE, JudgedBlocks
from extractors.body.links import leads_here
from extractors.body.notes import Notes
from extractors.body.rows import CELLS, rows_of_tables
from extractors.body.slides import slide_gains
from extractors.body.talks import Talks
from extractors.classifier.classify import logistic
from extractors.html.tags import is_page_form
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Container

# Log odds that all of a piece gains: a table between paragraphs of the article or behind them, a list of terms between
# them, a list of links to other sites there, the text below a headline where a page has no other; what notes have at
# least, and a heading between paragraphs of one box; what a last paragraph gains, which may ask so much (log odds of an
# appeal).
TABLE, LAST_TABLE, TERMS, PLACES, POST, NOTES, HEADING, LAST, MAY_ASK = 3.5, 2.0, 1.5, 4.0, 1.5, 1.0, 0.5, 1.0, 1.5
FEWEST, NEAR_POST = 2, 4
# What a table of figures between paragraphs has at least.
FIGURES = 1.0
# Below these log odds a last sentence has to be longer; what one gains in a page that is a form, and may ask.
UNSURE, IN_FORM, MAY_ASK_IN_FORM = -0.6, 1.2, 2.5
# What a list of links to other pages of the outlet or to networks loses, where it is no more than such a part of all.
STORIES, FEW_STORIES, ALL_LINK = -3.0, 0.25, 0.9
HAS_DIGIT = re.compile(r"\d")
# Links that are no places to go: to pass the article on, to follow, to buy.
WAYS_ON = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|twitter|x|instagram|t|telegram|whatsapp|linkedin|pinterest|youtube|tiktok|reddit|vk|ok|line"
    r"|apple|google|amazon|amzn|patreon|paypal|steadyhq|substack|doubleclick|taboola|outbrain)\.[a-z.]{2,6}(?:[/?#]|$)",
    re.IGNORECASE,
)


def in_one_piece(classification: Classification, features: Features) -> Classification:
    """The classification in which such pieces are of one mind."""
    units = _Units(classification, features)
    odds = units.odds.copy()
    for places, gain in _gains(units):
        mean = np.average(odds[places], weights=units.words[places]) + gain
        change = np.minimum if gain < 0 else np.maximum
        odds[places] = change(odds[places], mean) if gain or mean > 0 else mean
    for place in Notes(units).places():
        odds[place] = max(odds[place], NOTES)
    for place in units.headings():
        odds[place] = max(odds[place], HEADING)
    for place in units.last_paragraph():
        odds[place] += LAST
    return replace(classification, probability=np.where(classification.probability > 0, logistic(odds), 0.0))


def _gains(units: _Units) -> Iterator[tuple[list[int], float]]:
    """Of all pieces, whatever their kind."""
    yield from units.gains()
    yield from Talks(units).gains()
    yield from Entries(units).gains()
    yield from slide_gains(units)


class _Units(JudgedBlocks):
    """The pieces of a page, as places among the considered blocks."""

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of a piece, and what all of it gains."""
        yield from self._of_tables()
        yield from self._of_terms()
        yield from self._of_lists()
        yield from (([place], POST) for place in self._short_post())
        yield from (([place], IN_FORM) for place in self._in_page_form())

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
        for unit, rows in rows_of_tables(self).items():
            if len(rows) >= FEWEST and self.links[rows].mean() < FEW_LINKS and self._around(unit) is not None:
                places, is_between = self._with_caption(unit, rows), self._is_between(unit)
                gain = max(0.0, (TABLE if is_between else LAST_TABLE) - self._asking(rows))
                # Words say little of what asks where rows are names and numbers.
                if is_between and self._is_of_figures(rows):
                    gain = max(gain, FIGURES - np.average(self.odds[places], weights=self.words[places]))
                yield places, gain

    def _is_of_figures(self, rows: list[int]) -> bool:
        """Whether all rows, but one that heads them, have as many cells and a number behind the first."""
        cells = [self.blocks[place].text.split(CELLS) for place in rows]
        have_numbers = [any(map(HAS_DIGIT.search, row[1:])) for row in cells]
        is_even = len(cells[0]) > 1 and len(set(map(len, cells))) == 1
        asks = self.column("means_appeal")[rows].mean() > MEANING_SURE or any(self.blocks[at].links for at in rows)
        return is_even and sum(have_numbers) >= max(FEWEST, len(rows) - 1) and not asks

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

    def _in_page_form(self) -> Iterator[int]:
        """Sentences beside paragraphs of the same name where the page is a form, which speaks against all in it."""
        forms = (
            step for step in self.features.document.containers if step.tag == "form" and is_page_form(step.element)
        )
        if next(forms, None) is None:
            return
        names = Counter(map(self.name_of, self.prose))
        for place in range(len(self.blocks)):
            if names[self.name_of(place)] >= FEWEST and self._is_sentence(place, PARAGRAPH, MAY_ASK_IN_FORM):
                yield place

    def _is_sentence(self, place: int, least: int, may_ask: float = MAY_ASK) -> bool:
        """Whether a block is a whole sentence of a number of words, without links, that does not ask."""
        is_whole = self.words[place] >= least and self.ends_sentence(place) and not self.blocks[place].links
        return is_whole and bool(self.appeals[place] < may_ask)

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
        is_like = self.name_of(before) == self.name_of(place)
        is_other = self.blocks[before].container is not self.blocks[place].container
        least = SENTENCE if self.odds[place] < UNSURE else PARAGRAPH
        return is_like and is_other and self._is_sentence(place, least)
