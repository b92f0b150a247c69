"""The considered blocks of a page with what is known of each, for those who judge by where blocks stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.names import GROUP_NAMES
from extractors.features.tables import places_of
from extractors.model import BlockKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

# A paragraph has so many words, and no more links of all its text; what stands deeper is something else.
PARAGRAPH, FEW_LINKS, DEEPEST = 8, 0.3, 4
# A whole sentence has so many words, where that has to be told.
SENTENCE = 12
# Probabilities from which on a block may be the article's, is more likely so than not, and is taken for a paragraph
# of it, between which others stand.
POSSIBLE, LIKELY, TAKEN = 0.05, 0.5, 0.6
# In words: what stands before a block is an article of its own.
SHORTEST_ARTICLE = 40
NOT_ITS_OWN = [
    GROUP_NAMES.index(name)
    for name in (
        *("comment", "related", "share", "newsletter", "donation", "paywall", "account", "advert", "navigation"),
        *("consent", "tags", "biography", "overlay", "control", "byline", "product", "media"),
    )
]
# Length over the count of words, below which each character was counted as one; two are about a word.
MOST_OF_CHARACTERS, OF_A_WORD = 1.7, 0.5
PARTS_OF_TABLES = frozenset({"tr", "tbody", "thead", "tfoot"})
LISTS = frozenset({"ul", "ol", "dl"})
QUOTES = frozenset({"blockquote", "q"})
ASIDE = frozenset({"nav", "form", "footer", "button", "dialog"})
SENTENCE_END = re.compile(r"[.!?…。！？][\"”»’'」)）]*$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return SENTENCE_END.search(text) is not None


@dataclass(frozen=True)
class JudgedBlocks:
    """Blocks by their places among each other."""

    classification: Classification
    features: Features

    @cached_property
    def odds(self) -> NDArray[np.float64]:
        """Log odds that each block is the article."""
        likely = self.classification.probability
        odds: NDArray[np.float64] = np.log(np.clip(likely, 1e-6, 1.0) / np.clip(1 - likely, 1e-6, 1.0))
        return odds

    @cached_property
    def blocks(self) -> list[Candidate]:
        """The considered blocks."""
        return [self.features.candidates[row] for row in self.classification.rows.tolist()]

    @cached_property
    def words(self) -> NDArray[np.float64]:
        """Of each block, one at least. Where words are not set apart, each character was counted: two are one."""
        is_of_characters = self.column("word_length") < MOST_OF_CHARACTERS
        return np.maximum(1, self.column("words") * np.where(is_of_characters, OF_A_WORD, 1.0))

    @cached_property
    def links(self) -> NDArray[np.float64]:
        """The part of each block that is links."""
        return self.column("link_density")

    @cached_property
    def appeals(self) -> NDArray[np.float64]:
        """Log odds of each block's words to be an appeal."""
        return self.column("appeal_words")

    @cached_property
    def is_called_otherwise(self) -> list[bool]:
        """Of each container, whether it is called something that is no part of an article."""
        called: list[bool] = np.logical_or.reduce(self.features.containers.groups[:, NOT_ITS_OWN], axis=1).tolist()
        return called

    @cached_property
    def starts(self) -> list[int]:
        """The place of each block among all candidates of the page."""
        rows: list[int] = self.classification.rows.tolist()
        return rows

    def places_in(self, container: Container) -> range:
        """The places of the blocks that a container holds."""
        return range(bisect_left(self.starts, container.first), bisect_left(self.starts, container.last))

    def may_tell(self, place: int) -> bool:
        """Whether a block is a text of its own: no link, button or caption."""
        block = self.blocks[place]
        return bool(self.links[place] < FEW_LINKS) and not block.button and block.kind is not BlockKind.CAPTION

    @cached_property
    def prose(self) -> list[int]:
        """Places of paragraphs that are more likely the article's than not."""
        is_prose = (self.classification.probability >= LIKELY) & (self.words >= PARAGRAPH) & (self.links < FEW_LINKS)
        kinds = (BlockKind.PARAGRAPH, BlockKind.QUOTE)
        places = np.flatnonzero(is_prose).tolist()
        return [at for at in places if self.blocks[at].kind in kinds and not self.blocks[at].button]

    @cached_property
    def paragraphs(self) -> list[int]:
        """Places of what is taken for a paragraph of the article."""
        is_taken = (self.classification.probability >= TAKEN) & (self.words >= PARAGRAPH) & (self.links < FEW_LINKS)
        return np.flatnonzero(is_taken).tolist()

    @cached_property
    def headline(self) -> Container | None:
        """The heading of the first order, where there is one alone."""
        found = [step for step in self.features.document.containers if step.tag == "h1"]
        return found[0] if len(found) == 1 else None

    @cached_property
    def likely_words(self) -> NDArray[np.float64]:
        """How many words each block has that is more likely the article's than not; others have none."""
        words = self.features.word_count[self.classification.rows]
        return np.where(self.classification.probability >= LIKELY, words, 0.0)

    @cached_property
    def before(self) -> list[float]:
        """Words of the article that stand before each block."""
        total: list[float] = (np.cumsum(self.likely_words) - self.likely_words).tolist()
        return total

    def is_behind_article(self, place: int) -> bool:
        """Whether what stands before a block is an article of its own."""
        return self.before[place] >= SHORTEST_ARTICLE

    def is_late(self, place: int) -> bool:
        """Whether a block stands in the second half of the article."""
        return self.before[place] >= self.before[-1] / 2

    def column(self, name: str) -> NDArray[np.float64]:
        """What was measured of each block."""
        column: NDArray[np.float64] = self.classification.table[:, places_of(self.classification.columns)[name]]
        return column

    def up_to(self, container: Container, around: Container) -> list[Container] | None:
        """The containers from a block's own to the one around the paragraphs; None where it stands elsewhere, or what
        it stands in is called something else."""
        outward: list[Container] = []
        for step in container.lineage():
            if step is around:
                return outward
            is_own = step.tag in QUOTES or not self.is_called_otherwise[step.index]
            if (
                sum(step.tag not in PARTS_OF_TABLES for step in outward) == DEEPEST
                or step.tag in ASIDE
                or step.hidden
                or not is_own
            ):
                return None
            outward.append(step)
        return None

    def is_announced(self, container: Container) -> bool:
        """Whether what stands before a container ends with a colon."""
        return container.first > 0 and self.features.candidates[container.first - 1].text.endswith((":", "："))

    def ends_sentence(self, place: int) -> bool:
        """Whether a block ends as a sentence does."""
        return ends_sentence(self.blocks[place].text)

    def name_of(self, place: int) -> tuple[int, str, str]:
        """What the element of a block is called, and what it stands in."""
        return self.blocks[place].container.name
