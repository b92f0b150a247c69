"""Why the judge found a block not to be the article, in words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.model import Category, Layer
from extractors.names import GROUP_NAMES, groups_of
from extractors.rules import Decision
from extractors.words import appeal_tokens

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
        self.chance = dict(zip(indices, judgement.chance[rows].tolist(), strict=True))
        self.moved = dict(zip(indices, self._moved(judgement.table[rows]), strict=True))
        self.wording = np.array([column.startswith(WORDING) for column in judgement.columns])

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
        against = np.maximum(0.0, -self.moved[index])
        by_words = 2 * against[self.wording].sum() > against.sum()
        leading = np.argsort(np.where(self.wording == by_words, -against, 0.0), kind="stable")[:MOST_COLUMNS]
        columns = [self.judgement.columns[place] for place in leading if against[place] > 0] or ["chance"]
        layer = Layer.WORDING if by_words else Layer.STRUCTURE
        return Decision(category, layer, columns[0], self._evidence(index, columns))

    def _evidence(self, index: int, columns: list[str]) -> str:
        candidate = self.measures.candidates[index]
        parts = [f"article with a chance of {self.chance[index]:.2f}", *self._words(candidate), *self._names(candidate)]
        return "; ".join([*parts, f"decided by {', '.join(columns)}"])

    def _words(self, candidate: Candidate) -> Iterator[str]:
        tokens = appeal_tokens(candidate.text)
        if self.models.appeal.score(tokens) > 0:
            telling = self.models.appeal.telling(tokens, MOST_WORDS)
            yield "words of an appeal: " + ", ".join(f'"{token}"' for token in telling if not token.startswith("#"))

    def _names(self, candidate: Candidate) -> Iterator[str]:
        for container in islice(candidate.container.lineage(), NEAREST):
            groups = [GROUP_NAMES[number] for number in sorted(groups_of(container.label))]
            if groups:
                yield f"in <{container.tag} {container.label.strip()[:60]}> ({', '.join(groups)})"
                return
