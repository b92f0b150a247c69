from __future__ import annotations

import numpy as np
import pytest

from extractors.classifier.trees import TOGETHER, trees_from

# One tree: length <= 10 goes to a leaf of -1, the rest splits at links <= 0.5 into 2 and -0.5; another is a lone leaf.
LEAF = (None, None, None)
STORED = {
    "columns": ["length", "links"],
    "depth": 2,
    "trees": [
        [[0, 10, 1, 0.1], [*LEAF, -1.0], [1, 0.5, 3, 0.8], [*LEAF, 2.0], [*LEAF, -0.5]],
        [[*LEAF, 0.25]],
    ],
}


@pytest.mark.parametrize(
    ("row", "score"), [((5.0, 0.0), -0.75), ((10.0, 0.9), -0.75), ((11.0, 0.5), 2.25), ((99.0, 0.6), -0.25)]
)
def test_a_row_gets_the_leaves_that_it_reaches(row: tuple[float, float], score: float) -> None:
    trees = trees_from(STORED)
    assert trees.score(trees.leaves(np.array([row])))[0] == pytest.approx(score)


@pytest.mark.parametrize("rows", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 5 * TOGETHER])
def test_many_rows_get_what_each_gets_alone(rows: int) -> None:
    trees, table = trees_from(STORED), np.random.default_rng(1).uniform(0, 20, (rows, 2))
    leaves = trees.leaves(table)
    assert leaves.shape == (rows, len(trees.roots))
    assert all((leaves[at] == trees.leaves(table[at : at + 1])[0]).all() for at in range(rows))
