"""Fit boosted trees and write them as ``extractors.trees`` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lightgbm

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

PARAMETERS = {
    "objective": "binary",
    "num_leaves": 20,
    "learning_rate": 0.1,
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
TREES = 160


def fit_trees(
    table: NDArray[np.float32], target: NDArray[np.int64], weight: NDArray[np.float64], columns: Sequence[str]
) -> lightgbm.Booster:
    """Boosted trees for the log odds of the target."""
    data = lightgbm.Dataset(table, target, weight=weight, feature_name=list(columns))
    return lightgbm.train(PARAMETERS, data, TREES)


def _nodes(tree: dict[str, Any]) -> list[list[float]]:
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        place = len(nodes)
        nodes.append([0, 0, place, place, round(node.get("leaf_value", node.get("internal_value", 0.0)), 4)])
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            nodes[place][:4] = [node["split_feature"], float(f"{node['threshold']:.7g}"), left, right]
        return place

    add(tree)
    return nodes


def _depth(nodes: list[list[float]], place: int = 0) -> int:
    _, _, left, right, _ = nodes[place]
    return 0 if left == place else 1 + max(_depth(nodes, int(left)), _depth(nodes, int(right)))


def stored(booster: lightgbm.Booster) -> dict[str, Any]:
    """The trees as a table of nodes each: [feature, threshold, left, right, value]."""
    model = booster.dump_model()
    trees = [_nodes(info["tree_structure"]) for info in model["tree_info"]]
    return {"columns": model["feature_names"], "depth": max(map(_depth, trees)), "trees": trees}
