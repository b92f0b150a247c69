"""Teasers of other stories: texts that break off, or end with a link to the rest of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.judged import LIKELY
from extractors.body.phrases import LONGEST_READ_MORE, READ_MORE, small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Candidate

# Where a teaser is cut: in the midst of a sentence.
CUT_OFF = re.compile(r"\w\s?(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
# In words, of a text that breaks off; in characters, of its end.
SHORTEST_TEASER, LONGEST_END = 8, 20
# One may be the article's own.
SEVERAL = 2


@dataclass(frozen=True)
class Teasers:
    """The teasers of a page, as places among the considered blocks."""

    page: JudgedBlocks

    def places(self) -> Iterator[int]:
        """Places of such texts, where there are several of a kind."""
        found = [place for place, block in enumerate(self.page.blocks) if self._is_teaser(place, block)]
        yield from found if len(found) >= SEVERAL else ()
        likely = np.flatnonzero(self.page.classification.probability >= LIKELY)
        broken = list(takewhile(self._breaks_off, likely[::-1].tolist()))
        yield from broken if len(broken) >= SEVERAL else ()

    def _breaks_off(self, place: int) -> bool:
        """Whether a text of some length ends in the midst of a sentence."""
        is_long = self.page.features.word_count[self.page.blocks[place].index] >= SHORTEST_TEASER
        is_late = self.page.is_behind_article(place) and self.page.is_late(place)
        return bool(is_long and is_late) and CUT_OFF.search(self.page.blocks[place].text[-LONGEST_END:]) is not None

    def _is_teaser(self, place: int, block: Candidate) -> bool:
        is_linked = 0 < block.link_length < len(block.text) and self.page.is_behind_article(place)
        return is_linked and READ_MORE.search(small(block.text[-LONGEST_READ_MORE:])) is not None
