"""What holds along lineages is what a walk from each container to the root finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.features.lineages import NOWHERE, Lineages

if TYPE_CHECKING:
    from collections.abc import Iterator

TREES = st.lists(st.integers(0, 1_000), max_size=40).map(
    lambda numbers: [-1, *(number % (place + 1) for place, number in enumerate(numbers))]
)


def lineage(parent: list[int], row: int) -> Iterator[int]:
    while row >= 0:
        yield row
        row = parent[row]


def depths(parent: list[int]) -> list[int]:
    return [len(list(lineage(parent, row))) - 1 for row in range(len(parent))]


@given(parent=TREES, seed=st.integers(0, 99))
def test_sums_and_innermost_marks(parent: list[int], seed: int) -> None:
    depth = np.array(depths(parent), dtype=np.int32)
    marks = np.random.default_rng(seed).random((len(parent), 3)) < 0.2
    lineages = Lineages(np.array(parent), depth)
    for row in range(len(parent)):
        of_row = list(lineage(parent, row))
        assert lineages.added_up(marks.astype(int))[row].tolist() == marks[of_row].sum(axis=0).tolist()
        for column in range(3):
            marked = [int(depth[holder]) for holder in of_row if marks[holder, column]]
            assert lineages.innermost(marks)[row, column] == max(marked, default=NOWHERE)
