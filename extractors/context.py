"""What the first round of the judgement says of what stands around a block: neighbours, siblings, kind, containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.columns import at_steps, range_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.document import Container
    from extractors.measures import Measures

STEPS = (-3, -2, -1, 1, 2, 3)
NEAR, REACH = 8, 6
ALL_STEPS = (*range(-REACH, 0), *range(1, REACH + 1))
NO_APPEAL = -12.0
# Means over the rows around each: of its chance (0) or its log odds of being an appeal (1), from where to where.
WINDOWS = {
    "chance_near": (0, -NEAR, NEAR),
    "chance_before": (0, -NEAR, -1),
    "chance_after": (0, 1, NEAR),
    "appeal_near": (1, -1, 1),
    "appeal_around": (1, -3, 3),
}
# Parts of the article that the innermost container of its kind holds; and how many containers out are looked at.
HOMES, OUTWARD = (0.5, 0.8, 0.95), 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the considered blocks of a page stand.

    ``words`` counts the words of each block, ``kind`` numbers its ``signature``, ``container`` is the row of its
    container in ``parent``, ``depth``, ``first`` and ``last``: which container it stands in, how deep, and which blocks
    it holds (up to ``last``, which is not in it).
    """

    words: NDArray[np.float64]
    kind: NDArray[np.int64]
    container: NDArray[np.int64]
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, measures: Measures) -> Surroundings:
        """Of the considered candidates."""
        rows, table = measures.rows, measures.containers
        numbers: dict[object, int] = {}
        kinds = [numbers.setdefault(signature(measures.candidates[row].container), len(numbers)) for row in rows]
        return cls(
            measures.word_count[rows], np.array(kinds), measures.of_container[rows], table.parent,
            table.depth.astype(int), np.searchsorted(rows, table.first), np.searchsorted(rows, table.last),
        )  # fmt: skip


def signature(container: Container) -> tuple[str | None, ...]:
    """What containers of the same kind share on a page: tags and classes of it and its parent."""
    parent = container.parent or container
    return (container.tag, container.attributes.get("class"), parent.tag, parent.attributes.get("class"))


def _group_means(
    group: NDArray[np.int64], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    mean = np.bincount(group, values * weights) / np.maximum(1.0, np.bincount(group, weights))
    of_rows: NDArray[np.float64] = mean[group]
    return of_rows


def _window_means(values: NDArray[np.float64], weights: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Weighted means over ``WINDOWS`` around each row; ``values`` has a line for each number that stands in these."""
    count = len(weights)
    which, below, above = np.array(list(WINDOWS.values())).T
    start = np.clip(np.arange(count) + below[:, None], 0, count)
    stop = np.clip(np.arange(count) + above[:, None] + 1, 0, count)
    sums = range_sums(np.vstack([values * weights, weights]), start, stop)
    means = sums[which, np.arange(len(WINDOWS))] / np.maximum(1.0, sums[-1])
    return dict(zip(WINDOWS, means, strict=True))


def _container_columns(article: NDArray[np.float64], around: Surroundings) -> dict[str, NDArray[np.float64]]:
    """How much of the article the containers hold that a block stands in, and how much of them it is."""
    held, words = range_sums(np.array([article, around.words]), around.first, around.last)
    share, density = held / (article.sum() or 1.0), held / np.maximum(1.0, words)
    columns, container = {}, around.container
    for step in range(1, OUTWARD + 1):
        container = around.parent[container]
        columns[f"article_share{step}"], columns[f"article_density{step}"] = share[container], density[container]
    for least in HOMES:
        columns |= _from_home(np.flatnonzero(share >= least), f"{least:.0%}", around)
    return columns


def _from_home(chain: NDArray[np.int64], name: str, around: Surroundings) -> dict[str, NDArray[np.float64]]:
    """Steps from each block out to a container of the chain, which holds so much of the article, and from there in to
    the innermost; these stand one in the other."""
    rows = np.arange(len(around.words))[:, None]
    inside = (around.first[chain] <= rows) & (rows < around.last[chain])
    meeting = np.max(np.where(inside, around.depth[chain], 0), axis=1, initial=0)
    innermost = around.depth[chain].max(initial=0)
    return {f"out_to_{name}": (around.depth[around.container] - meeting).astype(float),
            f"in_to_{name}": (innermost - meeting).astype(float)}  # fmt: skip


def context_columns(
    around: Surroundings, chance: NDArray[np.float64], appeal: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """A column a measure, a row for each considered block; ``chance`` and ``appeal`` are what the first round says."""
    words, parent = around.words, around.parent[around.container]
    article = np.cumsum(chance * words)
    total = article[-1] or 1.0
    said = np.array([chance, appeal])
    windows = _window_means(said, words)
    near = at_steps(said, (0.0, NO_APPEAL), np.arange(len(words)), ALL_STEPS)
    chances, appeals = (dict(zip(ALL_STEPS, values, strict=True)) for values in near)
    columns = {"chance": chance}
    columns |= {f"chance{step:+d}": chances[step] for step in STEPS}
    columns |= {f"appeal{step:+d}": appeals[step] for step in STEPS}
    columns |= {
        "article_above": (article - chance * words) / total,
        "article_below": 1 - article / total,
        "chance_near": windows["chance_near"],
        "chance_before": windows["chance_before"],
        "chance_after": windows["chance_after"],
        "chance_of_siblings": _group_means(parent, chance, words),
        "chance_of_kind": _group_means(around.kind, chance, words),
        "appeal_near": windows["appeal_near"],
        "appeal_around": windows["appeal_around"],
        "appeal_above": near[1, :REACH].max(axis=0),
        "appeal_below": near[1, REACH:].max(axis=0),
        "appeal_of_siblings": _group_means(parent, appeal, words),
        "appeal_of_kind": _group_means(around.kind, appeal, words),
    }
    return columns | _container_columns(chance * words, around)
