"""How likely each candidate block is part of the article: two rounds, the second with the neighbours' scores known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.categories import CategoryWords
from extractors.classifier.lexicon import Lexicon
from extractors.classifier.linear import load_classes, load_linear
from extractors.classifier.name_scores import NameParts
from extractors.classifier.surroundings import COLUMNS as CONTEXT
from extractors.classifier.surroundings import Surroundings, context_table
from extractors.classifier.trees import Trees, load_trees
from extractors.features.blocks import COLUMNS as MEASURED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.features.blocks import Features

# Below this probability the second round changes nothing.
SETTLED = 0.05
LINEAR_COLUMNS = ("appeal_words", "article_words", "article_names")
APPEAL = LINEAR_COLUMNS.index("appeal_words")
FIRST_COLUMNS = (*MEASURED, *LINEAR_COLUMNS)
COLUMNS = (*FIRST_COLUMNS, *CONTEXT)


@dataclass(frozen=True, slots=True)
class Models:
    """What the classification rests on: linear models over words and names, and two rounds of trees."""

    words: Lexicon
    names: NameParts
    first: Trees
    second: Trees
    categories: CategoryWords


@cache
def load_models() -> Models:
    """The models that ``training.fit`` wrote."""
    return Models(
        Lexicon(load_linear("appeal", even=True), load_linear("words", even=False)),
        NameParts(load_linear("names", even=False)),
        load_trees("first"), load_trees("second"), CategoryWords(load_classes("categories")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Classification:
    """``rows`` are the indices of the candidates that were considered; the others are links of menus.

    ``table`` has the columns of the second round, ``probability`` the probability of being article text, a row each.
    ``first`` are the leaves of the first round's trees that they reached, ``second`` those of the second's, a row for
    each of ``open_rows``: the first settles the others.
    """

    rows: NDArray[np.int64]
    columns: tuple[str, ...]
    table: NDArray[np.float64]
    probability: NDArray[np.float64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    open_rows: NDArray[np.int64]


def linear_table(features: Features, models: Models) -> NDArray[np.float64]:
    """The scores of the linear models for the considered candidates, columns as in ``LINEAR_COLUMNS``."""
    names = models.names.scores(features.containers)
    appeal, article = models.words.scores([features.runs[row] for row in features.rows.tolist()])
    return np.array([appeal, article, names[features.of_container[features.rows]]]).T


def logistic(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds as probability."""
    return 1.0 / (1.0 + np.exp(-score))


def classify(features: Features, models: Models) -> Classification:
    """Weigh the considered candidates of a page (at least one), twice."""
    rows, linear = features.rows, linear_table(features, models)
    table = np.empty((len(rows), len(COLUMNS)))
    table[:, : len(MEASURED)] = features.table
    table[:, len(MEASURED) : len(FIRST_COLUMNS)] = linear
    first = models.first.leaves(table)
    probability = logistic(models.first.score(first))
    table[:, len(FIRST_COLUMNS) :] = context_table(Surroundings.of(features), probability, linear[:, APPEAL])
    open_rows = np.flatnonzero(probability >= SETTLED)
    second = models.second.leaves(table[open_rows])
    probability[open_rows] = logistic(models.second.score(second))
    return Classification(rows, COLUMNS, table, probability, first, second, open_rows)
