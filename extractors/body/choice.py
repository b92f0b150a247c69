"""Which blocks are the article: the set that promises the best F1, without headline and doubles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features

# A page that promises less F1 has no article: menus, galleries, shells.
LEAST_PROMISE = 0.1
# Above this probability a block is in, however sure the page is of others.
CERTAIN = 0.5
# Inside the body that a site file names a block is out only when it has the words of an appeal (log odds above
# SURE_APPEAL) and less than this probability: of labelled appeals two thirds are, of article blocks none.
SURE_APPEAL, SURELY_OUT = 3.0, 0.01
# Shorter blocks ("Yes.") may well stand twice in an article.
LONGEST_REPEATABLE = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """``kept`` and ``doubles`` are indices of candidates."""

    kept: frozenset[int]
    doubles: frozenset[int]


def promised_f1(probability: NDArray[np.float64], words: NDArray[np.float64]) -> tuple[float, float]:
    """The threshold that promises the best word F1, and that F1.

    The expected F1 of a set is 2 * (expected words of the article in it) / (its words + expected words of the article);
    the best set holds the likeliest blocks (D. Lewis, Evaluating and optimizing autonomous text classification systems,
    1995).
    """
    order = np.argsort(-probability, kind="stable")
    inside, length = np.cumsum((probability * words)[order]), np.cumsum(words[order])
    f1 = 2 * inside / np.maximum(1e-9, length + inside[-1])
    best = int(f1.argmax())
    return float(probability[order[best]]), float(f1[best])


def choose_body(
    features: Features,
    classification: Classification,
    title: str,
    excluded: frozenset[int],
    inside: frozenset[int] = frozenset(),
) -> Choice:
    """Keep the likeliest candidates; ``excluded`` ones are out whatever their probability.

    ``inside`` are those in the body that a site file names: its author has seen the pages, so of them only
    sure appeals are out.
    """
    words = features.word_count[classification.rows]
    threshold, confidence = promised_f1(classification.probability, words)
    least = min(CERTAIN, threshold) if confidence >= LEAST_PROMISE else CERTAIN
    likely = classification.probability >= least
    if inside:
        likely |= _spoken_for(classification, inside)
    return _without_doubles(
        [row for row in classification.rows[likely].tolist() if row not in excluded], features, title
    )


def _spoken_for(classification: Classification, inside: frozenset[int]) -> NDArray[np.bool_]:
    appeal = classification.table[:, classification.columns.index("appeal_words")]
    return np.isin(classification.rows, list(inside)) & ~(
        (appeal > SURE_APPEAL) & (classification.probability < SURELY_OUT)
    )


def _without_doubles(indices: Iterable[int], features: Features, title: str) -> Choice:
    kept: set[int] = set()
    doubles: set[int] = set()
    headline = fold(title) if title else None
    seen = {headline}
    for index in indices:
        text = features.folded[index]
        if text in seen and (len(text) > LONGEST_REPEATABLE or text == headline):
            doubles.add(index)
        else:
            seen.add(text)
            kept.add(index)
    return Choice(frozenset(kept), frozenset(doubles))
