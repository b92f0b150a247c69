"""Boosted decision trees: read from a file, and applied to a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.linear import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees. Arrays hold the nodes of all trees one behind the other; a leaf leads to itself.

    ``roots``: where each tree begins; ``feature``, ``threshold``: go to node ``lower`` where the value is at most the
    threshold, else to the one behind it; ``value``: the mean score of a node, which is what a leaf adds; ``depth``:
    steps that reach every leaf.
    """

    columns: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    lower: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int

    def score(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log odds of each row of a table whose columns are ``columns``."""
        leaves = self._walk(table)[-1]
        total: NDArray[np.float64] = self.value.take(leaves).sum(axis=1)
        return total

    def _walk(self, table: NDArray[np.float64]) -> list[NDArray[np.int64]]:
        """Nodes met, one array (row, tree) a step from the root."""
        values, row_starts = table.ravel(), (np.arange(len(table)) * table.shape[1])[:, None]
        at = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        met = [at]
        for _ in range(self.depth):
            at = self.lower.take(at) + (values.take(row_starts + self.feature.take(at)) > self.threshold.take(at))
            met.append(at)
        return met

    def contributions(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much each column moved the score of each row, after Saabas: the change of the mean score at each split.

        The shape is that of the table.
        """
        moved = np.zeros(table.size)
        row_starts = (np.arange(len(table)) * table.shape[1])[:, None]
        for before, after in pairwise(self._walk(table)):
            change = self.value.take(after) - self.value.take(before)
            places = row_starts + self.feature.take(before)
            moved += np.bincount(places.ravel(), change.ravel(), minlength=table.size)
        return moved.reshape(table.shape)


def trees_from(stored: Mapping[str, Any]) -> Trees:
    """Trees from columns, depth, and for each tree its nodes as [feature, threshold, lower, value]; in a leaf the first
    three are null."""
    sizes = [len(tree) for tree in stored["trees"]]
    roots = np.cumsum([0, *sizes[:-1]])
    nodes = np.array([node for tree in stored["trees"] for node in tree], dtype=float)  # null becomes NaN
    is_leaf, feature = np.isnan(nodes[:, 2]), np.nan_to_num(nodes[:, 0]).astype(int)
    threshold = np.where(is_leaf, np.inf, nodes[:, 1])
    lower = np.where(is_leaf, np.arange(len(nodes)), nodes[:, 2] + np.repeat(roots, sizes)).astype(int)
    return Trees(tuple(stored["columns"]), roots, feature, threshold, lower, nodes[:, 3], stored["depth"])


@cache
def load_trees(name: str) -> Trees:
    """Read ``weights/<name>.json``."""
    return trees_from(json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8")))
