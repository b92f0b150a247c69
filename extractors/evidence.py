"""Why the judge found a block not to be the article, in words."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.model import Category, Layer
from extractors.names import group_names_of
from extractors.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from extractors.document import Candidate
    from extractors.judge import Judgement, Models
    from extractors.measures import Measures

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
# The first round's chance carries what the first round saw.
CARRIED = ("chance", "article_above", "article_below")
MOST_WORDS, MOST_COLUMNS, NEAREST = 4, 3, 4


class Reasons:
    """What moved the judge about some candidates, given by index."""

    def __init__(self, indices: Sequence[int], measures: Measures, judgement: Judgement, models: Models) -> None:
        self.measures, self.judgement, self.models = measures, judgement, models
        rows = np.searchsorted(judgement.rows, np.array(indices, dtype=int))
        self.carried = np.array([column.startswith(CARRIED) for column in judgement.columns])
        self.place = {index: place for place, index in enumerate(indices)}
        self.chance = judgement.chance[rows].tolist()
        self.appeal = judgement.table[rows, judgement.columns.index("appeal_words")].tolist()
        self.leading, self.by_words = self._leading(self._moved(rows))

    def _leading(self, moved: NDArray[np.float64]) -> tuple[list[list[str]], list[bool]]:
        """For each row the columns that spoke most against it, and whether words did more than markup."""
        names = np.array(self.judgement.columns)
        wording = np.array([name.startswith(WORDING) for name in self.judgement.columns])
        against = np.maximum(0.0, -moved)
        by_words = 2 * against[:, wording].sum(axis=1) > against.sum(axis=1)
        spoken = np.where(wording == by_words[:, None], against, 0.0)
        order = np.argsort(-spoken, axis=1, kind="stable")[:, :MOST_COLUMNS]
        leading = zip(order, np.take_along_axis(against, order, axis=1) > 0, strict=True)
        return [names[places[says]].tolist() or ["chance"] for places, says in leading], by_words.tolist()

    def _moved(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each column did: in the first round where that settled it, else in the second, of which the part that it
        leaves to the first's chance is shared out as the first came to it."""
        first = self.models.first.contributions(self.judgement.first[rows])
        moved = np.zeros((len(rows), len(self.judgement.columns)))
        moved[:, : first.shape[1]] = first
        places = np.flatnonzero(np.isin(rows, self.judgement.open_rows))
        seconds = np.searchsorted(self.judgement.open_rows, rows[places])
        second = self.models.second.contributions(self.judgement.second[seconds])
        moved[places] *= self._carried(first[places], second)[:, None]
        moved[places] += np.where(self.carried, 0.0, second)
        return moved

    def _carried(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of what the first round did the second took over, for each row."""
        left, total = second[:, self.carried].sum(axis=1), first.sum(axis=1)
        return np.where(total * left > 0, left / np.where(total == 0, 1.0, total), 0.0)

    def decision(self, index: int, category: Category) -> Decision:
        """The layer that did more, the column that did most, and the evidence in words."""
        place = self.place[index]
        layer = Layer.WORDING if self.by_words[place] else Layer.STRUCTURE
        return Decision(category, layer, self.leading[place][0], self._evidence(self.measures.candidates[index], place))

    def _evidence(self, candidate: Candidate, place: int) -> str:
        chance = f"article with a chance of {self.chance[place]:.2f}"
        words, names = self._words(candidate, place), self._names(candidate)
        return "; ".join([chance, *words, *names, f"decided by {', '.join(self.leading[place])}"])

    def _words(self, candidate: Candidate, place: int) -> Iterator[str]:
        if self.appeal[place] > 0:
            telling = self.models.words.telling(self.measures.runs[candidate.index], MOST_WORDS)
            yield "words of an appeal: " + ", ".join(f'"{token}"' for token in telling)

    def _names(self, candidate: Candidate) -> list[str]:
        named = (_named(container.tag, container.label) for container in islice(candidate.container.lineage(), NEAREST))
        return list(islice(filter(None, named), 1))


@lru_cache(maxsize=1 << 12)
def _named(tag: str, label: str) -> str:
    """What a container is called, where that tells something."""
    groups = group_names_of(label)
    return f"in <{tag} {label.strip()[:60]}> ({', '.join(groups)})" if groups else ""
