"""Fit what tells the categories of removed blocks apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from extractors.classifier.categories import CLASSES, category_tokens, mark_tokens, marks_of
from extractors.text.words import read_words
from training.labels import OTHER
from training.linear_fit import token_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.dataset import Sample

KINDS = {"donation": "D", "newsletter": "N", "subscription": "P", "registration": "R", "follow": "F"}
STRENGTH = 20.0
SMALLEST = 0.15
# Written passages teach the words of many languages; what stands on pages teaches the rest.
WRITTEN_WEIGHT = 0.2
# One block of no category out of so many is enough to know them.
SPARSELY = 23


def _examples(samples: Sequence[Sample]) -> Iterator[tuple[list[str], str, float]]:
    """Tokens, class and weight of each block that has a class."""
    for sample in samples:
        marked = _marks(sample)
        for row, words in enumerate(read_words(sample.texts)[1]):
            label = sample.labels.get(row, "")
            letter = KINDS.get(label, label)
            is_other = not label and sample.target[row] == OTHER and (row * 7 + len(sample.texts[row])) % SPARSELY == 0
            if letter in CLASSES or is_other:
                tokens = [*category_tokens(words), *marked[row]]
                yield tokens, letter or "O", 1.0 if sample.is_of_corpus else WRITTEN_WEIGHT


def _marks(sample: Sample) -> list[list[str]]:
    """The marks of each block; a passage without a page has none."""
    if not sample.is_of_corpus:
        return [[] for _ in sample.texts]
    tokens = np.array(mark_tokens(sample.columns))
    return [tokens[marks].tolist() for marks in marks_of(sample.table, sample.columns)]


def fit_categories(samples: Sequence[Sample]) -> dict[str, list[float]]:
    """For each token a weight for each of ``CLASSES``; the empty token holds the biases."""
    tokens, letters, weights = zip(*_examples(samples), strict=True)
    table = token_table(tokens, even=True)
    target = np.array([CLASSES.index(letter) for letter in letters])
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(table.matrix, target, sample_weight=weights)
    stored = {
        token: [round(float(w), 2) for w in column]
        for token, column in zip(table.tokens, model.coef_.T, strict=True)
        if np.abs(column).max() >= SMALLEST
    }
    return {"": [round(float(bias), 3) for bias in model.intercept_]} | stored
