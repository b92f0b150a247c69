"""The ledger: every block of the article's region that did not stay, and appeals anywhere, in boxes, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.classifier.categories import class_probabilities, naming_table
from extractors.features.destinations import destinations_of
from extractors.features.tables import places_of
from extractors.ledger.boxes import Boxed, Told, box_up
from extractors.ledger.claims import NOBODY, claimed, is_likely
from extractors.ledger.signs import Claim, SignReader, Signs
from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES, CLASSES, CONTENT
from extractors.meaning.network import appeal_odds
from extractors.model import APPEALS, Category, Layer, Removal
from extractors.sites.rules import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
CALLED = {CONTENT: "article text"} | {letter: category.value for letter, category in CATEGORIES.items()}
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
        led = destinations_of([self.features.candidates[row] for row in rows[places].tolist()])
        table = naming_table(self.classification.table, self.classification.meaning, led, places)
        chances = class_probabilities(self.models.categories, table)
        appeals, likeliest = self._appeals(places, chances, led), np.argsort(-chances, axis=1)[:, :2].tolist()
        others = (APPEAL_CLASSES + chances[:, APPEAL_CLASSES:-1].argmax(axis=1)).tolist()
        for place, probabilities, best, other in zip(places.tolist(), chances.tolist(), likeliest, others, strict=True):
            category, found = appeals.get(place) or (NAMES[other], None)
            if in_region[place] or category in APPEALS:
                decision = self._decision(place, category, found, [(CLASSES[n], probabilities[n]) for n in best])
                told[int(rows[place])] = Told(decision, found or Signs(), _appeals_of(probabilities))
        return told

    def _suspect(self) -> NDArray[np.bool_]:
        table, place = self.classification.table, places_of(self.classification.columns)
        named = table[:, [place[name] for name in APPEAL_NAMES]].min(axis=1) <= CLOSE
        mask: NDArray[np.bool_] = named | (appeal_odds(self.classification.meaning) > SUSPECT)
        return mask

    def _appeals(
        self, places: NDArray[np.int64], chances: NDArray[np.float64], led: NDArray[np.bool_]
    ) -> dict[int, tuple[Category, Signs | None]]:
        """By its place each block that is claimed to be an appeal, with what speaks for it."""
        reader = SignReader(self.features, self.classification, self.models.meaning)
        asks, chances = reader.asks(places), chances[:, :APPEAL_CLASSES]
        open_to_claims = asks | is_likely(chances)
        places, chances, asks = places[open_to_claims], chances[open_to_claims], asks[open_to_claims]
        led, meant = led[open_to_claims], np.exp(self.classification.meaning[places, :APPEAL_CLASSES])
        claims = [
            Claim(place, NAMES[number], is_asking, of_links[number])
            for place, number, is_asking, of_links in zip(
                places.tolist(), claimed(chances, led, meant, asks).tolist(), asks.tolist(), led.tolist(), strict=True
            )
            if number != NOBODY
        ]
        # Nothing speaks for it but its likelihood: it is what its box is, if that is an appeal.
        return {
            claim.row: (claim.category, found) if found else (Category.INTERFACE, None)
            for claim, found in zip(claims, reader.signs(claims), strict=True)
        }

    def _decision(
        self, place: int, category: Category, found: Signs | None, likeliest: Sequence[tuple[str, float]]
    ) -> Decision:
        """Wording decides where words alone tell an appeal, else structure; ``evidence`` has the numbers."""
        index = int(self.classification.rows[place])
        if index in self.choice.doubles:
            return Decision(Category.INTERFACE, Layer.STRUCTURE, "double", "the same text stands above")
        by_words = found is not None and not (found.form or found.link or found.named)
        rule = (WORDS_ASK if by_words else MARKUP_ASKS) if found else category.value
        return Decision(
            category, Layer.WORDING if by_words else Layer.STRUCTURE, rule, self._evidence(place, likeliest)
        )

    def _evidence(self, place: int, likeliest: Sequence[tuple[str, float]]) -> str:
        told = ", ".join(f"{CALLED[letter]} {chance:.2f}" for letter, chance in likeliest)
        return f"article with a probability of {self.classification.probability[place]:.2f}; {told}"


def _appeals_of(probabilities: Sequence[float]) -> dict[Category, float]:
    """How probable each appeal is."""
    return dict(zip(NAMES[:APPEAL_CLASSES], probabilities[:APPEAL_CLASSES], strict=True))


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
