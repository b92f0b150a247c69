"""The ledger: every block of the article's region that did not stay, and appeals anywhere, with the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.categories import CLASSES, LETTERS, name_of, with_company
from extractors.features.tables import places_of
from extractors.ledger.evidence import Reasons
from extractors.model import APPEALS, Category, Layer, Removal
from extractors.sites.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from extractors.body.choice import Choice
    from extractors.classifier.classify import Classification, Models
    from extractors.features.blocks import Features

WHOLE_PAGE = frozenset({"html", "body"})
OTHER = CLASSES.index("O")  # the last
APPEAL_NAMES = ("near_donation", "near_newsletter", "near_paywall", "near_account", "near_share")
CLOSE = 1


@dataclass(frozen=True)
class Ledger:
    """Everything that is needed to say what went and why."""

    features: Features
    classification: Classification
    models: Models
    choice: Choice
    decisions: Mapping[int, Decision]

    def removals(self) -> tuple[Removal, ...]:
        """The removals in document order."""
        decisions = {**self._generic(), **self.decisions}
        kept = sorted(self.choice.kept)
        position, found = 0, []
        for index in sorted(decisions):
            while position < len(kept) and kept[position] < index:
                position += 1
            decision = decisions[index]
            text = self.features.candidates[index].text
            found.append(Removal(text, decision.category, decision.layer, decision.rule, decision.evidence, position))
        return tuple(found)

    def region(self) -> range:
        """The candidates among which the article stands: from its first block to its last, or all that its container
        holds where that is not the whole page."""
        kept = [self.features.candidates[index] for index in sorted(self.choice.kept)]
        if not kept:
            return range(0)
        first, last = kept[0].index, kept[-1].index
        around = next(c for c in kept[0].container.lineage() if c.last > last)
        if around.tag in WHOLE_PAGE:
            return range(first, last + 1)
        return range(around.first, around.last)

    def _open(self) -> NDArray[np.bool_]:
        """Which of the considered candidates are neither kept nor decided already."""
        is_open = np.ones(len(self.features.candidates), dtype=bool)
        is_open[[*self.choice.kept, *self.decisions]] = False
        return is_open[self.classification.rows]

    def _generic(self) -> dict[int, Decision]:
        """In the article's region everything has a category; elsewhere only appeals are worth a mark."""
        region, rows = self.region(), self.classification.rows
        in_region = (rows >= region.start) & (rows < region.stop)
        places = np.flatnonzero(self._open() & (in_region | self._look_like_appeals()))
        if not places.size:
            return {}
        return self._reasoned(self._chosen(places, in_region[places]))

    def _look_like_appeals(self) -> NDArray[np.bool_]:
        table, place = self.classification.table, places_of(self.classification.columns)
        named = table[:, [place[name] for name in APPEAL_NAMES]].min(axis=1) <= CLOSE
        mask: NDArray[np.bool_] = named | (table[:, place["appeal_words"]] > 0)
        return mask

    def _chosen(self, places: NDArray[np.int64], in_region: NDArray[np.bool_]) -> dict[int, Category]:
        """The categories of the candidates that have one, of those in some rows of the table."""
        rows, scores = self.classification.rows[places], self._category_scores(places)
        best = np.where(in_region, scores[:, :OTHER].argmax(axis=1), scores.argmax(axis=1))
        chosen: dict[int, Category] = {}
        for index, inside, number in zip(rows.tolist(), in_region.tolist(), best.tolist(), strict=True):
            letter = CLASSES[number]
            if inside or LETTERS.get(letter) in APPEALS:
                chosen[index] = name_of(letter, self.features.candidates[index].text)
        return chosen

    def _category_scores(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        rows = self.classification.rows[places]
        words = [self.features.words[index] for index in rows.tolist()]
        scores = self.models.categories.scores(words, self.classification.table[places], self.classification.columns)
        return with_company(scores, rows)

    def _reasoned(self, chosen: Mapping[int, Category]) -> dict[int, Decision]:
        reasons = Reasons(list(chosen), self.features, self.classification, self.models)
        decisions = {index: reasons.decision(index, category) for index, category in chosen.items()}
        for index in chosen.keys() & self.choice.doubles:
            decisions[index] = Decision(Category.INTERFACE, Layer.STRUCTURE, "double", "the same text stands above")
        return decisions
