"""Fit the trees that tell what blocks are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lightgbm

from extractors.meaning.classes import CLASSES
from training.lessons import class_of
from training.trees_fit import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from training.samples import Sample

EFFORT = {
    "objective": "multiclass",
    "num_class": len(CLASSES),
    "num_iterations": 220,
    "learning_rate": 0.05,
    "num_leaves": 10,
    "max_depth": 5,
    "min_data_in_leaf": 12,
    "feature_fraction": 0.3,
}
# Labels that only tell appeals and articles apart, and what was written for the purpose, count less.
READ, LABELLED, WRITTEN = 1.0, 0.6, 0.1


def known_classes(sample: Sample) -> dict[int, tuple[int, float]]:
    """Class and weight of the blocks of a page of which somebody said what they are, by row."""
    if not sample.table.any():
        return {}  # a passage without a page: nothing to tell it by but its words
    labels = sample.labels | sample.read
    weights = {row: READ if row in sample.read else LABELLED if sample.is_of_corpus else WRITTEN for row in labels}
    classes = {row: class_of(label) for row, label in labels.items()}
    return {row: (number, weights[row]) for row, number in sorted(classes.items()) if number is not None}


def fit_categories(
    table: NDArray[np.float32], classes: NDArray[np.int64], weight: NDArray[np.float64], columns: Sequence[str]
) -> lightgbm.Booster:
    """Boosted trees, one a round for each of ``CLASSES``."""
    data = lightgbm.Dataset(table, classes, weight=weight, feature_name=list(columns))
    return lightgbm.train({**PARAMETERS, **EFFORT}, data)
