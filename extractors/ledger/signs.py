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
from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES
from extractors.model import Category
from extractors.text.words import LONGEST, NO_WORDS

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
NEAREST = 4
FORM_COLUMNS = ("parent_email", "grandparent_email")
# Log odds against article text from which on words ask.
ASKING = 0.0
# So many wordings are named of a block, each so much more likely an appeal than no words are (a natural logarithm).
MOST_WORDS, TELLING = 3, 1.0
# A line of so few words is named as a whole; of a longer one, words with their neighbours, so many places away.
SHORT = 4
AROUND = ((0, 0), (0, 1), (-1, 0), (0, 2), (-1, 1), (-2, 0), (0, 3), (-1, 2), (-2, 1), (-3, 0))
# A wording that ends in a word that says nothing ("sign in", "newsletter to") has to ask more by so much.
HANGING = 0.2
# Logarithm of a piece's frequency over all languages, from which on a word says nothing by itself.
COMMON = -10.5
NOTHING = ""
APPEALS_IN_ORDER = list(CATEGORIES.values())[:APPEAL_CLASSES]


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


@dataclass(frozen=True, slots=True)
class SignReader:
    """Looks for signs on one page."""

    features: Features
    classification: Classification
    meaning: Meaning

    def signs(self, row: int, category: Category, *, asks: bool) -> Signs:
        """Of a block, given by its row, for a category that is an appeal; ``asks`` is whether its words ask."""
        candidate = self.features.candidates[int(self.classification.rows[row])]
        table, place = self.classification.table, places_of(self.classification.columns)
        form = category in {Category.NEWSLETTER, Category.REGISTRATION} and any(
            table[row, place[name]] > 0 for name in FORM_COLUMNS
        )
        words = tuple(self._telling(self.features.runs[candidate.index], category)) if asks else ()
        return Signs(words, form, leads_to(candidate, category), named_around(candidate, GROUPS[category]), asks)

    def led(self, row: int) -> NDArray[np.bool_]:
        """Of a block, given by its row, for each appeal whether a link of it leads there."""
        candidate = self.features.candidates[int(self.classification.rows[row])]
        return np.array([leads_to(candidate, category) for category in LINKS])

    def asks(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of some blocks, given by their rows, whether their words ask."""
        means = self.classification.table[rows, places_of(self.classification.columns)["means_appeal"]]
        asks: NDArray[np.bool_] = np.greater(means, ASKING)
        return asks

    def _telling(self, runs: Sequence[str], category: Category) -> list[str]:
        """The wordings that ask for this most, in the order of the text; a short line as a whole."""
        runs = runs[:LONGEST]
        if len(runs) <= SHORT:
            return self._short(runs, category)
        asking = self._asking(self.meaning.of_words(runs), category)
        telling = [at for at in np.argsort(-asking, kind="stable").tolist() if asking[at] >= TELLING]
        seeds = list(islice((at for at in telling if self._says_something(runs[at])), MOST_WORDS))
        wordings = [words for seed in seeds for words in self._around(seed, runs)]
        texts = [[runs[at] for at in words] for words in wordings]
        asking = self._asking(self.meaning.log_probabilities(texts), category)
        unsaid = [not self._says_something(runs[words.stop - 1]) for words in wordings]
        chosen = self._best(wordings, asking - np.where(unsaid, HANGING, 0.0))
        return [" ".join(runs[at] for at in words) for words in chosen]

    def _short(self, runs: Sequence[str], category: Category) -> list[str]:
        if not any(map(self._says_something, runs)):
            return []
        tells = self._asking(self.meaning.log_probabilities([runs]), category)[0] >= TELLING
        return [" ".join(run for run in runs if run not in NO_WORDS)] if tells else []

    def _asking(self, chances: NDArray[np.float64], category: Category) -> NDArray[np.float64]:
        """How much more likely each text makes this appeal than no words do."""
        column = APPEALS_IN_ORDER.index(category)
        asking: NDArray[np.float64] = chances[:, column] - self.meaning.of_words([NOTHING])[0, column]
        return asking

    def _says_something(self, run: str) -> bool:
        """Whether a word tells by itself what is meant: "to", "oder" and "nous" do not."""
        return run[0].isalpha() and self.meaning.vectors.commonness(run) < COMMON

    def _around(self, seed: int, runs: Sequence[str]) -> Iterator[range]:
        """The word alone and with its neighbours, from a word that says something to one or to the word behind it."""
        for first, last in AROUND:
            words = range(seed + first, seed + last + 1)
            if words.start >= 0 and words.stop <= len(runs) and all(runs[at].isalpha() for at in words):
                ends = {words.start, words.stop - 1} - {seed, seed + 1}
                if all(self._says_something(runs[at]) for at in ends):
                    yield words

    @staticmethod
    def _best(wordings: Sequence[range], asking: NDArray[np.float64]) -> list[range]:
        """Those that ask most, of those that share a word one, in the order of the text."""
        chosen: list[range] = []
        for number in np.argsort(-asking, kind="stable").tolist():
            if all(words.stop <= wordings[number].start or words.start >= wordings[number].stop for words in chosen):
                chosen.append(wordings[number])
        return sorted(chosen, key=lambda words: words.start)


def leads_to(candidate: Candidate, category: Category) -> bool:
    """Whether a link of a block leads to where an appeal does."""
    return any(LINKS[category].search(address.lower()) for address in candidate.links)


def named_around(candidate: Candidate, groups: Sequence[str]) -> str:
    """What the nearest container is called that is named as one of some groups."""
    for around in islice(candidate.container.lineage(), NEAREST):
        if any(name in groups for name in group_names_of(around.label)):
            return around.label.split()[0][:60]
    return ""
