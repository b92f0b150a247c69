"""The linear model over the names of containers, arranged so that a page is scored at once.

It scores as ``LinearModel.score`` does over the tokens it was fitted on, without making the tokens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.html.document import name_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.classifier.linear import LinearModel
    from extractors.features.containers import ContainerTable
    from extractors.html.document import Container

PLACES = "012"
NOTHING = (0.0,) * len(PLACES)


def name_tokens(container: Container) -> list[str]:
    """Words of the names of a container (``0``), the two around it (``1``) and those further out (``2``)."""
    return [
        f"{'0112'[min(steps, 3)]}{part}"
        for steps, around in enumerate(container.lineage())
        for part in name_parts(around.label)
    ]


class NameParts:
    """How much containers are called like an article's: the model over ``name_tokens``."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self.parts: dict[str, list[float]] = {}
        for token, weight in model.weights.items():
            if token:
                self.parts.setdefault(token[1:], [0.0] * len(PLACES))[PLACES.index(token[0])] = weight
        # The pages of a site share their labels, those of all sites the words of these.
        self.of_word = lru_cache(maxsize=1 << 16)(self._of_word)
        self.of_label = lru_cache(maxsize=1 << 16)(self._of_label)

    def scores(self, table: ContainerTable) -> NDArray[np.float64]:
        """Log odds of each container of a page, adding up what lineages have in common."""
        of_labels = np.array([self.of_label(label) for label in table.labels])
        own, near, far = of_labels[table.label].T
        out = table.lineages.steps[0]
        outer, near = np.append(table.lineages.added_up(far[:, None])[:, 0], 0.0), np.append(near, 0.0)
        two = out[out]
        around = near[out] + near[two] + outer[two[out]]
        scores: NDArray[np.float64] = own + around[:-1] + self.model.weights[""]
        return scores

    def _of_label(self, label: str) -> tuple[float, ...]:
        """What a label adds in each of ``PLACES``."""
        return tuple(map(sum, zip(NOTHING, *map(self.of_word, label.split()), strict=True)))

    def _of_word(self, word: str) -> tuple[float, ...]:
        found = [row for part in name_parts(word) if (row := self.parts.get(part))]
        return tuple(map(sum, zip(NOTHING, *found, strict=True)))
