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


# Rows at a time: what is looked up for more of them does not stay in the processor's cache.
TOGETHER = 32


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

    def leaves(self, table: NDArray[np.float64]) -> NDArray[np.int64]:
        """The leaves (row, tree) that the rows of a table reach, which begins with ``columns``."""
        return np.concatenate(
            [self._leaves(table[at : at + TOGETHER]) for at in range(0, max(1, len(table)), TOGETHER)]
        )

    def _leaves(self, table: NDArray[np.float64]) -> NDArray[np.int64]:
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
