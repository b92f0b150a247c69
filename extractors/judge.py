"""How likely each candidate block is part of the article: two rounds, the second with the neighbours' scores known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.linear import load_classes, load_linear
from extractors.measures import shifted
from extractors.scoring import AppealWords, BlockWords, NameParts
from extractors.trees import Trees, load_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.document import Container
    from extractors.linear import ClassWeights
    from extractors.measures import Measures

STEPS = (-3, -2, -1, 1, 2, 3)
NEAR, REACH = 8, 6
NO_APPEAL = -12.0
# Below this chance the second round changes nothing.
SETTLED = 0.02


@dataclass(frozen=True, slots=True)
class Models:
    """What the judgement rests on: three linear models and two rounds of trees."""

    appeal: AppealWords
    words: BlockWords
    names: NameParts
    first: Trees
    second: Trees
    categories: ClassWeights


@cache
def load_models() -> Models:
    """The models that ``training.fit`` wrote."""
    return Models(
        AppealWords(load_linear("appeal", even=True)), BlockWords(load_linear("words", even=False)),
        NameParts(load_linear("names", even=False)),
        load_trees("first"), load_trees("second"), load_classes("categories"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """``rows`` are the indices of the candidates that were considered; the others are links of menus.

    ``table`` has the columns of the second round, ``chance`` the probability of being article text, a row each.
    """

    rows: NDArray[np.int64]
    columns: tuple[str, ...]
    table: NDArray[np.float64]
    chance: NDArray[np.float64]


def linear_columns(measures: Measures, rows: NDArray[np.int64], models: Models) -> dict[str, NDArray[np.float64]]:
    """The scores of the linear models for the considered candidates."""
    names = models.names.scores(measures.containers)
    return {
        "appeal_words": np.array([models.appeal.score(measures.candidates[row].text) for row in rows]),
        "article_words": np.array([models.words.score(measures.words[row]) for row in rows]),
        "article_names": names[measures.of_container[rows]],
    }


def signature(container: Container) -> tuple[str | None, ...]:
    """What containers of the same kind share on a page: tags and classes of it and its parent."""
    parent = container.parent or container
    return (container.tag, container.attributes.get("class"), parent.tag, parent.attributes.get("class"))


def _group_means(
    keys: Sequence[object], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    numbers: dict[object, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=int)
    total = np.bincount(group, values * weights, minlength=len(numbers))
    mean = total / np.maximum(1.0, np.bincount(group, weights, minlength=len(numbers)))
    of_rows: NDArray[np.float64] = mean[group]
    return of_rows


def _window_mean(
    values: NDArray[np.float64], weights: NDArray[np.float64], below: int, above: int
) -> NDArray[np.float64]:
    """Weighted mean over the rows from ``below`` to ``above`` relative to each row, both inclusive."""
    count = len(values)
    held = np.concatenate([[0.0], np.cumsum(values * weights)])
    weight = np.concatenate([[0.0], np.cumsum(weights)])
    start = np.clip(np.arange(count) + below, 0, count)
    stop = np.clip(np.arange(count) + above + 1, 0, count)
    mean: NDArray[np.float64] = (held[stop] - held[start]) / np.maximum(1.0, weight[stop] - weight[start])
    return mean


def _best_near(appeal: NDArray[np.float64], direction: int) -> NDArray[np.float64]:
    """For each row the surest appeal among the ``REACH`` rows before (-1) or after (1) it."""
    best: NDArray[np.float64] = np.max(
        [shifted(appeal, direction * step, NO_APPEAL) for step in range(1, REACH + 1)], axis=0
    )
    return best


def context_columns(
    words: NDArray[np.float64],
    parents: Sequence[object],
    kinds: Sequence[object],
    chance: NDArray[np.float64],
    appeal: NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """What the first round says of the blocks around each considered one.

    ``words`` counts words; ``parents`` and ``kinds`` tell which blocks share a parent or a ``signature``.
    """
    article = np.cumsum(chance * words)
    total = article[-1] or 1.0
    columns = {"chance": chance}
    columns |= {f"chance{step:+d}": shifted(chance, step, 0.0) for step in STEPS}
    columns |= {f"appeal{step:+d}": shifted(appeal, step, NO_APPEAL) for step in STEPS}
    return columns | {
        "article_above": (article - chance * words) / total,
        "article_below": 1 - article / total,
        "chance_near": _window_mean(chance, words, -NEAR, NEAR),
        "chance_before": _window_mean(chance, words, -NEAR, -1),
        "chance_after": _window_mean(chance, words, 1, NEAR),
        "chance_of_siblings": _group_means(parents, chance, words),
        "chance_of_kind": _group_means(kinds, chance, words),
        "appeal_near": _window_mean(appeal, words, -1, 1),
        "appeal_around": _window_mean(appeal, words, -3, 3),
        "appeal_above": _best_near(appeal, -1),
        "appeal_below": _best_near(appeal, 1),
        "appeal_of_siblings": _group_means(parents, appeal, words),
        "appeal_of_kind": _group_means(kinds, appeal, words),
    }


def logistic(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds as probability."""
    return 1.0 / (1.0 + np.exp(-score))


def judge(measures: Measures, models: Models) -> Judgement:
    """Weigh the considered candidates of a page (at least one), twice."""
    rows = measures.rows
    linear = linear_columns(measures, rows, models)
    table = np.column_stack([measures.table, *linear.values()])
    chance = logistic(models.first.score(table))
    containers = [measures.candidates[row].container for row in rows]
    context = context_columns(
        measures.word_count[rows],
        [c.parent.index if c.parent else -1 for c in containers],
        [signature(c) for c in containers],
        chance,
        linear["appeal_words"],
    )
    table = np.column_stack([table, *context.values()])
    open_rows = np.flatnonzero(chance >= SETTLED)
    chance = chance.copy()
    chance[open_rows] = logistic(models.second.score(table[open_rows]))
    return Judgement(rows, (*measures.columns, *linear, *context), table, chance)
