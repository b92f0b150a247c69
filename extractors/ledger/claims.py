"""Which appeal a block that went is claimed to be: by how likely each is, by where its links lead, by what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES
from extractors.model import Category

if TYPE_CHECKING:
    from numpy.typing import NDArray

# An appeal is claimed where it has this probability, and all appeals together that.
CLAIM, ANY_APPEAL = 0.3, 0.5
# Where the likeliest appeal has no link of its own and another one has, that is the one from this probability on.
LED_ELSEWHERE = 0.2
# Words that ask, mean this appeal with such a probability and link to where it leads claim it at less; links to
# networks stand in texts of all kinds and claim nothing.
MEANT, LEAST = 0.2, 0.04
NOBODY = -1
CLAIMS = np.array([name is not Category.FOLLOW for name in CATEGORIES.values()])[:APPEAL_CLASSES]


def is_likely(chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether an appeal is claimed by how probable it is alone; ``chances`` has those of all appeals in its last
    direction."""
    likely: NDArray[np.bool_] = (chances.max(axis=-1) >= CLAIM) & (chances.sum(axis=-1) >= ANY_APPEAL)
    return likely


def claimed(
    chances: NDArray[np.float64], led: NDArray[np.bool_], meant: NDArray[np.float64], asks: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The number of the appeal that each block is claimed to be, ``NOBODY`` where none is.

    Of each block (a line) ``chances`` says for each appeal how probable it is, ``led`` whether a link leads to it,
    ``meant`` how probable the text's meaning makes it; ``asks`` is whether the text asks at all.
    """
    linked = np.where(led, chances, 0.0)
    backed = np.where(CLAIMS & (linked >= LEAST) & (meant >= MEANT), linked, 0.0)
    is_backed = asks & backed.any(axis=1)
    found: NDArray[np.int64] = np.where(
        is_likely(chances), _likeliest(chances, led, linked), np.where(is_backed, backed.argmax(axis=1), NOBODY)
    )
    return found


def _likeliest(chances: NDArray[np.float64], led: NDArray[np.bool_], linked: NDArray[np.float64]) -> NDArray[np.int64]:
    """The most probable appeal, or the most probable of those that have a link where that one has none."""
    best, is_elsewhere = chances.argmax(axis=1), linked.max(axis=1) >= LED_ELSEWHERE
    has_link = np.take_along_axis(led, best[:, None], axis=1)[:, 0]
    found: NDArray[np.int64] = np.where(~has_link & is_elsewhere, linked.argmax(axis=1), best)
    return found
