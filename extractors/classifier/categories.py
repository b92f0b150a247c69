"""What blocks are: appeals of five kinds, headline matter, comments, related, and so on.

Told by trees over the features of a block, what its words and names say, what it means and what the blocks around it
mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.classifier.classify import FIRST_COLUMNS
from extractors.features.destinations import COLUMNS as DESTINATIONS
from extractors.features.tables import at_steps
from extractors.meaning.classes import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.classifier.trees import Trees

STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
BEFORE, AFTER = STEPS.index(-1), STEPS.index(1)
# Of what stands beyond the ends of a page: log probabilities of no class in particular.
BEYOND = (-3.0,) * len(CLASSES)
PLACES = ("own", "before", "after", "near", "nearest")
COLUMNS = (*FIRST_COLUMNS, *DESTINATIONS, *(f"{letter}_{place}" for place in PLACES for letter in CLASSES))


def naming_table(
    table: NDArray[np.floating[Any]], meaning: NDArray[np.float64], led: NDArray[np.bool_], rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The columns of ``COLUMNS`` for some rows of a page, of which table and meaning have all that are considered;
    ``led`` says of these rows alone where their links lead.

    Meaning is told of the block itself, the one before, the one behind; then the mean and the most over four on both
    sides.
    """
    around = at_steps(meaning.T, BEYOND, rows, STEPS)
    places = (meaning[rows].T, around[:, BEFORE], around[:, AFTER], around.mean(axis=1), around.max(axis=1))
    return np.hstack([table[rows, : len(FIRST_COLUMNS)], led, *(place.T for place in places)])


def class_probabilities(trees: Trees, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row for each row of the table, a column for each of ``CLASSES``; the trees stand round by round."""
    scores = trees.values(table).reshape(len(table), -1, len(CLASSES)).sum(axis=1)
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return found
