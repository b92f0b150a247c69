"""What belongs to other stories, to readers or to the author, told by what stands above it, around it or at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.boxes import holds_more, opened_by
from extractors.body.cards import Cards
from extractors.body.columns import in_narrow_columns
from extractors.body.judged import POSSIBLE, JudgedBlocks
from extractors.body.other_stories import is_heading_of_others
from extractors.body.own_words import LONGEST_LINE, OwnWords, is_of_systems
from extractors.body.phrases import COMMENTS, small
from extractors.body.teasers import Teasers
from extractors.body.unshown import unshown_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features

# Of what stands below a heading, so many blocks are looked at for links.
FIRST = 2


def without_others(classification: Classification, features: Features) -> Classification:
    """The classification in which such blocks are no part of the article."""
    others = _Others(classification, features)
    out = np.zeros(len(classification.rows), dtype=bool)
    out[list(others.places())] = True
    return replace(classification, probability=np.where(out, 0.0, classification.probability))


class _Others(JudgedBlocks):
    """The considered blocks, by what of others they may be."""

    def places(self) -> Iterator[int]:
        """Places of blocks that belong to others."""
        words = OwnWords(self)
        possible = (self.classification.probability >= POSSIBLE).tolist()
        for place, (block, is_possible) in enumerate(zip(self.blocks, possible, strict=True)):
            if is_possible and is_of_systems(block):
                yield place
                continue
            if not self.is_behind_article(place):
                if is_possible and words.is_of_the_head(block):
                    yield place
                continue
            text = small(block.text) if len(block.text) <= LONGEST_LINE else ""
            if text and COMMENTS.match(text):
                yield from self._below(place)
            elif text and is_heading_of_others(text):
                yield place
                yield from self._linked_below(place)
            elif is_possible and words.is_another(place, text):
                yield place
        yield from Teasers(self).places()
        yield from Cards(self).places()
        yield from unshown_places(self)
        if next(self.features.document.root.iter("td"), None) is not None:
            yield from in_narrow_columns(self.blocks, self.likely_words.tolist())

    def _below(self, place: int) -> Iterator[int]:
        """What stands below a heading in what it stands in."""
        around = holds_more(self.blocks[place])
        for below in range(place + 1, len(self.blocks)):
            if around is None or not around.first <= self.blocks[below].index < around.last:
                return
            yield below

    def _linked_below(self, place: int) -> Iterator[int]:
        """What stands below a heading of other stories in a box that it opens, where they have links."""
        below = list(self._below(place))
        if opened_by(self.blocks[place]) and any(self.blocks[at].links for at in below[:FIRST]):
            yield from below
