"""What a removed block was: donation, newsletter, related ..."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.classifier.linear import ClassWeights

# For texts in lower case: either case would be looked for at every character.
LEGAL = re.compile(
    r"©|copyright|privacy|cookie|terms|rights reserved|datenschutz|impressum|agb\b|rechte|privacidad|t[ée]rminos|"
    r"aviso legal|confidentialit|mentions l|condizioni|prywatno|regulamin|gizlilik|конфиденц|права|著作|"
    r"転載|版权|저작권"
)
# The letters of the labelled corpus; B is split by its words, O is what no label covers.
LETTERS = {
    "D": Category.DONATION,
    "N": Category.NEWSLETTER,
    "P": Category.SUBSCRIPTION,
    "R": Category.REGISTRATION,
    "F": Category.FOLLOW,
    "L": Category.RELATED,
    "A": Category.ADVERT,
    "T": Category.TIP,
}
CLASSES = (*LETTERS, "B", "O")
LONGEST, STEM, SHORT = 40, 4, 5
# The length of a text in threes of words; the last is 24 or more.
LENGTHS = tuple(f"#{threes}" for threes in range(9))
CLOSE, FURTHER = 2, 5
MARKS = frozenset(
    {"in_form", "in_footer", "in_header", "in_aside", "navigation", "button", "heading_level"}
    | {"parent_email", "grandparent_email"}
)
# The row of the weights of unknown tokens.
UNKNOWN = -1
# How much the neighbours in a run of removed blocks have to say.
COMPANY = 0.5


def category_tokens(words: Sequence[str]) -> list[str]:
    """The words of a block, their stems (``supp*``), a short block as a whole, and its length."""
    words = words[:LONGEST]
    whole = [" ".join(words) + " $"] if len(words) < SHORT else []
    stems = [f"{word[:STEM]}*" for word in words if len(word) > STEM]
    return list(dict.fromkeys([*words, *stems, *whole, LENGTHS[_length_of(words)]]))


def _length_of(words: Sequence[str]) -> int:
    return min(len(LENGTHS) - 1, len(words) // 3)


@lru_cache(maxsize=8)
def _marking(columns: tuple[str, ...]) -> tuple[list[int], list[int], list[str]]:
    """The places of the columns that name what is near, of those that are marks themselves, and the marks' tokens."""
    near = [place for place, column in enumerate(columns) if column.startswith("near_")]
    own = [place for place, column in enumerate(columns) if column in MARKS]
    tokens = [f"{sign}{columns[place]}" for sign in ("@@", "@") for place in near]
    return near, own, tokens + [f"@@{columns[place]}" for place in own]


def mark_tokens(columns: tuple[str, ...]) -> list[str]:
    """What the columns of ``marks_of`` stand for."""
    return _marking(columns)[2]


def marks_of(table: NDArray[np.floating[Any]], columns: tuple[str, ...]) -> NDArray[np.bool_]:
    """What the features say of the surroundings of each block (row): names close by (``@@``) or further out (``@``),
    tags, fields."""
    near, own, _ = _marking(columns)
    steps = table[:, near]
    return np.hstack([steps <= CLOSE, (steps > CLOSE) & (steps <= FURTHER), table[:, own] > 0])


class CategoryWords:
    """What the words and marks of a block say of its category: the model over both kinds of tokens."""

    def __init__(self, weights: ClassWeights) -> None:
        self.number = {token: number for number, token in enumerate(weights)}
        self.of_stem = {token[:-1]: number for token, number in self.number.items() if token.endswith("*")}
        self.of_length = [self.number.get(token, UNKNOWN) for token in LENGTHS]
        self.weights = np.array([*weights.values(), [0.0] * len(CLASSES)])
        self.bias = np.array(weights[""])
        self.of_marks = lru_cache(maxsize=8)(self._of_marks)

    def _of_marks(self, columns: tuple[str, ...]) -> NDArray[np.float64]:
        """The weights of ``mark_tokens``."""
        found: NDArray[np.float64] = self.weights[[self.number.get(token, UNKNOWN) for token in mark_tokens(columns)]]
        return found

    def _numbers(self, words: Sequence[str]) -> list[int]:
        """The rows of ``weights`` of the ``category_tokens`` of a text, which are not made for it."""
        words, number_of = words[:LONGEST], self.number.get
        found = [self.of_length[_length_of(words)]]
        if len(words) < SHORT:
            found.append(number_of(" ".join(words) + " $", UNKNOWN))
        found += map(number_of, dict.fromkeys(words), repeat(UNKNOWN))
        stems = dict.fromkeys([word[:STEM] for word in words if len(word) > STEM])
        found += map(self.of_stem.get, stems, repeat(UNKNOWN))
        return found

    def scores(
        self, texts: Sequence[Sequence[str]], table: NDArray[np.floating[Any]], columns: tuple[str, ...]
    ) -> NDArray[np.float64]:
        """A score for each of ``CLASSES``, a row for each text, which is given as its words and its features."""
        if not texts:
            return np.zeros((0, len(CLASSES)))
        numbers, marks = [self._numbers(words) for words in texts], marks_of(table, columns)
        sizes = np.array(list(map(len, numbers)))
        words = self.weights.take(list(chain.from_iterable(numbers)), axis=0)
        total = np.add.reduceat(words, np.cumsum(sizes) - sizes)
        total += marks @ self.of_marks(columns)
        scores: NDArray[np.float64] = self.bias + total / np.sqrt(sizes + marks.sum(axis=1))[:, None]
        return scores


def name_of(letter: str, text: str) -> Category:
    """The category of a class; other boilerplate is legal or a part of the interface by its words."""
    if category := LETTERS.get(letter):
        return category
    return Category.LEGAL if LEGAL.search(text.lower()) else Category.INTERFACE


def with_company(scores: NDArray[np.float64], indices: NDArray[np.int64]) -> NDArray[np.float64]:
    """Scores to which the mean of the block's run has been added: a lone "Continue" is what its company is.

    Blocks (at least one, in order) stand in a run whose indices follow on each other.
    """
    begins = np.ones(len(indices), dtype=bool)
    begins[1:] = indices[1:] != indices[:-1] + 1
    starts, run = np.flatnonzero(begins), np.cumsum(begins) - 1
    means = np.add.reduceat(scores, starts) / np.bincount(run)[:, None]
    mixed: NDArray[np.float64] = scores + COMPANY * means[run]
    return mixed
