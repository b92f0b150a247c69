"""Why the classifier found a block not to be the article, in words."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.names import group_names_of
from extractors.features.tables import places_of
from extractors.model import Category, Layer
from extractors.sites.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification, Models
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

WORDING = (
    "appeal",
    "article_words",
    "in_title",
    "of_title",
    "in_description",
    "question",
    "quote",
    "digits",
    "capitals",
)
# The first round's probability carries what the first round saw.
CARRIED = ("probability", "article_above", "article_below")
MOST_WORDS, MOST_COLUMNS, NEAREST = 4, 3, 4


@lru_cache(maxsize=8)
def _kinds_of(columns: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which columns tell of wording, and which carry what the first round saw."""
    kinds = np.array([[name.startswith(kind) for name in columns] for kind in (WORDING, CARRIED)])
    return kinds[0], kinds[1]


class Reasons:
    """What moved the classifier about some candidates, given by index."""

    def __init__(
        self, indices: Sequence[int], features: Features, classification: Classification, models: Models
    ) -> None:
        self.features, self.classification, self.models = features, classification, models
        rows = np.searchsorted(classification.rows, np.array(indices, dtype=int))
        self.wording, self.carried = _kinds_of(classification.columns)
        self.place = {index: place for place, index in enumerate(indices)}
        self.probability = classification.probability[rows].tolist()
        self.appeal = classification.table[rows, places_of(classification.columns)["appeal_words"]].tolist()
        self.leading, self.by_words = self._leading(self._moved(rows))

    def _leading(self, moved: NDArray[np.float64]) -> tuple[list[list[str]], list[bool]]:
        """For each row the columns that spoke most against it, and whether words did more than markup."""
        columns, against = self.classification.columns, np.maximum(0.0, -moved)
        by_words = 2 * (against @ self.wording) > against.sum(axis=1)
        against[self.wording != by_words[:, None]] = 0.0
        leading = [[columns[place] for place in places if place >= 0] or ["probability"] for places in highest(against)]
        return leading, by_words.tolist()

    def _moved(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each column did: in the first round where that settled it, else in the second, of which the part that it
        leaves to the first's probability is shared out as the first came to it."""
        first = self.models.first.contributions(self.classification.first[rows])
        moved = np.zeros((len(rows), len(self.classification.columns)))
        moved[:, : first.shape[1]] = first
        places, seconds = self._in_second(rows)
        second = self.models.second.contributions(self.classification.second[seconds])
        moved[places] *= self._carried(first[places], second)[:, None]
        second[:, self.carried] = 0.0
        moved[places] += second
        return moved

    def _in_second(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of some rows the second round saw, and as its which."""
        number = np.full(len(self.classification.rows), -1)
        number[self.classification.open_rows] = np.arange(len(self.classification.open_rows))
        places = np.flatnonzero(number[rows] >= 0)
        return places, number[rows[places]]

    def _carried(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of what the first round did the second took over, for each row."""
        left, total = second @ self.carried, first.sum(axis=1)
        return np.where(total * left > 0, left / np.where(total == 0, 1.0, total), 0.0)

    def decision(self, index: int, category: Category) -> Decision:
        """The layer that did more, the column that did most, and the evidence in words."""
        place = self.place[index]
        layer = Layer.WORDING if self.by_words[place] else Layer.STRUCTURE
        return Decision(category, layer, self.leading[place][0], self._evidence(self.features.candidates[index], place))

    def _evidence(self, candidate: Candidate, place: int) -> str:
        said = [f"article with a probability of {self.probability[place]:.2f}"]
        if self.appeal[place] > 0:
            telling = self.models.words.telling(self.features.runs[candidate.index], MOST_WORDS)
            said.append("words of an appeal: " + ", ".join([f'"{token}"' for token in telling]))
        if named := _named_around(candidate.container):
            said.append(named)
        said.append(f"decided by {', '.join(self.leading[place])}")
        return "; ".join(said)


def _named_around(container: Container) -> str:
    """What the first is called of the nearest containers whose names tell something."""
    for around in islice(container.lineage(), NEAREST):
        if named := _named(around.tag, around.label):
            return named
    return ""


@lru_cache(maxsize=1 << 12)
def _named(tag: str, label: str) -> str:
    """What a container is called, where that tells something."""
    groups = group_names_of(label)
    return f"in <{tag} {label.strip()[:60]}> ({', '.join(groups)})" if groups else ""


def highest(table: NDArray[np.float64]) -> list[list[int]]:
    """The columns with the highest numbers of each row, the highest first; -1 where no number is left above 0."""
    table, rows, found = table.copy(), np.arange(len(table)), []
    for _ in range(MOST_COLUMNS):
        highest = table.argmax(axis=1)
        found.append(np.where(table[rows, highest] > 0, highest, -1))
        table[rows, highest] = 0.0
    places: list[list[int]] = np.column_stack(found).tolist()
    return places
