"""What the first round says of what stands around a block: neighbours, siblings, kind, containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.tables import at_steps, range_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractors.features.blocks import Features
    from extractors.html.document import Container

STEPS = (-3, -2, -1, 1, 2, 3)
NEAR, REACH = 8, 6
ALL_STEPS = (*range(-REACH, 0), *range(1, REACH + 1))
CLOSE = [ALL_STEPS.index(step) for step in STEPS]
NO_APPEAL = -12.0
# Means over the rows around each: of its probability (0) or its log odds of being an appeal (1), from where to where.
WINDOWS = {
    "probability_near": (0, -NEAR, NEAR),
    "probability_before": (0, -NEAR, -1),
    "probability_after": (0, 1, NEAR),
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
    def of(cls, features: Features) -> Surroundings:
        """Of the considered candidates."""
        rows, table = features.rows, features.containers
        numbers: dict[object, int] = {}
        kinds = [numbers.setdefault(signature(features.candidates[row].container), len(numbers)) for row in rows]
        return cls(
            features.word_count[rows], np.array(kinds), features.of_container[rows], table.parent,
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


def _window_means(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted means over ``WINDOWS`` around each row, a line for each; ``values`` has a line for each number that
    stands in these."""
    count = len(weights)
    which, below, above = np.array(list(WINDOWS.values())).T
    start = np.clip(np.arange(count) + below[:, None], 0, count)
    stop = np.clip(np.arange(count) + above[:, None] + 1, 0, count)
    sums = range_sums(np.vstack([values * weights, weights]), start, stop)
    means: NDArray[np.float64] = sums[which, np.arange(len(WINDOWS))] / np.maximum(1.0, sums[-1])
    return means


def _of_containers(article: NDArray[np.float64], around: Surroundings) -> Iterator[NDArray[np.float64]]:
    """How much of the article the containers hold that a block stands in, and how much of them it is; then how far it
    is to those that hold most of it."""
    held, words = range_sums(np.array([article, around.words]), around.first, around.last)
    said, container = np.array([held / (article.sum() or 1.0), held / np.maximum(1.0, words)]), around.container
    for _ in range(OUTWARD):
        container = around.parent[container]
        yield said[:, container]
    for least in HOMES:
        yield _from_home(np.flatnonzero(said[0] >= least), around)


def _from_home(chain: NDArray[np.int64], around: Surroundings) -> NDArray[np.float64]:
    """Steps from each block out to a container of the chain, which holds so much of the article, and from there in to
    the innermost; these stand one in the other."""
    rows = np.arange(len(around.words))[:, None]
    inside = (around.first[chain] <= rows) & (rows < around.last[chain])
    meeting = np.max(np.where(inside, around.depth[chain], 0), axis=1, initial=0)
    innermost = around.depth[chain].max(initial=0)
    return np.array([around.depth[around.container] - meeting, innermost - meeting], dtype=float)


COLUMNS = (
    "probability", *(f"probability{step:+d}" for step in STEPS), *(f"appeal{step:+d}" for step in STEPS),
    "article_above", "article_below", *WINDOWS,
    "probability_of_siblings", "probability_of_kind", "appeal_of_siblings", "appeal_of_kind",
    "appeal_above", "appeal_below",
    *(f"article_{what}{step}" for step in range(1, OUTWARD + 1) for what in ("share", "density")),
    *(f"{way}_{least:.0%}" for least in HOMES for way in ("out_to", "in_to")),
)  # fmt: skip


def context_table(
    around: Surroundings, probability: NDArray[np.float64], appeal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A row for each considered block, columns as in ``COLUMNS``; the arguments are what the first round says."""
    words, parent = around.words, around.parent[around.container]
    article = np.cumsum(probability * words)
    total = article[-1] or 1.0
    said = np.array([probability, appeal])
    near = at_steps(said, (0.0, NO_APPEAL), np.arange(len(words)), ALL_STEPS)
    return np.concatenate([
        probability[None], *near[:, CLOSE],
        ((article - probability * words) / total)[None], (1 - article / total)[None],
        _window_means(said, words),
        [_group_means(parent, probability, words), _group_means(around.kind, probability, words),
         _group_means(parent, appeal, words), _group_means(around.kind, appeal, words),
         near[1, :REACH].max(axis=0), near[1, REACH:].max(axis=0)],
        *_of_containers(probability * words, around),
    ]).T  # fmt: skip
