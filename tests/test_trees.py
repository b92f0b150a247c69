from __future__ import annotations

import numpy as np
import pytest

from extractors.classifier.trees import trees_from

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
