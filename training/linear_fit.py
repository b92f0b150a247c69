"""Fit the linear models over tokens, and score rows by models that did not see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Mask = NDArray[np.bool_]
# Tokens seen less often say nothing that holds elsewhere.
RAREST = 3


@dataclass(slots=True)
class TokenTable:
    """Which tokens stand in each row, as a sparse matrix; ``tokens`` names its columns."""

    matrix: csr_matrix
    tokens: list[str]


def token_table(rows: Sequence[Iterable[str]], *, even: bool = False, teaching: Mask | None = None) -> TokenTable:
    """Count tokens a row; ``even`` divides by the root of how many there are, as ``extractors.meaning.word_scores``
    does. A token is known that is not rare in the rows that teach, which are all where nothing is said."""
    listed = [list(row) for row in rows]
    taught = listed if teaching is None else compress(listed, teaching)
    seen = Counter(token for row in taught for token in set(row))
    tokens = sorted(token for token, count in seen.items() if count >= RAREST)
    number = {token: place for place, token in enumerate(tokens)}
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in listed:
        known = Counter(number[token] for token in row if token in number)
        share = len(row) ** -0.5 if even and row else 1.0
        indices += known.keys()
        values += [count * share for count in known.values()]
        starts.append(len(indices))
    return TokenTable(csr_matrix((values, indices, starts), shape=(len(listed), len(tokens))), tokens)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model is taught: rows of tokens, their targets (0, 1) and weights, and the rows that count."""

    table: TokenTable
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    rows: Mask
    strength: float
    """The inverse of the regularisation."""


def fit(lesson: Lesson, rows: Mask) -> LogisticRegression:
    """A logistic regression on some of a lesson's rows."""
    model = LogisticRegression(C=lesson.strength, solver="liblinear", tol=0.01, random_state=0)
    weight = lesson.weight[rows] / lesson.weight[rows].mean()
    return model.fit(lesson.table.matrix[rows], lesson.target[rows], sample_weight=weight)


def weights_of(model: LogisticRegression, tokens: Sequence[str], smallest: float) -> dict[str, float]:
    """Tokens and weights as ``LinearModel`` wants them, without those smaller than ``smallest``."""
    weighed = zip(tokens, model.coef_[0], strict=True)
    weights = {token: round(float(weight), 3) for token, weight in weighed if abs(weight) >= smallest}
    return {"": round(float(model.intercept_[0]), 4)} | weights


def unseen_scores(lesson: Lesson, parts: NDArray[np.int64]) -> tuple[NDArray[np.float64], LogisticRegression]:
    """Scores of all rows, each by a model that was fitted on other parts; and the model fitted on the whole lesson."""
    whole = fit(lesson, lesson.rows)
    scores: NDArray[np.float64] = whole.decision_function(lesson.table.matrix)
    for part in np.unique(parts[lesson.rows]):
        here = parts == part
        scores[here] = fit(lesson, lesson.rows & ~here).decision_function(lesson.table.matrix[here])
    return scores, whole
