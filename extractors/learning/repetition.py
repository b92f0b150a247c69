"""Learn which blocks repeat on a site, from the texts of its articles alone: no word of any language is known here.

A block that stands in several different articles is what the outlet wraps around them, or content that they have in
common: background of an agency, the opening of a column, a standing sentence of the desk. Content is told by where it
stands and what it says:

- it speaks of what its articles speak of: its rarer words stand elsewhere in them too;
- it belongs to a series: its articles share an author or a section that others lack;
- an editor put it there: at another place in each article, in few of the articles of its time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from math import comb, log
from typing import TYPE_CHECKING

from extractors.body.repeats import block_digest, folded_digest
from extractors.classifier.classify import load_models
from extractors.learning.copies import copy_groups
from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES
from extractors.model import Category, Learned, Repeat
from extractors.text.words import UNSPACED_RUN, fold, read_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.model import KeptText

FEWEST, FEWEST_OF_APPEALS = 4, 3
"""Different articles in which a block must stand."""
# Log odds by its words. Words of no known language reach 1, the friendly opening of a column 4.
LIKE_APPEALS, SURELY_APPEAL = 2.0, 5.0
MOST_OF_ARTICLE = 0.5
SHORTEST = 5  # words, below which nothing can be told from what a block says
DENSE = 0.4  # part of the articles of its time, from the first to the last that have it
SELDOM = 0.07  # what stands in no more than this part of the articles is put there by editors, now and then
DEVIATIONS = 1.96  # by which a few articles may be more than were to be expected
SETTLED, NEAR = 0.6, 1  # part of its articles in which it stands at its usual place, give or take a block
COHESIVE = 0.2  # part of its words, by weight, that stand elsewhere in its articles more than in others
SERIES, BY_CHANCE = 0.8, 0.001  # part of its articles that share an author or a section, and how likely that may be
SHORT_WORD = 3  # letters: the words of grammar are short in all languages


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: in which article, which of the blocks of its page, and how many kept ones are before it and
    after it."""

    article: int
    number: int
    before: int
    after: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a stored page; ``before`` counts the kept blocks before it."""

    text: str
    folded: str
    digest: str
    before: int
    is_kept: bool


def lines_of(text: KeptText) -> list[Line]:
    """All blocks in the order of the page, the kept and the cut."""
    kept = [(before, 1, line) for before, line in enumerate(text.lines)]
    merged = sorted([*kept, *((before, 0, line) for before, line in text.cut)], key=lambda line: line[:2])
    folded = [fold(line) for _, _, line in merged]
    return [
        Line(line, words, folded_digest(words), before, bool(is_kept))
        for (before, is_kept, line), words in zip(merged, folded, strict=True)
    ]


def terms_of(text: str) -> frozenset[str]:
    """The words of a text that can say what it is about; pairs of characters where words have no spaces."""
    return _terms(words_of(text))


def _terms(words: list[str]) -> frozenset[str]:
    pairs = {one + two for one, two in pairwise(words) if UNSPACED_RUN.match(one)}
    return frozenset(pairs | {word for word in words if len(word) > SHORT_WORD})


def find_repeats(texts: Sequence[KeptText]) -> list[Learned]:
    """The blocks to be cut from the articles of a site; ``texts`` in order of time."""
    outlet = _Outlet(texts)
    judged = ((digest, outlet.judge(digest)) for digest in outlet.candidates)
    return [Learned(digest, outlet.sample[digest], repeat) for digest, repeat in judged if repeat]


class _Outlet:
    def __init__(self, texts: Sequence[KeptText]) -> None:
        self.texts = texts
        self.lines = [lines_of(text) for text in texts]
        self.sample: dict[str, str] = {}
        self.places: dict[str, list[Place]] = defaultdict(list)
        for number, lines in enumerate(self.lines):
            self._note(number, lines)
        self.groups = copy_groups([_words(lines) for lines in self.lines])
        # What is cut wherever it stands need not be learned.
        known = {digest: places for digest, places in self.places.items() if any(place.is_kept for place in places)}
        self.candidates = [digest for digest, places in known.items() if self.different(places) >= FEWEST_OF_APPEALS]

    def _note(self, article: int, lines: list[Line]) -> None:
        """Note where the blocks of an article stand that can be repeats."""
        words, title = _words(lines), block_digest(self.texts[article].title or "")
        most, kept = MOST_OF_ARTICLE * sum(words.values()), len(self.texts[article].lines)
        seen = {title}
        for number, line in enumerate(lines):
            if line.digest not in seen and words.get(line.digest, 0) <= most:
                after = kept - line.before - line.is_kept
                self.places[line.digest].append(Place(article, number, line.before, after, line.is_kept))
                self.sample.setdefault(line.digest, line.text)
            seen.add(line.digest)

    def different(self, places: Iterable[Place]) -> int:
        """How many different articles: copies count once."""
        return len({self.groups[place.article] for place in places})

    def judge(self, digest: str) -> Repeat | None:
        """What a block is that stands in several articles; None for what may be content."""
        places, text = self.places[digest], self.sample[digest]
        count = self.different(places)
        if _appeal_score(text) >= SURELY_APPEAL or (count >= FEWEST and self._is_wrapping(digest, text, places)):
            return Repeat(category_of(text), count)
        return None

    def _is_wrapping(self, digest: str, text: str, places: list[Place]) -> bool:
        density = self._density(places)
        if self._is_series(places) or self._is_seldom(places):
            return False
        if len(words_of(text)) < SHORTEST:
            return density >= DENSE or self._has_company(digest, places)
        if density < DENSE and not _is_settled(places):
            return False
        opens = sum(place.before == 0 for place in places) > len(places) / 2
        return self._cohesion(text, places) < COHESIVE and (density >= DENSE or not opens)

    def _density(self, places: list[Place]) -> float:
        """The part of the different articles of its time that have a block."""
        return self.different(places) / self._span(places)

    def _span(self, places: list[Place]) -> int:
        """How many different articles there are from the first that has a block to the last."""
        return len({self.groups[number] for number in range(places[0].article, places[-1].article + 1)})

    def _is_seldom(self, places: list[Place]) -> bool:
        """Whether it may be by chance that a block which is rare stands in so many articles so soon."""
        return _at_least(self.different(places)) < SELDOM * self._span(places)

    def _is_series(self, places: list[Place]) -> bool:
        """Whether its articles share an author or a section that the others have so seldom that it is no chance."""
        marks = Counter(chain.from_iterable(self.texts[place.article].marks for place in places))
        others = len(self.texts) - len(places)
        return any(
            count >= SERIES * len(places)
            and _tail(count, len(places), (self._marks[mark] - count + 1) / (others + 2)) < BY_CHANCE
            for mark, count in marks.items()
        )

    @cached_property
    def _marks(self) -> Counter[str]:
        return Counter(chain.from_iterable(text.marks for text in self.texts))

    def _has_company(self, digest: str, places: list[Place]) -> bool:
        """Whether longer repeats stand beside it: a lone "Background" is a heading of the author's."""
        beside: Counter[str] = Counter()
        for place in places:
            around = self.lines[place.article][max(0, place.number - 1) : place.number + 2]
            beside.update({line.digest for line in around} - {digest})
        near = [other for other, count in beside.items() if count > len(places) / 2 and other in self.places]
        long = (other for other in near if len(words_of(self.sample[other])) >= SHORTEST)
        return any(self.judge(other) for other in long)

    def _cohesion(self, text: str, places: list[Place]) -> float:
        """How far a block speaks of what its articles speak of, 0 to 1: how much more often its terms stand elsewhere
        in them than in the other articles, each with the weight that it has by being rare there."""
        carriers = {place.article for place in places}
        others = len(self.texts) - len(carriers)
        weighed = shared = 0.0
        for term in terms_of(text):
            here = sum(term in self._elsewhere[number] for number in carriers)
            there = self._spread[term] - here
            weight = log((others + 2) / (there + 1))
            weighed += weight
            shared += weight * max(0.0, here / len(carriers) - there / max(1, others))
        return shared / weighed if weighed else 1.0

    @cached_property
    def _elsewhere(self) -> list[frozenset[str]]:
        """The terms of each article without what may be repeats."""
        suspects = set(self.candidates)
        terms = []
        for text, lines in zip(self.texts, self.lines, strict=True):
            kept = (line.folded for line in lines if line.is_kept and line.digest not in suspects)
            terms.append(_terms(" ".join([fold(text.title or ""), *kept]).split()))
        return terms

    @cached_property
    def _spread(self) -> Counter[str]:
        """In how many articles each term stands."""
        return Counter(chain.from_iterable(self._elsewhere))


