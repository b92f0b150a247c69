"""How likely each candidate block is part of the article: two rounds, the second with the neighbours' scores known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.lexicon import Lexicon
from extractors.classifier.linear import load_linear
from extractors.classifier.name_scores import NameParts
from extractors.classifier.surroundings import COLUMNS as CONTEXT
from extractors.classifier.surroundings import Surroundings, context_table
from extractors.classifier.trees import Trees, load_trees
from extractors.features.blocks import COLUMNS as MEASURED
from extractors.meaning.network import COLUMNS as MEANING
from extractors.meaning.network import Meaning, load_meaning, summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.features.blocks import Features

# Below this probability the second round changes nothing.
SETTLED = 0.05
SPOKEN_COLUMNS = ("appeal_words", "article_words", "article_names", *MEANING)
WORDS, APPEAL = MEASURED.index("words"), SPOKEN_COLUMNS.index("means_appeal")
FIRST_COLUMNS = (*MEASURED, *SPOKEN_COLUMNS)
COLUMNS = (*FIRST_COLUMNS, *CONTEXT)


@dataclass(frozen=True, slots=True)
class Models:
    """What the classification rests on: linear models over words and names, what texts mean, two rounds of trees.

    ``categories`` are the trees that tell what blocks are.
    """

    words: Lexicon
    names: NameParts
    first: Trees
    second: Trees
    categories: Trees
    meaning: Meaning


@cache
def load_models() -> Models:
    """The models that ``training.fit`` wrote."""
    return Models(
        Lexicon(load_linear("words")), NameParts(load_linear("names")),
        load_trees("first"), load_trees("second"), load_trees("categories"), load_meaning(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Classification:
    """``rows`` are the indices of the candidates that were considered; the others are links of menus.

    ``table`` has the columns of the second round, ``meaning`` the log probabilities of ``extractors.meaning.classes``,
    ``probability`` the probability of being article text, a row each.
    """

    rows: NDArray[np.int64]
    columns: tuple[str, ...]
    table: NDArray[np.float64]
    meaning: NDArray[np.float64]
    probability: NDArray[np.float64]


def _spoken(features: Features, models: Models) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of the considered candidates what words, names and meaning say, columns as in ``SPOKEN_COLUMNS``; and what each
    means."""
    runs = [features.runs[row] for row in features.rows.tolist()]
    names = models.names.scores(features.containers)[features.of_container[features.rows]]
    meant = models.meaning.read(runs)
    told = summary(meant.vectors, meant.all, features.table[:, WORDS])
    return np.column_stack([meant.words, models.words.scores(runs), names, told]), meant.all


def logistic(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds as probability."""
    return 1.0 / (1.0 + np.exp(-score))


def classify(features: Features, models: Models) -> Classification:
    """Weigh the considered candidates of a page (at least one), twice."""
    rows, (spoken, meaning) = features.rows, _spoken(features, models)
    table = np.empty((len(rows), len(COLUMNS)))
    table[:, : len(MEASURED)] = features.table
    table[:, len(MEASURED) : len(FIRST_COLUMNS)] = spoken
    probability = logistic(models.first.score(table))
    table[:, len(FIRST_COLUMNS) :] = context_table(Surroundings.of(features), probability, spoken[:, APPEAL])
    open_rows = np.flatnonzero(probability >= SETTLED)
    probability[open_rows] = logistic(models.second.score(table[open_rows]))
    return Classification(rows, COLUMNS, table, meaning, probability)
