"""Boosted decision trees: read from a file, and applied to a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.classifier.linear import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray


# Rows at a time: what is looked up for more of them does not stay in the processor's cache.
TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees, all of which are asked at once (QuickScorer: Lucchese and others, SIGIR 2015).

    No way down a tree is walked. A question of a tree is whether a column is above a threshold; where it is, the leaves
    below the other answer are ruled out, and the first leaf that no question rules out is the one that a row reaches.

    ``feature`` and ``threshold`` are those of the questions, each of which many trees ask; ``asked`` (place, tree) are
    the questions of a tree, filled up with one that is never answered with yes. ``ruled_out`` (place, tree) has a bit
    for each leaf of the tree, the lowest for the first; ``value`` (tree, leaf) is what a leaf adds to the score.
    """

    columns: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    asked: NDArray[np.int64]
    ruled_out: NDArray[np.unsignedinteger[Any]]
    value: NDArray[np.float64]

    def values(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the trees add to the scores (row, tree) of the rows of a table, which begins with ``columns``."""
        parts = [self._values(table[at : at + TOGETHER]) for at in range(0, max(1, len(table)), TOGETHER)]
        return np.ascontiguousarray(np.concatenate(parts))

    def _values(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        # Rows stand behind each other, so that a question is put to all of them in one piece of memory.
        above = np.ascontiguousarray(table.T).take(self.feature, axis=0) > self.threshold[:, None]
        out = np.bitwise_or.reduce(above.take(self.asked, axis=0) * self.ruled_out[..., None], axis=0)
        leaf = np.bitwise_count(out & ~(out + out.dtype.type(1)))
        starts = np.arange(len(self.value)) * self.value.shape[1]
        found: NDArray[np.float64] = self.value.take(starts[:, None] + leaf).T
        return found

    def score(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log odds of each row."""
        total: NDArray[np.float64] = self.values(table).sum(axis=1)
        return total


NEVER = (0, np.inf)


@dataclass(frozen=True, slots=True)
class _Tree:
    """What one tree holds, from left to right: questions, the leaves that each rules out, the values of the leaves."""

    nodes: Sequence[Sequence[Any]]
    questions: list[tuple[int, float]]
    ruled_out: list[int]
    values: list[float]

    def read(self, node: int) -> _Tree:
        """Reads what is below a node."""
        if len(self.nodes[node]) == 1:
            self.values.extend(self.nodes[node])
            return self
        feature, threshold, lower = self.nodes[node]
        first = len(self.values)
        self.read(lower)
        self.questions.append((feature, threshold))
        self.ruled_out.append((1 << len(self.values)) - (1 << first))
        return self.read(lower + 1)


def _filled(rows: Iterable[list[Any]], filling: Any) -> NDArray[Any]:
    """A column for each row, all as long as the longest."""
    return np.array(list(zip_longest(*rows, fillvalue=filling)))


def trees_from(stored: Mapping[str, Any]) -> Trees:
    """Trees from columns, and for each tree its nodes: questions as [feature, threshold, lower], on to node ``lower``
    where the feature is at most the threshold, else to the one behind it; leaves as [value]."""
    trees = [_Tree(nodes, [], [], []).read(0) for nodes in stored["trees"]]
    number = {question: at for at, question in enumerate(dict.fromkeys(chain([NEVER], *(t.questions for t in trees))))}
    feature, threshold = zip(*number, strict=True)
    asked = _filled(([number[NEVER], *map(number.__getitem__, tree.questions)] for tree in trees), number[NEVER])
    ruled_out, value = _filled(([0, *tree.ruled_out] for tree in trees), 0), _filled((t.values for t in trees), 0.0).T
    bits = ruled_out.astype(np.min_scalar_type((1 << value.shape[1]) - 1))
    return Trees(
        tuple(stored["columns"]), np.array(feature), np.array(threshold, dtype=float), asked, bits,
        np.ascontiguousarray(value),
    )  # fmt: skip


@cache
def load_trees(name: str) -> Trees:
    """Read ``weights/<name>.json``."""
    return trees_from(json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8")))
