"""What holds along the lineages of a page's containers, for all of them and many columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Number = TypeVar("Number", bound=np.number[Any])

# The depth of what is not there: no page is as deep.
NOWHERE = -1_000_000


class Lineages:
    """Containers as a tree: ``parent`` has the row of each one's parent, -1 for the root.

    ``steps`` has for each container the one 1, 2, 4, 8 ... steps out, up to the longest lineage. Behind the last row
    and past the root comes row -1, which is nobody's.
    """

    def __init__(self, parent: NDArray[np.int64], depth: NDArray[np.int32]) -> None:
        self.depth = depth
        self.steps = [np.append(parent, -1)]
        while ((further := self.steps[-1][self.steps[-1]]) >= 0).any():
            self.steps.append(further)

    def innermost(self, marks: NDArray[np.bool_]) -> NDArray[np.int32]:
        """For each column of marks the depth of the innermost marked container of each lineage, else ``NOWHERE``."""
        deepest = np.full((len(marks) + 1, marks.shape[1]), NOWHERE, dtype=np.int32)
        np.copyto(deepest[:-1], self.depth[:, None], where=marks)
        for step in self.steps:
            np.maximum(deepest, deepest.take(step, axis=0), out=deepest)
        return deepest[:-1]

    def added_up(self, values: NDArray[Number]) -> NDArray[Number]:
        """The sum of each column of values (a row a container) over each container's lineage."""
        total = np.vstack([values, np.zeros((1, values.shape[1]), dtype=values.dtype)])
        for step in self.steps:
            total += total.take(step, axis=0)
        return total[:-1]
