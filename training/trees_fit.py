"""Fit boosted trees and write them as ``extractors.classifier.trees`` reads them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import lightgbm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

PARAMETERS = {
    "objective": "binary",
    # Shallow trees are quick to walk, and as good.
    "num_leaves": 24,
    "max_depth": 6,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "num_threads": 2,
    "seed": 1,
    "deterministic": True,
    "verbose": -1,
}
# The first round is asked for what stands around a block: fewer trees tell that as well.
FIRST = {"num_iterations": 80, "learning_rate": 0.16}
SECOND = {"num_iterations": 100, "learning_rate": 0.14}


def fit_trees(
    table: NDArray[np.float32],
    target: NDArray[np.int64],
    weight: NDArray[np.float64],
    columns: Sequence[str],
    effort: Mapping[str, float],
) -> lightgbm.Booster:
    """Boosted trees for the log odds of the target; ``effort`` is how many there are, and how much each may say."""
    data = lightgbm.Dataset(table, target, weight=weight, feature_name=list(columns))
    return lightgbm.train({**PARAMETERS, **effort}, data)


def _nodes(tree: dict[str, Any]) -> list[list[float]]:
    """The nodes level by level, so that both branches of a node stand side by side."""
    nodes: list[list[float]] = []
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        if "split_feature" in node:
            lower = len(nodes) + len(waiting) + 1
            nodes.append([node["split_feature"], float(f"{node['threshold']:.7g}"), lower])
            waiting += [node["left_child"], node["right_child"]]
        else:
            nodes.append([round(node["leaf_value"], 4)])
    return nodes


def stored(booster: lightgbm.Booster) -> dict[str, Any]:
    """The trees as ``extractors.classifier.trees.trees_from`` reads them."""
    model = booster.dump_model()
    trees = [info["tree_structure"] for info in model["tree_info"]]
    return {
        "columns": model["feature_names"],
        "trees": [_nodes(tree) for tree in trees],
    }
