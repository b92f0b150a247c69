"""What the company of a block says for it: short lines between paragraphs of the article, lists that a sentence
announces, notes that the text refers to, rows of one table.

A block is judged by itself first; here it gains or loses by where it stands. The constants are the best of a handful.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.asking import BOTH_SURE, LOSES, SHORT_ASKING, Asking
from extractors.body.gaps import CORRECTED, PLAIN, Gaps
from extractors.body.judged import DEEPEST, FEW_LINKS, LISTS, SENTENCE, JudgedBlocks
from extractors.body.pictures import lines_of_pictures
from extractors.body.rows import is_row, rows_of_tables
from extractors.body.small_print import is_small_print
from extractors.classifier.classify import logistic
from extractors.features.names import GROUP_NAMES
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features

# Log odds that a block gains as a note that the text refers to, as an entry of a live blog, as a caption of a story
# that pictures tell.
REFERRED_TO, LIVE, SHOWN = 2.5, 1.5, 2.5
# Log odds below which a text of some length means no appeal. Between them and 0 stand sentences about money that others
# get; what asks has 1.4 and more.
SILENT_MEANING = 0.5
LIVE_BLOG = GROUP_NAMES.index("live")


def in_company(classification: Classification, features: Features) -> Classification:
    """The classification with what the company of the blocks says in its probabilities."""
    company = _Company(classification, features)
    asking = Asking(company)
    odds = company.odds.copy()
    gained = np.zeros(len(odds))
    for place, gain in company.gains():
        gained[place] += gain
    # Some corrections end in an appeal: then they mean one. Of words alone many sound so.
    is_correction = (gained >= CORRECTED) & ~asking.is_meant
    weighed = gained - LOSES * np.where(is_correction, 0.0, asking.too_much())
    # In what the outlet marks as the article's body nothing is worse off for standing there, nor is a plain paragraph,
    # nor a caption that tells the story.
    is_own = asking.is_marked | (gained >= PLAIN) | company.is_told
    is_own[company.told_by_pictures] = True
    odds += np.where(gained > 0, np.where(is_own, np.maximum(0.0, weighed), weighed), 0.0)
    odds[asking.is_sure] -= BOTH_SURE
    for place in company.last_lines():
        asks = asking.appeals[place] - SHORT_ASKING
        odds[place] = odds[place] - LOSES * asks if asks > 0 else max(odds[place], odds[place - 1])
    for places in company.tables():
        odds[places] = np.average(odds[places], weights=company.words[places])
    return replace(classification, probability=np.where(classification.probability > 0, logistic(odds), 0.0))


class _Company(JudgedBlocks):
    """The considered blocks by their places among each other."""

    @cached_property
    def is_told(self) -> NDArray[np.bool_]:
        """Of each block, whether it is likely by itself, long enough to be known by its words, and means no appeal;
        what others say is told by less."""
        is_prose = np.array([block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) for block in self.blocks])
        told: NDArray[np.bool_] = (
            is_prose & (self.odds > 0) & (self.words >= SENTENCE) & (self.column("means_appeal") < SILENT_MEANING)
        )
        return told

    def gains(self) -> Iterator[tuple[int, float]]:
        """Places of blocks, and what each gains by standing there."""
        yield from Gaps(self).gains()
        yield from self._of_notes()
        yield from self._of_live_blogs()
        yield from ((place, SHOWN) for place in self.told_by_pictures)

    @cached_property
    def told_by_pictures(self) -> list[int]:
        """The lines of pictures where they tell the story, else none."""
        return lines_of_pictures(self)

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
        found = ([at for at in rows if is_row(self.blocks[at])] for rows in rows_of_tables(self).values())
        yield from (places for places in found if len(places) > 1)
