"""What a removed block was: donation, newsletter, related ..."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.model import Category
from extractors.words import words_of

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


def category_tokens(text: str, marks: Iterable[str]) -> list[str]:
    """The words of a block, their stems (``supp*``), a short block as a whole, its length in threes, and its marks."""
    words = words_of(text)[:LONGEST]
    tokens = {*words, *(f"{word[:STEM]}*" for word in words if len(word) > STEM), *marks, f"#{min(8, len(words) // 3)}"}
    if len(words) < SHORT:
        tokens.add(" ".join(words) + " $")
    return sorted(tokens)


@lru_cache(maxsize=8)
def _marking(columns: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    near = [place for place, column in enumerate(columns) if column.startswith("near_")]
    return np.array(near), np.array([place for place, column in enumerate(columns) if column in MARKS])


def marks_of(row: NDArray[np.floating[Any]], columns: tuple[str, ...]) -> list[str]:
    """What the measures say of a block's surroundings: names close by (``@@``) or further out (``@``), tags, fields."""
    near, own = _marking(columns)
    marks = [f"{'@@' if row[place] <= CLOSE else '@'}{columns[place]}" for place in near[row[near] <= FURTHER]]
    return marks + [f"@@{columns[place]}" for place in own[row[own] > 0]]


def scores_of(tokens: Sequence[str], weights: ClassWeights) -> NDArray[np.float64]:
    """A score for each of ``CLASSES``."""
    rows = [row for token in tokens if (row := weights.get(token)) is not None]
    total = np.array([sum(column) for column in zip(*rows, strict=True)]) if rows else 0.0
    scores: NDArray[np.float64] = np.array(weights[""]) + total / math.sqrt(len(tokens) or 1)
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
