"""Signs that a block asks the reader for something: words that ask, a form, a link, a container named so.

An appeal is claimed on such evidence alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from extractors.features.names import group_names_of
from extractors.features.tables import places_of
from extractors.ledger.wordings import WordingReader
from extractors.meaning.network import appeal_odds
from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate
    from extractors.meaning.network import Meaning

# What designers call a container of each kind of appeal, as in extractors.features.names.
GROUPS = {
    Category.DONATION: ("donation",),
    Category.NEWSLETTER: ("newsletter",),
    Category.SUBSCRIPTION: ("paywall", "newsletter"),
    Category.REGISTRATION: ("account", "paywall"),
    Category.FOLLOW: ("share",),
}
NEAREST = 4
WITH_FORM = frozenset({Category.NEWSLETTER, Category.REGISTRATION})
FORM_COLUMNS = ("parent_email", "grandparent_email")
# Log odds against article text from which on words ask.
ASKING = 0.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an appeal in one block: its telling words, whether a form wants an address, whether a link leads
    there, the name of a container around it, and whether its words ask, be it all of them together."""

    words: tuple[str, ...] = ()
    form: bool = False
    link: bool = False
    named: str = ""
    asks: bool = False

    def __bool__(self) -> bool:
        return bool(self.asks or self.words or self.form or self.link or self.named)

    def __add__(self, other: Signs) -> Signs:
        words = dict.fromkeys((*self.words, *other.words))
        told = (self.form or other.form, self.link or other.link, self.named or other.named, self.asks or other.asks)
        return Signs(tuple(words), *told)


class Claim(NamedTuple):
    """A block, given by its row, and the appeal that it is claimed to be; whether its words ask, whether it has a link
    that leads there."""

    row: int
    category: Category
    asks: bool
    is_led: bool


@dataclass(frozen=True, slots=True)
class SignReader:
    """Looks for signs on one page. Blocks are given by their rows."""

    features: Features
    classification: Classification
    meaning: Meaning

    def signs(self, claims: Sequence[Claim]) -> list[Signs]:
        """Of each block what speaks for the appeal that it is claimed to be."""
        asking = [claim for claim in claims if claim.asks]
        runs = [(self.features.runs[self._candidate(claim.row).index], claim.category) for claim in asking]
        words = iter(WordingReader(self.meaning).telling(runs))
        return [self._signs(claim, next(words) if claim.asks else ()) for claim in claims]

    def _signs(self, claim: Claim, words: Sequence[str]) -> Signs:
        candidate, category = self._candidate(claim.row), claim.category
        form = category in WITH_FORM and any(self._column(name)[claim.row] > 0 for name in FORM_COLUMNS)
        named = named_around(candidate, GROUPS[category])
        return Signs(tuple(words), form, claim.is_led, named, claim.asks)

    def asks(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether the words of each block ask."""
        asks: NDArray[np.bool_] = appeal_odds(self.classification.meaning[rows]) > ASKING
        return asks

    def _candidate(self, row: int) -> Candidate:
        return self.features.candidates[int(self.classification.rows[row])]

    def _column(self, name: str) -> NDArray[np.float64]:
        column: NDArray[np.float64] = self.classification.table[:, places_of(self.classification.columns)[name]]
        return column


def named_around(candidate: Candidate, groups: Sequence[str]) -> str:
    """What the nearest container is called that is named as one of some groups."""
    for around in islice(candidate.container.lineage(), NEAREST):
        if any(name in groups for name in group_names_of(around.label)):
            return around.label.split()[0][:60]
    return ""
