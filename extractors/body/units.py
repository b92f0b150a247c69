"""What is of one piece in a text: a table of data, a list of terms, a list of links to elsewhere, the notes, entries of
a live report. It is kept or cut as a whole, by where it stands.

A block is judged by itself and by its company first; the constants are the best of a handful.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import chain, groupby, islice, takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.company import LISTS, LOSES, SENTENCE
from extractors.body.judged import FEW_LINKS, PARAGRAPH, JudgedBlocks
from extractors.body.others import leads_here
from extractors.classifier.classify import logistic
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

# Log odds that all of a piece gains: a table or a list of terms between paragraphs of the article, a list of links to
# other sites there, entries with the time of each; what notes have at least, and a last paragraph gains.
TABLE, LAST_TABLE, TERMS, PLACES, ENTRIES, NOTES, LAST = 3.5, 2.0, 1.5, 4.0, 1.5, 1.0, 1.0
# So much may a last paragraph ask (log odds of an appeal).
MAY_ASK = 1.5
LIKELY, LEAST_ROWS, LEAST_LINKS, LEAST_ENTRIES = 0.5, 2, 2, 3
# Entries that are further from an article than this (log odds, in the mean) are a schedule of something else; those
# right below the headline are seldom.
LEAST_ODDS, LEAST_ODDS_BELOW, ENTRIES_BELOW, NEAR_HEADLINE, NEAR_POST = -2.5, -4.0, 4.0, 5, 4
# What gains the text below a headline where a page has no other, and an interview that is not further from an article.
POST, TALK, LEAST_TALK = 1.5, 1.5, -1.5
# What short lines of one box gain that an article ends with, a song or a talk, where they are no further from it.
LINES, LEAST_LINES, LEAST_OF_LINES = 1.0, 3, -1.0
QUESTION, MOST_OF_TALK, MOSTLY_LINKS = ("?", "？", "؟"), 6, 0.8
NOTE_ROLE = re.compile(r"doc-(?:endnotes?|footnotes?)", re.IGNORECASE)
NOTE_NAME = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn-?:?\d+|ftn-?\d+|fussnoten?|fußnoten?|przypisy?|notas?-al-pie|notes?-de-bas"
    r"|voetnoten?|fotnoter?|lábjegyzet|note-a-pie|sdfootnote\d*)(?=$|[\s_-])",
    re.IGNORECASE,
)
NUMBERED_NOTE = re.compile(
    r"(?:^|[\s_-])(?:fn|ftn|foot-?note|end-?note|sdfootnote|przypis|fussnote)[-_:]?\d+", re.IGNORECASE
)
NEAR_NOTE, FEWEST_OF_NOTE, LONGEST_NOTE = 3, 2, 6
CLOCK = re.compile(
    r"\W{0,2}\d{1,2}\s?[:.hH時시点點时]\s?\d{2}(?:[:.]\d{2})?\s?(?:분|分|uhr|h|ч\.?|[ap]\.?m\.?)?\W{0,2}", re.IGNORECASE
)
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
    for places, gain in units.gains():
        mean = np.average(odds[places], weights=units.words[places]) + gain
        odds[places] = np.maximum(odds[places], mean) if gain or mean > 0 else mean
    for place, least in units.floors():
        odds[place] = max(odds[place], least)
    return replace(classification, probability=np.where(classification.probability > 0, logistic(odds), 0.0))


def _is_called_note(step: Container) -> bool:
    return NOTE_NAME.search(step.label) is not None


class _Units(JudgedBlocks):
    """The pieces of a page, as places among the considered blocks."""

    @cached_property
    def prose(self) -> list[int]:
        """Paragraphs that are the article's by themselves."""
        is_prose = (self.classification.probability >= LIKELY) & (self.words >= PARAGRAPH) & (self.links < FEW_LINKS)
        return [place for place in np.flatnonzero(is_prose).tolist() if self._is_prose(self.blocks[place])]

    def _is_prose(self, block: Candidate) -> bool:
        return block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE) and not block.button

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of a piece, and what all of it gains."""
        for unit, places in self._by_holder({"table"}).items():
            rows = [place for place in places if self.blocks[place].kind is BlockKind.TABLE_ROW]
            if len(rows) >= LEAST_ROWS and self.links[rows].mean() < FEW_LINKS and self._around(unit) is not None:
                gain = TABLE if self._is_between(unit) else LAST_TABLE
                yield self._with_caption(unit, rows), max(0.0, gain - self._asking(rows))
        for unit, places in self._by_holder({"dl"}).items():
            if len(places) > LEAST_ROWS and self.links[places].mean() < FEW_LINKS and self._around(unit) is not None:
                yield places, max(0.0, TERMS * self._is_between(unit) - self._asking(places))
        for unit, places in chain(self._by_holder({"ul", "ol"}).items(), self._lines_of_links()):
            if len(places) >= LEAST_LINKS and self._is_between(unit) and all(map(self._leads_away, places)):
                yield places, PLACES
        yield from ((places, TALK) for places in self._interviews() if self.odds[places].mean() >= LEAST_TALK)
        yield from ((places, LINES) for places in self._lines_behind() if self.odds[places].mean() >= LEAST_OF_LINES)
        yield from (([place], POST) for place in self._short_post())
        for box, places in self._entries():
            yield from self._of_entries(box, places)

    def _of_entries(self, box: Container, places: list[int]) -> Iterator[tuple[list[int], float]]:
        """What entries gain: all together where they are so short that little tells of each."""
        is_below_headline = self._is_below_headline(box) and self._is_most_of_text(places)
        least, gain = (LEAST_ODDS_BELOW, ENTRIES_BELOW) if is_below_headline else (LEAST_ODDS, ENTRIES)
        mean = self.odds[places].mean()
        if mean > 0:
            yield from (([place], ENTRIES) for place in places)
        elif mean >= least:
            yield places, gain

    def _asking(self, places: list[int]) -> float:
        return LOSES * float(max(0.0, self.appeals[places].mean()))

    def _by_holder(self, tags: set[str]) -> dict[Container, list[int]]:
        """The places in each outermost element of some tags."""
        found: dict[Container, list[int]] = {}
        for place, block in enumerate(self.blocks):
            holders = [step for step in block.container.lineage() if step.tag in tags]
            if holders:
                found.setdefault(holders[-1], []).append(place)
        return found

    def _lines_of_links(self) -> Iterator[tuple[Container, list[int]]]:
        """Boxes of the same name that follow each other and hold nothing but links, with the first of them."""
        linked = (place for place, share in enumerate(self.links.tolist()) if share > MOSTLY_LINKS)
        for _, run in groupby(enumerate(linked), key=lambda pair: (pair[1] - pair[0], *self._name_of(pair[1]))):
            places = [place for _, place in run]
            yield self.blocks[places[0]].container, places

    def _name_of(self, place: int) -> tuple[int, str, str]:
        container = self.blocks[place].container
        return (container.parent.index if container.parent is not None else -1), container.tag, container.label

    def _interviews(self) -> Iterator[list[int]]:
        """From the first question to the answer to the last, where several stand in one box."""
        boxes: dict[tuple[int, str, str], list[int]] = {}
        for place in range(len(self.blocks) - 1):
            if self.blocks[place].text.endswith(QUESTION) and self._may_tell(place):
                boxes.setdefault(self._name_of(place), []).append(place)
        for questions in boxes.values():
            places = list(range(questions[0], questions[-1] + 2))
            if (
                len(questions) > LEAST_ROWS
                and len(places) <= MOST_OF_TALK * len(questions)
                and self._are_together(places)
            ):
                yield [place for place in places if self._may_tell(place)]

    def _lines_behind(self) -> Iterator[list[int]]:
        """Short lines of one box that follow the last paragraph of the article, and ask nothing."""
        first = max((place for place in self.prose if self.words[place] >= SENTENCE), default=len(self.blocks)) + 1
        if first >= len(self.blocks):
            return
        name = self._name_of(first)
        places = list(takewhile(lambda at: self._name_of(at) == name, range(first, len(self.blocks))))
        is_short = len(places) >= LEAST_LINES and all(self._is_line(place) for place in places)
        if is_short and self.appeals[places].mean() < 0 and self._are_together([first - 1, *places]):
            yield places

    def _is_line(self, place: int) -> bool:
        is_short = self.words[place] < SENTENCE and self.blocks[place].kind is not BlockKind.HEADING
        return bool(is_short) and not self.blocks[place].links and self._may_tell(place)

    def _are_together(self, places: list[int]) -> bool:
        """Whether blocks stand in one box, none of them called something else."""
        around = self.blocks[places[0]].container.parent
        return around is not None and all(self.up_to(self.blocks[at].container, around) is not None for at in places)

    def _with_caption(self, table: Container, rows: list[int]) -> list[int]:
        """Rows, and what stands beside them in the table or in the figure that holds it alone."""
        figure = table.parent if table.parent is not None and table.parent.tag == "figure" else table
        captions = (BlockKind.CAPTION, BlockKind.TABLE_ROW)
        return [
            place
            for place, block in enumerate(self.blocks)
            if place in rows or (block.kind in captions and figure in block.container.lineage())
        ]

    def _around(self, unit: Container) -> Container | None:
        """What the paragraph before a piece stands in, where the piece is part of it and called nothing else."""
        before = [place for place in self.prose if self.blocks[place].index < unit.first]
        around = self.blocks[before[-1]].container.parent if before else None
        return around if around is not None and self.up_to(unit, around) is not None else None

    def _is_between(self, unit: Container) -> bool:
        around = self._around(unit)
        after = (self.blocks[place] for place in self.prose if self.blocks[place].index >= unit.last)
        following = next(after, None)
        return around is not None and following is not None and around in following.container.lineage()

    def _leads_away(self, place: int) -> bool:
        links = self.blocks[place].links
        return bool(links) and not any(leads_here(link, self.features) or WAYS_ON.search(link) for link in links)

    def _is_below_headline(self, box: Container) -> bool:
        """Whether a box stands near the only heading of the first order, called nothing else."""
        headings = [step for step in self.features.document.containers if step.tag == "h1"]
        around = list(islice(headings[0].lineage(), 1, NEAR_HEADLINE)) if len(headings) == 1 else []
        return any(self.up_to(box, step) is not None for step in around if step in box.lineage())

    def _short_post(self) -> list[int]:
        """The sentences that stand beside the only heading of the first order, in what is marked as an article, where
        nothing else is one; lists of stories have such sentences, too."""
        headings = [step for step in self.features.document.containers if step.tag == "h1"]
        is_post = len(headings) == 1 and not self.prose and any(step.tag == "article" for step in headings[0].lineage())
        around = list(islice(headings[0].lineage(), 1, NEAR_POST)) if is_post else []
        for box in around:
            beside = [at for at, block in enumerate(self.blocks) if box in block.container.lineage()]
            if own := [at for at in beside if self._may_be_post(at, box)]:
                return own
        return []

    def _may_be_post(self, place: int, box: Container) -> bool:
        is_sentence = self.ends_sentence(place) and self._may_tell(place) and self.appeals[place] < MAY_ASK
        is_heading = self.blocks[place].kind is BlockKind.HEADING
        return bool(is_sentence) and not is_heading and self.up_to(self.blocks[place].container, box) is not None

    def _is_most_of_text(self, places: list[int]) -> bool:
        others = [place for place in self.prose if place not in places]
        return bool(self.words[places].sum() >= self.words[others].sum())

    def _entries(self) -> Iterator[tuple[Container, list[int]]]:
        """A box and the texts of entries that all begin with a time, in boxes that are called alike."""
        boxes: dict[tuple[int, str, str], list[int]] = {}
        first: dict[tuple[int, str, str], Container] = {}
        for place, block in enumerate(self.blocks[:-1]):
            if CLOCK.fullmatch(block.text) and (box := self._opened(block)) is not None:
                texts = [at for at in range(place + 1, len(self.blocks)) if self.blocks[at].index < box.last]
                own = [at for at in texts if self._may_tell(at)]
                parent = box.parent.index if box.parent is not None else -1
                name = (parent, box.tag, box.attributes.get("class", ""))
                boxes.setdefault(name, []).extend(own)
                first.setdefault(name, box)
        yield from ((first[name], places) for name, places in boxes.items() if len(places) >= LEAST_ENTRIES)

    def _may_tell(self, place: int) -> bool:
        block = self.blocks[place]
        return bool(self.links[place] < FEW_LINKS) and not block.button and block.kind is not BlockKind.CAPTION

    def _opened(self, block: Candidate) -> Container | None:
        """The box that begins with a block and has more below it."""
        box = next((step for step in block.container.lineage() if step.last > block.index + 1), None)
        return box if box is not None and box.first == block.index else None

    def floors(self) -> Iterator[tuple[int, float]]:
        """Places of notes and of a last paragraph, and the odds that they have at least."""
        for place in range(len(self.blocks)):
            if self._is_note(place):
                yield place, NOTES
        for before in self.prose[-1:]:
            if before + 1 < len(self.blocks) and self._goes_on(before, before + 1):
                yield before + 1, float(self.odds[before + 1]) + LAST

    def _is_note(self, place: int) -> bool:
        """Whether a block is one of the notes that the page itself calls so: by its role, or by a name and a number of
        its own or a link back to the text. Outlets call other last lines footnotes, and journals their references."""
        links, outward = self.blocks[place].links, list(self.blocks[place].container.lineage())
        if self.words[place] < FEWEST_OF_NOTE or (
            self.links[place] >= FEW_LINKS and not any(link.startswith("#") for link in links[-1:])
        ):
            return False
        if any(NOTE_ROLE.search(step.attributes.get("role", "")) for step in outward):
            return True
        is_numbered = any(NUMBERED_NOTE.search(step.label) for step in outward[:NEAR_NOTE])
        leads_back = any(map(self._leads_back, filter(_is_called_note, outward)))
        return (is_numbered and any(step.tag in LISTS for step in outward)) or leads_back

    def _leads_back(self, note: Container) -> bool:
        """Whether what is called a note is that of one place in the text, to which it links."""
        inside = self.features.candidates[note.first : note.last]
        return any(link.startswith("#") for block in inside for link in block.links) and (
            len(inside) <= LONGEST_NOTE or all(link.startswith("#") for block in inside for link in block.links[-1:])
        )

    def _goes_on(self, before: int, place: int) -> bool:
        """Whether a whole sentence follows a paragraph in an element of the same name."""
        first, second = self.blocks[before].container, self.blocks[place].container
        is_like = (first.parent, first.tag, first.label) == (second.parent, second.tag, second.label)
        is_sentence = self.words[place] >= SENTENCE and self.ends_sentence(place) and not self.blocks[place].links
        return is_like and first is not second and is_sentence and bool(self.appeals[place] < MAY_ASK)