def _words(lines: list[Line]) -> dict[str, int]:
    """How many words each kept block has."""
    return {line.digest: len(line.folded.split()) for line in lines if line.is_kept}


def _at_least(count: int) -> float:
    """The lower bound of what is to be expected where ``count`` were met (Wilson and Hilferty's, of Poisson's law)."""
    return float(count * (1 - 1 / (9 * count) - DEVIATIONS / (3 * count**0.5)) ** 3)


def _tail(count: int, trials: int, probability: float) -> float:
    """How likely it is that ``count`` or more of the trials succeed."""
    return sum(comb(trials, n) * probability**n * (1 - probability) ** (trials - n) for n in range(count, trials + 1))


def _is_settled(places: list[Place]) -> bool:
    """Whether a block has a place of its own, counted from the top or from the end."""
    return _usual([place.before for place in places]) or _usual([place.after for place in places])


def _usual(distances: list[int]) -> bool:
    middle = sorted(distances)[len(distances) // 2]
    return sum(abs(distance - middle) <= NEAR for distance in distances) >= SETTLED * len(distances)


def _appeal_score(text: str) -> float:
    return load_models().meaning.words.appeal_score(text)


def category_of(text: str) -> Category:
    """The kind of appeal that a block is by what it means; ``repeat`` where it is none."""
    if _appeal_score(text) < LIKE_APPEALS:
        return Category.REPEAT
    meaning = load_models().meaning.log_probabilities(read_words([text])[0])[0, :-1]
    best = int(meaning.argmax())
    return list(CATEGORIES.values())[best] if best < APPEAL_CLASSES else Category.REPEAT
