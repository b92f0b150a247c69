"""Which words of a block ask: those that mean an appeal by themselves, or with their neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES
from extractors.text.words import LONGEST, LONGEST_RUN, NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from extractors.meaning.network import Meaning
    from extractors.meaning.vectors import PieceVectors
    from extractors.model import Category

    # The runs of a block, and the appeal that it is claimed to be.
    Block = tuple[Sequence[str], Category]

# So many wordings are named of a block, each so much more likely an appeal than no words are (a natural logarithm).
MOST_WORDS, TELLING = 3, 1.0
# A line of so few words is named as a whole; of a longer one, words with their neighbours, so many places away.
SHORT = 4
AROUND = ((0, 0), (0, 1), (-1, 0), (0, 2), (-1, 1), (-2, 0), (0, 3), (-1, 2), (-2, 1), (-3, 0))
# A wording that ends in a word that says nothing ("sign in", "newsletter to") has to ask more by so much.
HANGING = 0.2
# Logarithm of a piece's frequency over all languages, from which on a word says nothing by itself.
COMMON = -10.5
NOTHING = ""
APPEALS_IN_ORDER = list(CATEGORIES.values())[:APPEAL_CLASSES]
# Blocks that are read at once: the network takes as long for one as for many, and their words find room.
TOGETHER = 64


@dataclass(frozen=True, slots=True)
class WordingReader:
    """Looks for the words that ask, by what they mean."""

    meaning: Meaning

    def telling(self, blocks: Sequence[Block]) -> list[list[str]]:
        """Of each block the wordings that ask for its appeal most, in their order; a short line as a whole."""
        parts = (blocks[at : at + TOGETHER] for at in range(0, len(blocks), TOGETHER))
        return list(chain.from_iterable(map(self._telling, parts)))

    def _telling(self, blocks: Sequence[Block]) -> list[list[str]]:
        blocks = [(runs[:LONGEST], category) for runs, category in blocks]
        self.meaning.of_words([run for runs, _ in blocks if len(runs) > SHORT for run in runs])  # all of them at once
        wordings = [list(self._wordings(*block)) for block in blocks]
        texts = [
            runs[words.start : words.stop] for (runs, _), own in zip(blocks, wordings, strict=True) for words in own
        ]
        chances = iter(self.meaning.log_probabilities(texts))
        return [
            self._chosen(block, own, np.array(list(islice(chances, len(own))))) if own else []
            for block, own in zip(blocks, wordings, strict=True)
        ]

    def _wordings(self, runs: Sequence[str], category: Category) -> Iterator[range]:
        """The words of a block that may be named, each as its places."""
        if len(runs) <= SHORT:
            yield from [range(len(runs))] if any(map(self._says_something, runs)) else ()
            return
        asking = self._asking(self.meaning.of_words(runs), category)
        telling = (at for at in np.argsort(-asking, kind="stable").tolist() if asking[at] >= TELLING)
        for seed in islice((at for at in telling if self._says_something(runs[at])), MOST_WORDS):
            yield from self._around(seed, runs)

    def _chosen(self, block: Block, wordings: Sequence[range], chances: NDArray[np.float64]) -> list[str]:
        runs, category = block
        asking = self._asking(chances, category)
        if len(runs) <= SHORT:
            return [" ".join(run for run in runs if run not in NO_WORDS)] if asking[0] >= TELLING else []
        unsaid = [not self._says_something(runs[words.stop - 1]) for words in wordings]
        chosen = _best(wordings, asking - np.where(unsaid, HANGING, 0.0))
        return [" ".join(runs[words.start : words.stop]) for words in chosen]

    def _asking(self, chances: NDArray[np.float64], category: Category) -> NDArray[np.float64]:
        """How much more likely each text makes this appeal than no words do."""
        column = APPEALS_IN_ORDER.index(category)
        asking: NDArray[np.float64] = chances[:, column] - self.meaning.of_words([NOTHING])[0, column]
        return asking

    def _says_something(self, run: str) -> bool:
        return _says_something(run[:LONGEST_RUN], self.meaning.vectors)

    def _around(self, seed: int, runs: Sequence[str]) -> Iterator[range]:
        """The word alone and with its neighbours, from a word that says something to one or to the word behind it."""
        for first, last in AROUND:
            words = range(seed + first, seed + last + 1)
            if words.start >= 0 and words.stop <= len(runs) and all(runs[at].isalpha() for at in words):
                ends = {words.start, words.stop - 1} - {seed, seed + 1}
                if all(self._says_something(runs[at]) for at in ends):
                    yield words


@lru_cache(maxsize=1 << 14)
def _says_something(run: str, vectors: PieceVectors) -> bool:
    """Whether a word tells by itself what is meant: "to", "oder" and "nous" do not."""
    return run[0].isalpha() and vectors.commonness(run) < COMMON


def _best(wordings: Sequence[range], asking: NDArray[np.float64]) -> list[range]:
    """Those that ask most, of those that share a word one, in the order of the text."""
    chosen: list[range] = []
    for number in np.argsort(-asking, kind="stable").tolist():
        if all(words.stop <= wordings[number].start or words.start >= wordings[number].stop for words in chosen):
            chosen.append(wordings[number])
    return sorted(chosen, key=lambda words: words.start)
