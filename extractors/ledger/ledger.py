"""The ledger: every block of the article's region that did not stay, and appeals anywhere, in boxes, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.categories import class_probabilities, naming_table
from extractors.features.tables import places_of
from extractors.ledger.boxes import Boxed, Told, box_up
from extractors.ledger.claims import claimed, is_likely
from extractors.ledger.signs import SignReader, Signs
from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES, CLASSES
from extractors.model import APPEALS, Category, Layer, Removal
from extractors.sites.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from extractors.body.choice import Choice
    from extractors.classifier.classify import Classification, Models
    from extractors.features.blocks import Features

WHOLE_PAGE = frozenset({"html", "body"})
APPEAL_NAMES = ("near_donation", "near_newsletter", "near_paywall", "near_account", "near_share")
CLOSE = 1
# Log odds of an appeal from which on a block outside the article's region is looked at.
SUSPECT = -2.0
NAMES = list(CATEGORIES.values())
WORDS_ASK, MARKUP_ASKS = "asks-in-words", "asks-in-markup"


@dataclass(frozen=True)
class Ledger:
    """Everything that is needed to say what went and why."""

    features: Features
    classification: Classification
    models: Models
    choice: Choice
    decisions: Mapping[int, Decision]

    def boxed(self) -> Boxed:
        """What went, by boxes. What a site's rules and known repeats took keeps their word."""
        generic = self._generic()
        decisions = {index: told.decision for index, told in generic.items()} | dict(self.decisions)
        return box_up(decisions, generic, self.features.candidates, sorted(self.choice.kept))

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

    def _generic(self) -> dict[int, Told]:
        """In the article's region everything has a category; elsewhere only appeals are worth a mark."""
        region, rows = self.region(), self.classification.rows
        in_region = (rows >= region.start) & (rows < region.stop)
        places = np.flatnonzero(self._open() & (in_region | self._suspect()))
        told: dict[int, Told] = {}
        if not places.size:
            return told
        table = naming_table(self.classification.table, self.classification.meaning, places)
        reader = SignReader(self.features, self.classification, self.models.meaning)
        chances = class_probabilities(self.models.categories, table)
        asking, likely = reader.asks(places), is_likely(chances[:, :APPEAL_CLASSES])
        others = APPEAL_CLASSES + chances[:, APPEAL_CLASSES:-1].argmax(axis=1)
        for place, probabilities, asks, may_be, other in zip(
            places.tolist(), chances, asking.tolist(), likely.tolist(), others.tolist(), strict=True
        ):
            appeal = self._appeal(place, probabilities, reader, asks=asks) if asks or may_be else None
            category, found = appeal or (NAMES[other], None)
            if in_region[place] or category in APPEALS:
                decision = self._decision(place, category, found, probabilities)
                told[int(rows[place])] = Told(decision, found or Signs(), _appeals_of(probabilities))
        return told

    def _suspect(self) -> NDArray[np.bool_]:
        table, place = self.classification.table, places_of(self.classification.columns)
        named = table[:, [place[name] for name in APPEAL_NAMES]].min(axis=1) <= CLOSE
        mask: NDArray[np.bool_] = named | (table[:, place["means_appeal"]] > SUSPECT)
        return mask

    def _appeal(
        self, place: int, probabilities: NDArray[np.float64], reader: SignReader, *, asks: bool
    ) -> tuple[Category, Signs | None] | None:
        """The appeal that is claimed where something speaks for it; None where none is."""
        meant = np.exp(self.classification.meaning[place, :APPEAL_CLASSES])
        appeal = claimed(probabilities[:APPEAL_CLASSES], reader.led(place), meant, asks=asks)
        if appeal is None:
            return None
        found = reader.signs(place, NAMES[appeal], asks=asks)
        # Nothing speaks for it but its likelihood: it is what its box is, if that is an appeal.
        return (NAMES[appeal], found) if found else (Category.INTERFACE, None)

    def _decision(
        self, place: int, category: Category, found: Signs | None, probabilities: NDArray[np.float64]
    ) -> Decision:
        """Wording decides where words alone tell an appeal, else structure; ``evidence`` has the numbers."""
        index = int(self.classification.rows[place])
        if index in self.choice.doubles:
            return Decision(Category.INTERFACE, Layer.STRUCTURE, "double", "the same text stands above")
        by_words = found is not None and not (found.form or found.link or found.named)
        rule = (WORDS_ASK if by_words else MARKUP_ASKS) if found else category.value
        return Decision(
            category, Layer.WORDING if by_words else Layer.STRUCTURE, rule, self._evidence(place, probabilities)
        )

    def _evidence(self, place: int, probabilities: NDArray[np.float64]) -> str:
        likeliest = [(CLASSES[number], probabilities[number]) for number in np.argsort(-probabilities)[:2].tolist()]
        names = {letter: category.value for letter, category in CATEGORIES.items()}
        told = ", ".join(f"{names.get(letter, 'article text')} {chance:.2f}" for letter, chance in likeliest)
        return f"article with a probability of {self.classification.probability[place]:.2f}; {told}"


def _appeals_of(probabilities: NDArray[np.float64]) -> dict[Category, float]:
    """How probable each appeal is."""
    return dict(zip(NAMES[:APPEAL_CLASSES], probabilities[:APPEAL_CLASSES].tolist(), strict=True))


def removals_of(boxed: Boxed, features: Features, choice: Choice) -> tuple[Removal, ...]:
    """The removals in document order."""
    kept, position, found = sorted(choice.kept), 0, []
    for index in sorted(boxed.decisions):
        while position < len(kept) and kept[position] < index:
            position += 1
        decision, text = boxed.decisions[index], features.candidates[index].text
        found.append(
            Removal(
                text, decision.category, decision.layer, decision.rule, decision.evidence, position,
                box=boxed.numbers[index],
            )
        )  # fmt: skip
    return tuple(found)
