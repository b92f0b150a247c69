"""Boosted decision trees: read from a file, and applied to a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.classifier.linear import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees. Arrays hold the nodes of all trees one behind the other; a leaf leads to itself.

    ``roots``: where each tree begins; ``feature``, ``threshold``: go to node ``lower`` where the value is at most the
    threshold, else to the one behind it; ``value``: the mean score of a node, which is what a leaf adds; ``depth``:
    steps that reach every leaf. ``path_feature`` and ``path_change`` (node, step) tell by which features a node is
    reached from its root and how the mean score changes with each.
    """

    columns: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    lower: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int
    path_feature: NDArray[np.int64]
    path_change: NDArray[np.float64]

    def leaves(self, table: NDArray[np.float64]) -> NDArray[np.int64]:
        """The leaves (row, tree) that the rows of a table reach, which begins with ``columns``."""
        values, row_starts = table.ravel(), (np.arange(len(table)) * table.shape[1])[:, None]
        # All rows start from the same nodes.
        above = table[:, self.feature[self.roots]] > self.threshold[self.roots]
        at: NDArray[np.int64] = self.lower[self.roots] + above
        for _ in range(1, self.depth):
            at = self.lower.take(at) + (values.take(row_starts + self.feature.take(at)) > self.threshold.take(at))
        return at

    def score(self, leaves: NDArray[np.int64]) -> NDArray[np.float64]:
        """Log odds of each row, by the leaves that it reached."""
        total: NDArray[np.float64] = self.value.take(leaves).sum(axis=1)
        return total

    def contributions(self, leaves: NDArray[np.int64]) -> NDArray[np.float64]:
        """How much each column moved the score of each row, after Saabas: the change of the mean score at each split.

        A row for each row of leaves, a column for each of ``columns``.
        """
        count, width = len(leaves), len(self.columns)
        places = (np.arange(count) * width)[:, None, None] + self.path_feature.take(leaves, axis=0)
        changes = self.path_change.take(leaves, axis=0)
        moved = np.bincount(places.ravel(), changes.ravel(), minlength=count * width)
        return moved.astype(float, copy=False).reshape(count, width)


def _paths(
    feature: NDArray[np.int64], lower: NDArray[np.int64], value: NDArray[np.float64], depth: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each node the features and changes on the way to it; steps that it does not need change nothing."""
    above = np.arange(len(value))
    splits = np.flatnonzero(lower != above)
    for branch in (0, 1):
        above[lower[splits] + branch] = splits
    features, changes, at = [], [], np.arange(len(value))
    for _ in range(depth):
        features.append(feature[above[at]])
        changes.append(value[at] - value[above[at]])
        at = above[at]
    return np.column_stack(features), np.column_stack(changes)


def trees_from(stored: Mapping[str, Any]) -> Trees:
    """Trees from columns, depth, and for each tree its nodes as [feature, threshold, lower, value]; in a leaf the first
    three are null."""
    sizes = [len(tree) for tree in stored["trees"]]
    roots = np.cumsum([0, *sizes[:-1]])
    nodes = np.array([node for tree in stored["trees"] for node in tree], dtype=float)  # null becomes NaN
    is_leaf, feature = np.isnan(nodes[:, 2]), np.nan_to_num(nodes[:, 0]).astype(int)
    threshold = np.where(is_leaf, np.inf, nodes[:, 1])
    lower = np.where(is_leaf, np.arange(len(nodes)), nodes[:, 2] + np.repeat(roots, sizes)).astype(int)
    paths = _paths(feature, lower, nodes[:, 3], stored["depth"])
    return Trees(tuple(stored["columns"]), roots, feature, threshold, lower, nodes[:, 3], stored["depth"], *paths)


@cache
def load_trees(name: str) -> Trees:
    """Read ``weights/<name>.json``."""
    return trees_from(json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8")))
