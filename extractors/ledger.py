"""The ledger: every block of the article's region that did not stay, and appeals anywhere, with the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from extractors.categories import CLASSES, name_of, with_company
from extractors.evidence import Reasons
from extractors.model import APPEALS, Category, Layer, Removal
from extractors.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from extractors.body import Choice
    from extractors.judge import Judgement, Models
    from extractors.measures import Measures

WHOLE_PAGE = frozenset({"html", "body"})
OTHER = CLASSES.index("O")
APPEAL_NAMES = ("near_donation", "near_newsletter", "near_paywall", "near_account", "near_share")
CLOSE = 1


@dataclass(frozen=True)
class Ledger:
    """Everything that is needed to say what went and why."""

    measures: Measures
    judgement: Judgement
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
            text = self.measures.candidates[index].text
            found.append(Removal(text, decision.category, decision.layer, decision.rule, decision.evidence, position))
        return tuple(found)

    def region(self) -> range:
        """The candidates among which the article stands: from its first block to its last, or all that its container
        holds where that is not the whole page."""
        kept = [self.measures.candidates[index] for index in sorted(self.choice.kept)]
        if not kept:
            return range(0)
        first, last = kept[0].index, kept[-1].index
        around = next(c for c in kept[0].container.lineage() if c.last > last)
        if around.tag in WHOLE_PAGE:
            return range(first, last + 1)
        return range(around.first, around.last)

    def _open(self) -> list[int]:
        """Considered candidates that are neither kept nor decided already."""
        return [i for i in self.judgement.rows.tolist() if i not in self.choice.kept and i not in self.decisions]

    def _generic(self) -> dict[int, Decision]:
        region = self.region()
        appeals = self._look_like_appeals()
        rows = [index for index in self._open() if index in region or index in appeals]
        chosen: dict[int, Category] = {}
        for index, row in zip(rows, self._category_scores(rows), strict=True):
            # In the article's region everything has a category; elsewhere only appeals are worth a mark.
            best = int((np.delete(row, OTHER) if index in region else row).argmax())
            category = name_of(CLASSES[best], self.measures.candidates[index].text)
            if index in region or (best != OTHER and category in APPEALS):
                chosen[index] = category
        return self._reasoned(chosen)

    def _look_like_appeals(self) -> frozenset[int]:
        column = dict(zip(self.judgement.columns, self.judgement.table.T, strict=True))
        named = np.min([column[name] for name in APPEAL_NAMES], axis=0) <= CLOSE
        return frozenset(self.judgement.rows[named | (column["appeal_words"] > 0)].tolist())

    def _category_scores(self, rows: Sequence[int]) -> NDArray[np.float64]:
        places = np.searchsorted(self.judgement.rows, np.array(rows, dtype=int))
        words = [self.measures.words[index] for index in rows]
        scores = self.models.categories.scores(words, self.judgement.table[places], self.judgement.columns)
        numbered = groupby(range(len(rows)), key=lambda place: rows[place] - place)
        runs = [range(places[0], places[-1] + 1) for _, group in numbered for places in [list(group)]]
        return with_company(scores, runs)

    def _reasoned(self, chosen: Mapping[int, Category]) -> dict[int, Decision]:
        reasons = Reasons(list(chosen), self.measures, self.judgement, self.models)
        decisions = {index: reasons.decision(index, category) for index, category in chosen.items()}
        for index in chosen.keys() & self.choice.doubles:
            decisions[index] = Decision(Category.INTERFACE, Layer.STRUCTURE, "double", "the same text stands above")
        return decisions
