"""How much the words of a block ask of readers, and how much what stands beside it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.judged import PARAGRAPH, SENTENCE
from extractors.body.leftovers import is_advert_label
from extractors.model import BlockKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.body.judged import JudgedBlocks

# What gains so loses again as far as its words ask (log odds of an appeal): a sentence by its own words from ASKING on,
# a shorter block, whose words say little, by its own and those of the block beside it, if that is no paragraph of the
# article. LOSES is for each of these log odds.
LOSES, ASKING, SHORT_ASKING, OWN, SILENT = 3.0, 0.0, 0.5, 0.5, -5.0
# Log odds from which on a text means an appeal.
MEANT = 1.0
# What words and meaning both call an appeal, from these log odds on, is one: of 55,870 article blocks of pages that
# neither had seen 50 with enough words are called so, most of which ask indeed; of blocks that are none 951.
WORDS_SURE, MEANING_SURE, BOTH_SURE = 2.0, 2.0, 4.0


@dataclass(frozen=True)
class Asking:
    """Log odds that the considered blocks are appeals."""

    page: JudgedBlocks

    @cached_property
    def is_marked(self) -> NDArray[np.bool_]:
        """Whether the outlet marks a block as the article's."""
        return self.page.column("article_body_markup") > 0

    @cached_property
    def appeals(self) -> NDArray[np.float64]:
        """Log odds of each block's words to be an appeal; of what the outlet marks as the article's no more than what
        it means, unless that is an appeal, too."""
        words, meaning = self.page.column("appeal_words"), self.page.column("means_appeal")
        return np.where(self.is_marked & ~self.is_meant, np.minimum(words, meaning), words)

    @cached_property
    def is_meant(self) -> NDArray[np.bool_]:
        """Whether each block means an appeal, whatever its words."""
        return self.page.column("means_appeal") >= MEANT

    @cached_property
    def is_sure(self) -> NDArray[np.bool_]:
        """Of each block, whether words and meaning both say so; of short lines, rows of tables they know too little."""
        is_row = np.array([block.kind is BlockKind.TABLE_ROW for block in self.page.blocks])
        words, meaning = self.page.column("appeal_words"), self.page.column("means_appeal")
        surely: NDArray[np.bool_] = (
            ~is_row & (self.page.words >= PARAGRAPH) & (words > WORDS_SURE) & (meaning > MEANING_SURE)
        )
        return surely

    def too_much(self) -> NDArray[np.float64]:
        """By how much the words of each block ask more than those of an article may."""
        beside = np.full(len(self.page.blocks) + 2, SILENT)
        beside[1:-1] = self.appeals
        beside[np.array([*self.page.paragraphs, *self._labels_of_adverts()], dtype=int) + 1] = SILENT
        together = OWN * self.appeals + (1 - OWN) * np.maximum(beside[:-2], beside[2:])
        over = np.where(self.page.words < SENTENCE, together - SHORT_ASKING, self.appeals - ASKING)
        return np.maximum(0.0, over)

    def _labels_of_adverts(self) -> list[int]:
        """Places of what says that an advert follows: it asks for nothing."""
        return [place for place, block in enumerate(self.page.blocks) if is_advert_label(block.text)]
