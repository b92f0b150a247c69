"""Signs that a block asks the reader for something: words that ask, a form, a link, a container named so.

An appeal is claimed on such evidence alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.names import group_names_of
from extractors.features.tables import places_of
from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
# Where links of each kind lead to, in lower case.
LINKS = {
    Category.DONATION: re.compile(
        r"donat|spende|contribut|support-?us|fundrais|crowdfund|patreon|paypal|ko-fi|steady|liberapay|soutenir|membership"
    ),
    Category.NEWSLETTER: re.compile(r"newsletter|mailing|mailchi|substack|subscribe|boletin|abonn"),
    Category.SUBSCRIPTION: re.compile(r"subscri|/abo|abonn|suscri|premium|/plus|checkout|offer|prenum|piano"),
    Category.REGISTRATION: re.compile(r"log-?in|sign-?(?:in|up)|regist|account|anmeld|konto|auth|passw|connexion"),
    Category.FOLLOW: re.compile(
        r"facebook|twitter|//x\.com|instagram|//t\.me|telegram|whatsapp|youtube|linkedin|reddit|pinterest|mastodon|bsky|"
        r"threads|tiktok|vk\.com|line\.me|weibo|viber|mailto:|apps\.apple|itunes|play\.google|/feed|rss|share|teilen"
    ),
}
NEAREST, CLOSE = 4, 2
FORM_COLUMNS = ("parent_email", "grandparent_email")
# Log odds against article text from which on words ask.
ASKING = 0.0
MOST_WORDS, TELLING = 3, 1.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an appeal in one block: its telling words, whether a form wants an address, whether a link leads
    there, and the name of a container around it."""

    words: tuple[str, ...] = ()
    form: bool = False
    link: bool = False
    named: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.form or self.link or self.named)

    def __add__(self, other: Signs) -> Signs:
        words = dict.fromkeys((*self.words, *other.words))
        return Signs(tuple(words), self.form or other.form, self.link or other.link, self.named or other.named)


@dataclass(frozen=True, slots=True)
class SignReader:
    """Looks for signs on one page."""

    features: Features
    classification: Classification
    meaning: Meaning

    def signs(self, row: int, category: Category) -> Signs:
        """Of a block, given by its row, for a category that is an appeal."""
        candidate = self.features.candidates[int(self.classification.rows[row])]
        table, place = self.classification.table, places_of(self.classification.columns)
        form = category in {Category.NEWSLETTER, Category.REGISTRATION} and any(
            table[row, place[name]] > 0 for name in FORM_COLUMNS
        )
        words = tuple(self._telling(self.features.runs[candidate.index])) if self.asks(row) else ()
        return Signs(words, form, leads_to(candidate, category), named_around(candidate, GROUPS[category]))

    def led(self, row: int) -> NDArray[np.bool_]:
        """Of a block, given by its row, for each appeal whether a link of it leads there."""
        candidate = self.features.candidates[int(self.classification.rows[row])]
        return np.array([leads_to(candidate, category) for category in LINKS])

    def asks(self, rows: int | NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether the words of a block ask, or of several."""
        means = self.classification.table[rows, places_of(self.classification.columns)["means_appeal"]]
        asks: NDArray[np.bool_] = np.greater(means, ASKING)
        return asks

    def _telling(self, runs: Sequence[str]) -> Iterator[str]:
        """The words that ask most by themselves, those that follow on each other as one."""
        odds = self.meaning.asking(runs)
        most = sorted(odd for run, odd in zip(runs, odds, strict=True) if run.isalpha())[-MOST_WORDS:]
        least = max(most[0], min(TELLING, most[-1])) if most else float("-inf")
        phrase: list[str] = []
        for run, odd in zip(runs, odds, strict=True):
            if odd >= least and (run.isalpha() or not most):
                phrase.append(run)
            elif phrase:
                yield " ".join(phrase)
                phrase = []
        if phrase:
            yield " ".join(phrase)


def leads_to(candidate: Candidate, category: Category) -> bool:
    """Whether a link of a block leads to where an appeal does."""
    return any(LINKS[category].search(address.lower()) for address in candidate.links)


def named_around(candidate: Candidate, groups: Sequence[str]) -> str:
    """What the nearest container is called that is named as one of some groups."""
    for around in islice(candidate.container.lineage(), NEAREST):
        if any(name in groups for name in group_names_of(around.label)):
            return around.label.split()[0][:60]
    return ""
