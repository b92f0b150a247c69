from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from extractors.classifier.trees import TOGETHER, trees_from

# One tree: length <= 10 goes to a leaf of -1, the rest splits at links <= 0.5 into 2 and -0.5; another is a lone leaf.
STORED = {
    "columns": ["length", "links"],
    "trees": [
        [[0, 10, 1], [-1.0], [1, 0.5, 3], [2.0], [-0.5]],
        [[0.25]],
    ],
}


@pytest.mark.parametrize(
    ("row", "score"), [((5.0, 0.0), -0.75), ((10.0, 0.9), -0.75), ((11.0, 0.5), 2.25), ((99.0, 0.6), -0.25)]
)
def test_a_row_gets_the_leaves_that_it_reaches(row: tuple[float, float], score: float) -> None:
    trees = trees_from(STORED)
    assert trees.score(np.array([row]))[0] == pytest.approx(score)


@pytest.mark.parametrize("rows", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 5 * TOGETHER])
def test_many_rows_get_what_each_gets_alone(rows: int) -> None:
    trees, table = trees_from(STORED), np.random.default_rng(1).uniform(0, 20, (rows, 2))
    values = trees.values(table)
    assert values.shape == (rows, len(STORED["trees"]))
    assert all((values[at] == trees.values(table[at : at + 1])[0]).all() for at in range(rows))


def _walked(tree: list[list[Any]], row: np.ndarray[Any, Any]) -> float:
    """What a tree gives a row, told by going down."""
    node = tree[0]
    while len(node) > 1:
        node = tree[node[2] + bool(row[node[0]] > node[1])]
    return float(node[0])


def _grown(chance: random.Random, leaves: int) -> list[list[Any]]:
    """A tree of any shape, its thresholds whole numbers that rows meet exactly."""
    tree: list[list[Any]] = [[chance.random()]]
    for _ in range(leaves - 1):
        node = chance.choice([at for at, row in enumerate(tree) if len(row) == 1])
        tree[node] = [chance.randrange(3), chance.randrange(9), len(tree)]
        tree += [[chance.random()], [chance.random()]]
    return tree


@pytest.mark.parametrize("most", [2, 8, 16, 24, 32, 63])
def test_all_questions_at_once_lead_where_going_down_does(most: int) -> None:
    chance = random.Random(most)
    grown = [_grown(chance, chance.randint(1, most)) for _ in range(12)] + [_grown(chance, most)]
    table = np.random.default_rng(most).integers(0, 9, (40, 3)).astype(float)
    table[0, 0] = np.nan
    values = trees_from({"columns": ["a", "b", "c"], "trees": grown}).values(table)
    assert values.tolist() == [[_walked(tree, row) for tree in grown] for row in table]
