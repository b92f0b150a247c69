"""What the company of a block says for it: short lines between paragraphs of the article, lists that a sentence
announces, notes that the text refers to, rows of one table.

A block is judged by itself first; here it gains or loses by where it stands. The constants are the best of a handful.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.corrections import is_correction
from extractors.body.fact_boxes import is_fact_box
from extractors.body.judged import DEEPEST, FEW_LINKS, PARAGRAPH, QUOTES, JudgedBlocks
from extractors.body.small_print import is_small_print
from extractors.classifier.classify import logistic
from extractors.features.names import GROUP_NAMES
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Container

# What is surely a paragraph of the article.
SURE = 0.9
# A whole sentence has so many words, where that has to be told.
SENTENCE = 12
# More blocks between two paragraphs are something else.
LONGEST_GAP, NEAR = 40, 2
# Log odds that a block gains between them: as a plain sentence, as a short one that is all its box holds, as their
# sibling, deeper down, as what is called a box of facts, as a correction, as a line of a list that is announced, as a
# note that the text refers to, as a quotation, as an entry of a live blog, as a sentence that is a link, as a row of a
# table of linked names, as a line of an aside without links, as a caption of a story that pictures tell. Real appeals
# are surer to be none.
PLAIN, ALONE, SIBLING, DEEPER, FACTS, CORRECTED = 4.5, 4.4, 2.2, 0.6, 4.0, 6.0
ANNOUNCED, REFERRED_TO, QUOTED, LIVE, LINKED, ROW, BOX, SHOWN = 4.0, 2.5, 2.5, 1.5, 4.0, 4.0, 2.2, 2.5
# So many captions with so many words for each word beside them are the story.
PICTURES, MOSTLY_CAPTIONS = 3, 1.0
# What gains so loses again as far as its words ask (log odds of an appeal): a sentence by its own words from ASKING on,
# a shorter block, whose words say little, by its own and those of the block beside it, if that is no paragraph of the
# article. LOSES is for each of these log odds.
LOSES, ASKING, SHORT_ASKING, OWN, SILENT = 3.0, 0.0, 0.5, 0.5, -5.0
# Log odds below which a text of some length means no appeal. Between them and 0 stand sentences about money that others
# get; what asks has 1.4 and more.
SILENT_MEANING = 0.5
# Log odds from which on a text means an appeal.
MEANT = 1.0
# What words and meaning both call an appeal, from these log odds on, is one: of 55,870 article blocks of pages that
# neither had seen 50 with enough words are called so, most of which ask indeed; of blocks that are none 951.
WORDS_SURE, MEANING_SURE, BOTH_SURE = 2.0, 2.0, 4.0
CAPTION = re.compile(r"caption|bildunterschrift|legende|didascalia", re.IGNORECASE)
LIVE_BLOG = GROUP_NAMES.index("live")
# So many lines of one box are kept or cut together.
LINES_OF_A_BOX = 3
LISTS = frozenset({"ul", "ol", "dl"})
CELLS = " | "


def in_company(classification: Classification, features: Features) -> Classification:
    """The classification with what the company of the blocks says in its probabilities."""
    company = _Company(classification, features)
    odds = company.odds.copy()
    gained = np.zeros(len(odds))
    for place, gain in company.gains():
        gained[place] += gain
    weighed = gained - LOSES * company.asks()
    # In what the outlet marks as the article's body nothing is worse off for standing there, nor is a plain paragraph,
    # nor a caption that tells the story.
    is_own = company.is_marked | (gained >= PLAIN) | company.is_told
    is_own[company.told_by_pictures] = True
    odds += np.where(gained > 0, np.where(is_own, np.maximum(0.0, weighed), weighed), 0.0)
    odds[company.is_surely_asking] -= BOTH_SURE
    for place in company.last_lines():
        asks = company.appeals[place] - SHORT_ASKING
        odds[place] = odds[place] - LOSES * asks if asks > 0 else max(odds[place], odds[place - 1])
    for places in company.tables():
        odds[places] = np.average(odds[places], weights=company.words[places])
    return replace(classification, probability=np.where(classification.probability > 0, logistic(odds), 0.0))


@lru_cache(maxsize=1 << 14)
def _is_called_caption(label: str) -> bool:
    return CAPTION.search(label) is not None


class _Company(JudgedBlocks):
    """The considered blocks by their places among each other."""

    @cached_property
    def is_marked(self) -> NDArray[np.bool_]:
        """Whether the outlet marks a block as the article's."""
        return self.column("article_body_markup") > 0

    @cached_property
    def appeals(self) -> NDArray[np.float64]:
        """Log odds of each block's words to be an appeal; of what the outlet marks as the article's no more than what
        it means, unless that is an appeal, too."""
        words, meaning = self.column("appeal_words"), self.column("means_appeal")
        return np.where(self.is_marked & (meaning < MEANT), np.minimum(words, meaning), words)

    @cached_property
    def is_surely_asking(self) -> NDArray[np.bool_]:
        """Of each block, whether words and meaning both say so; of short lines, rows of tables they know too little."""
        is_row = np.array([block.kind is BlockKind.TABLE_ROW for block in self.blocks])
        words, meaning = self.column("appeal_words"), self.column("means_appeal")
        surely: NDArray[np.bool_] = (
            ~is_row & (self.words >= PARAGRAPH) & (words > WORDS_SURE) & (meaning > MEANING_SURE)
        )
        return surely

    @cached_property
    def is_told(self) -> NDArray[np.bool_]:
        """Of each block, whether it is likely by itself, long enough to be known by its words, and means no appeal;
        what others say is told by less."""
        is_prose = np.array([block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) for block in self.blocks])
        told: NDArray[np.bool_] = (
            is_prose & (self.odds > 0) & (self.words >= SENTENCE) & (self.column("means_appeal") < SILENT_MEANING)
        )
        return told

    @cached_property
    def paragraphs(self) -> list[int]:
        """Places of what is surely a paragraph of the article."""
        is_sure = (self.classification.probability >= SURE) & (self.words >= PARAGRAPH) & (self.links < FEW_LINKS)
        return np.flatnonzero(is_sure).tolist()

    def asks(self) -> NDArray[np.float64]:
        """By how much the words of each block ask more than those of an article may."""
        beside = np.full(len(self.blocks) + 2, SILENT)
        beside[1:-1] = self.appeals
        beside[np.array(self.paragraphs, dtype=int) + 1] = SILENT
        together = OWN * self.appeals + (1 - OWN) * np.maximum(beside[:-2], beside[2:])
        over = np.where(self.words < SENTENCE, together - SHORT_ASKING, self.appeals - ASKING)
        return np.maximum(0.0, over)

    def gains(self) -> Iterator[tuple[int, float]]:
        """Places of blocks, and what each gains by standing there."""
        for first, last in pairwise([*self.paragraphs, len(self.blocks)]):
            is_between = last < len(self.blocks)
            around = self._around(first, last) if is_between else self.blocks[first].container.parent
            if around is not None and 1 < last - first <= LONGEST_GAP:
                yield from self._of_gap(range(first + 1, last), around, is_between=is_between)
        yield from self._of_first_lines()
        yield from self._of_notes()
        yield from self._of_live_blogs()
        yield from ((place, SHOWN) for place in self.told_by_pictures)

    def _around(self, first: int, last: int) -> Container | None:
        """What two paragraphs stand in, where it is near to both."""
        outward, other = (list(islice(self.blocks[at].container.lineage(), 1, NEAR + 1)) for at in (first, last))
        return next((step for step in other if step in outward), None)

    def _of_first_lines(self) -> Iterator[tuple[int, float]]:
        """Corrections before the first paragraph, in what it stands in."""
        first = self.paragraphs[0] if self.paragraphs else 0
        around = self.blocks[first].container.parent if first else None
        for place in range(max(0, first - LONGEST_GAP), first):
            block = self.blocks[place]
            is_beside = around is not None and around in list(block.container.lineage())
            if is_beside and is_correction(block.text) and self.links[place] < FEW_LINKS:
                yield place, CORRECTED

    @cached_property
    def told_by_pictures(self) -> list[int]:
        """The captions where pictures tell the story, else none."""
        around = self.blocks[self.paragraphs[0]].container.parent if self.paragraphs else None
        captions = [
            place
            for place, block in enumerate(self.blocks)
            if block.kind is BlockKind.CAPTION or _is_called_caption(block.container.label)
        ]
        captions = [place for place in captions if around in list(self.blocks[place].container.lineage())]
        told = self.words[self.paragraphs].sum()
        is_story = len(captions) >= PICTURES and self.words[captions].sum() >= MOSTLY_CAPTIONS * told
        return captions if is_story else []

    def _of_gap(self, gap: range, around: Container, *, is_between: bool) -> Iterator[tuple[int, float]]:
        boxes: dict[Container, list[int]] = {}
        for place in gap:
            outward = self.up_to(self.blocks[place].container, around)
            if outward is None or (gain := self._gain(place, outward, is_between=is_between)) <= 0:
                continue
            yield place, gain
            if len(outward) > 1:
                boxes.setdefault(outward[1], []).append(place)
        for places in boxes.values():
            if len(places) >= LINES_OF_A_BOX:
                mean = self.odds[places].mean()
                yield from ((place, mean - self.odds[place]) for place in places if self.odds[place] < mean)

    def _gain(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        if self.links[place] < FEW_LINKS and is_correction(self.blocks[place].text):
            return CORRECTED
        if any(step.tag == "aside" or self._is_of_facts(step) for step in outward):
            return self._of_box(place, outward, is_between=is_between)
        if self.links[place] >= FEW_LINKS:
            return self._of_linked(place, outward, is_between=is_between)
        return self._of_prose(place, outward) if is_between and self._may_be_prose(place) else 0.0

    def _of_linked(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        """What lists of links gain that are announced, sentences that are links, posts of others, rows of tables."""
        is_sentence = self.words[place] >= SENTENCE and self.ends_sentence(place)
        if is_sentence and (is_between or any(step.tag in QUOTES for step in outward)):
            return LINKED
        if not is_between or not self._may_be_prose(place):
            return 0.0
        return ANNOUNCED if self._is_announced(outward) else ROW if self._is_row(place) else 0.0

    def _of_prose(self, place: int, outward: list[Container]) -> float:
        if self._is_announced(outward):
            return ANNOUNCED
        if self._is_plain(place, outward):
            return PLAIN
        if self._is_alone(place, outward):
            return ALONE
        if any(step.tag in QUOTES for step in outward):
            return QUOTED
        return SIBLING if len(outward) <= NEAR else DEEPER

    def _of_box(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        """What a line of a box gains: in one that is called one of facts, in an aside that has no links at all."""
        if any(map(self._is_of_facts, outward)):
            return FACTS if self.links[place] < FEW_LINKS else 0.0
        box = next(step for step in outward if step.tag == "aside")
        has_links = any(candidate.links for candidate in self.features.candidates[box.first : box.last])
        return 0.0 if has_links or not is_between else BOX

    def _is_of_facts(self, box: Container) -> bool:
        return is_fact_box(box, self.features.candidates[box.first].text)

    def _is_plain(self, place: int, outward: list[Container]) -> bool:
        """Whether a block is a sentence, or the line of a list, that stands right between the paragraphs."""
        if any(step.attributes for step in outward):
            return False
        is_listed = len(outward) == NEAR and outward[-1].tag in LISTS
        return is_listed or (len(outward) == 1 and self.ends_sentence(place))

    def _is_alone(self, place: int, outward: list[Container]) -> bool:
        """Whether a short sentence without a link is all the text that its box holds."""
        is_all = bool(outward) and outward[-1].last - outward[-1].first == 1 and not self.blocks[place].links
        return is_all and self.words[place] < SENTENCE and self.ends_sentence(place)

    def _may_be_prose(self, place: int) -> bool:
        block = self.blocks[place]
        return not block.button and block.kind is not BlockKind.CAPTION

    def _is_row(self, place: int) -> bool:
        return self.blocks[place].kind is BlockKind.TABLE_ROW and CELLS in self.blocks[place].text

    def _is_announced(self, outward: list[Container]) -> bool:
        """Whether a line of a list follows a sentence that ends with a colon."""
        listed = next((step for step in outward if step.tag in LISTS), None)
        return listed is not None and self.is_announced(listed)

    def _of_notes(self) -> Iterator[tuple[int, float]]:
        """The notes that paragraphs refer to by links within the page."""
        likely = np.flatnonzero(self.odds > 0).tolist()
        named = {link[1:] for place in likely for link in self.blocks[place].links if link[:1] == "#"} - {""}
        if not named:
            return
        notes = {step for step in self.features.document.containers if step.attributes.get("id") in named}
        notes |= {step.parent for step in notes if step.parent is not None and step.parent.tag in LISTS}
        for place, block in enumerate(self.blocks):
            if self.links[place] < FEW_LINKS and not notes.isdisjoint(islice(block.container.lineage(), DEEPEST)):
                yield place, REFERRED_TO

    def _of_live_blogs(self) -> Iterator[tuple[int, float]]:
        containers = self.features.containers
        innermost = containers.near[containers.of_candidate[self.classification.rows], LIVE_BLOG]
        for place in np.flatnonzero((innermost < DEEPEST) & (self.links < FEW_LINKS)).tolist():
            if not self.blocks[place].button:
                yield place, LIVE

    def last_lines(self) -> list[int]:
        """Last lines of paragraphs: they are what their paragraphs are, unless they ask."""
        return [
            place
            for place, block in enumerate(self.blocks)
            if place and block.continues and self.links[place] < FEW_LINKS and not is_small_print(block.text)
        ]

    def tables(self) -> Iterator[list[int]]:
        """The rows of each table that is one of data."""
        found = (list(filter(self._is_row, rows)) for rows in self.rows_of_tables().values())
        yield from (places for places in found if len(places) > 1)
