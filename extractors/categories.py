"""What a removed block was: donation, newsletter, related ..."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from extractors.linear import ClassWeights

LEGAL = re.compile(
    r"©|copyright|privacy|cookie|terms|rights reserved|datenschutz|impressum|agb\b|rechte|privacidad|t[ée]rminos|"
    r"aviso legal|confidentialit|mentions l|condizioni|prywatno|regulamin|gizlilik|конфиденц|права|著作|"
    r"転載|版权|저작권",
    re.IGNORECASE,
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
CLOSE, FURTHER = 2, 5
MARKS = frozenset(
    {"in_form", "in_footer", "in_header", "in_aside", "navigation", "button", "heading_level"}
    | {"parent_email", "grandparent_email"}
)
# How much the neighbours in a run of removed blocks have to say.
COMPANY = 0.5


def category_tokens(words: Sequence[str]) -> list[str]:
    """The words of a block, their stems (``supp*``), a short block as a whole, and its length in threes."""
    words = words[:LONGEST]
    whole = [" ".join(words) + " $"] if len(words) < SHORT else []
    stems = [f"{word[:STEM]}*" for word in words if len(word) > STEM]
    return list(dict.fromkeys([*words, *stems, *whole, f"#{min(8, len(words) // 3)}"]))


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
    """What the measures say of the surroundings of each block (row): names close by (``@@``) or further out (``@``),
    tags, fields."""
    near, own, _ = _marking(columns)
    steps = table[:, near]
    return np.hstack([steps <= CLOSE, (steps > CLOSE) & (steps <= FURTHER), table[:, own] > 0])


class CategoryWords:
    """What the words and marks of a block say of its category: the model over both kinds of tokens."""

    def __init__(self, weights: ClassWeights) -> None:
        self.number = {token: number for number, token in enumerate(weights)}
        self.weights = np.array([*weights.values(), [0.0] * len(CLASSES)])
        self.bias = np.array(weights[""])

    def _numbers(self, tokens: Iterable[str]) -> list[int]:
        """The rows of ``weights``; the last is for unknown tokens."""
        return [self.number.get(token, -1) for token in tokens]

    def scores(
        self, texts: Sequence[Sequence[str]], table: NDArray[np.floating[Any]], columns: tuple[str, ...]
    ) -> NDArray[np.float64]:
        """A score for each of ``CLASSES``, a row for each text, which is given as its words and its measures."""
        listed = [category_tokens(words) for words in texts]
        marks = marks_of(table, columns)
        sizes = np.array([len(tokens) for tokens in listed], dtype=int)
        words = self.weights[self._numbers(chain.from_iterable(listed))]
        total = np.add.reduceat(words, np.cumsum(sizes) - sizes) if listed else np.zeros((0, len(CLASSES)))
        total += marks @ self.weights[self._numbers(mark_tokens(columns))]
        scores: NDArray[np.float64] = self.bias + total / np.sqrt(sizes + marks.sum(axis=1))[:, None]
        return scores


def name_of(letter: str, text: str) -> Category:
    """The category of a class; other boilerplate is legal or a part of the interface by its words."""
    if category := LETTERS.get(letter):
        return category
    return Category.LEGAL if LEGAL.search(text) else Category.INTERFACE


def with_company(scores: NDArray[np.float64], runs: Iterable[range]) -> NDArray[np.float64]:
    """Scores to which the mean of the block's run has been added: a lone "Continue" is what its company is."""
    mixed = scores.copy()
    for run in runs:
        mixed[run.start : run.stop] += COMPANY * scores[run.start : run.stop].mean(axis=0)
    return mixed
