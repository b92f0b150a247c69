"""Why the judge found a block not to be the article, in words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.model import Category, Layer
from extractors.names import GROUP_NAMES, groups_of
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
        self.place = {index: place for place, index in enumerate(indices)}
        self.chance = judgement.chance[rows].tolist()
        self.appeal = judgement.table[rows, judgement.columns.index("appeal_words")].tolist()
        self.leading, self.by_words = self._leading(self._moved(judgement.table[rows]))

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

    def _moved(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each column did in both rounds: the part that the second leaves to the first's chance is shared out as
        the first came to it."""
        seen = len(self.models.first.columns)
        first, second = self.models.first.contributions(table[:, :seen]), self.models.second.contributions(table)
        carried = np.array([column.startswith(CARRIED) for column in self.judgement.columns])
        left = second[:, carried].sum(axis=1)
        total = first.sum(axis=1)
        scale = np.where(total * left > 0, left / np.where(total == 0, 1.0, total), 0.0)
        second[:, carried] = 0.0
        second[:, :seen] += first * scale[:, None]
        return second

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
            telling = self.models.appeal.telling(candidate.text, MOST_WORDS)
            yield "words of an appeal: " + ", ".join(f'"{token}"' for token in telling)

    def _names(self, candidate: Candidate) -> Iterator[str]:
        for container in islice(candidate.container.lineage(), NEAREST):
            groups = [GROUP_NAMES[number] for number in sorted(groups_of(container.label))]
            if groups:
                yield f"in <{container.tag} {container.label.strip()[:60]}> ({', '.join(groups)})"
                return
