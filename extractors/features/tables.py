"""Columns of numbers, a value a block or a container: put together, moved and summed up for all of a page at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@lru_cache(maxsize=8)
def places_of(columns: tuple[str, ...]) -> Mapping[str, int]:
    """Where in a table each of its columns stands; all pages have the same."""
    return {name: place for place, name in enumerate(columns)}


def at_steps(
    columns: NDArray[np.float64], beyond: Sequence[float], rows: NDArray[np.int64], steps: Sequence[int]
) -> NDArray[np.float64]:
    """The values (column, step, row) so many steps behind some rows; past the ends the one of ``beyond``.

    ``columns`` are as high as ``beyond`` is long.
    """
    reach = max(map(abs, steps))
    edge = np.repeat(np.array(beyond)[:, None], reach, axis=1)
    padded = np.hstack([edge, columns, edge])
    found: NDArray[np.float64] = padded[:, np.array(steps)[:, None] + rows + reach]
    return found


def range_sums(columns: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each column (a line of ``columns``) the sums over the rows from ``first`` up to ``last``, which is not in it.

    The shape is that of ``first`` behind the number of columns.
    """
    before = np.zeros((len(columns), columns.shape[1] + 1))
    np.cumsum(columns, axis=1, out=before[:, 1:])
    sums: NDArray[np.float64] = before[:, last] - before[:, first]
    return sums


def window_sum(column: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """For each row the sum over it and ``reach`` rows on both sides."""
    numbers = np.arange(len(column))
    first, last = np.maximum(0, numbers - reach), np.minimum(len(column), numbers + reach + 1)
    total: NDArray[np.float64] = range_sums(column[None, :], first, last)[0]
    return total
