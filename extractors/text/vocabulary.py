"""The words of some texts as numbers, so that all texts of a page are scored in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from extractors.text.words import FIRST_UNSPACED, STEM, UNSPACED_RUN, with_one_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

# What stands for words that no model knows: short ones, long ones, words of unspaced scripts.
SHORT_UNKNOWN, LONG_UNKNOWN, UNSPACED_UNKNOWN = "", "*", "\u4e00"


class Vocabulary(dict[str, int]):
    """The number of each word that a model knows; words that none knows are known by their stems."""

    def __init__(self, words: Iterable[str]) -> None:
        known = dict.fromkeys([SHORT_UNKNOWN, LONG_UNKNOWN, UNSPACED_UNKNOWN, *words])
        super().__init__((word, number) for number, word in enumerate(known))
        self.short_unknown, self.long_unknown = self[SHORT_UNKNOWN], self[LONG_UNKNOWN]

    def __missing__(self, word: str) -> int:
        """No entry is made: memory stays as it is."""
        if not word.isalpha():
            word = with_one_number(word)
            if (number := self.get(word)) is not None:
                return number
        if word >= FIRST_UNSPACED and UNSPACED_RUN.match(word):
            return self[UNSPACED_UNKNOWN]
        return self.get(f"{word[:STEM]}*", self.long_unknown) if len(word) > STEM else self.short_unknown

    def numbered(self, texts: Sequence[Sequence[str]]) -> NumberedTexts:
        """Texts, given as their runs."""
        sizes = np.array([len(runs) for runs in texts], dtype=np.int64)
        words = np.fromiter(map(self.__getitem__, chain.from_iterable(texts)), np.int64, int(sizes.sum()))
        row = np.repeat(np.arange(len(texts)), sizes)
        return NumberedTexts(sizes, words, row, np.arange(len(words)) - (np.cumsum(sizes) - sizes)[row])


def is_long(word: str) -> bool:
    """Whether a word has a stem besides itself, known or unknown."""
    return len(word) > STEM or word == LONG_UNKNOWN


@dataclass(frozen=True, slots=True)
class NumberedTexts:
    """The words of some texts: their numbers one behind the other, the row of each and its place in it."""

    sizes: NDArray[np.int64]
    words: NDArray[np.int64]
    row: NDArray[np.int64]
    place: NDArray[np.int64]
