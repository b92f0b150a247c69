"""What proposals are made of: the blocks of a page that may go, and what each selector would take."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.body.second_opinion import reconsider
from extractors.classifier.classify import classify, load_models
from extractors.extract import extract
from extractors.learning.marks import WEAK, Mark, Marker
from extractors.learning.selectors import selectors_of
from extractors.model import Category, Layer
from extractors.page.reading import read_page
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.html.document import Candidate, Document
    from extractors.model import Extraction, Page, Repeats
    from extractors.sites.site_file import Site

# The classifier is not sure of what it keeps with less probability than this: over the open corpus four words in ten
# are in the truths.
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Loose:
    """A block that may go: generic layers cut it, or keep it in doubt, or it bears a mark.

    ``appeal`` are the log odds by its words that it is an appeal.
    """

    text: str
    words: int
    category: Category
    appeal: float
    mark: Mark | None
    is_kept: bool
    is_title: bool

    @property
    def is_doubted(self) -> bool:
        """Whether nothing but the classifier's doubt speaks against it."""
        return self.is_kept and self.mark is None

    @property
    def is_weak(self) -> bool:
        """Whether it takes the classifier's doubt beside the mark."""
        return self.is_kept and self.mark in WEAK


@dataclass(slots=True)
class Matched:
    """What the elements that a selector names hold.

    ``loose`` are numbers of loose blocks, ``sure`` counts kept ones that are not, ``others`` what no layer looked at.
    ``doubt`` weighs the words of the loose ones by their probability of being the article, ``loose_words`` counts them;
    ``kept_words`` and ``words`` are those of the article and of all that was looked at.
    """

    loose: set[int] = field(default_factory=set)
    sure: int = 0
    others: int = 0
    doubt: float = 0.0
    loose_words: int = 0
    kept_words: int = 0
    words: int = 0
    elements: int = 0


@dataclass(frozen=True, slots=True)
class Examined:
    """One page: the blocks that may go, and what each selector would take."""

    loose: tuple[Loose, ...]
    matched: dict[str, Matched]
    kept_words: int


def examine(page: Page, site: Site | None, repeats: Repeats) -> Examined | None:
    """What is to be known of a page; None where it has no article. Site rules take what they take before."""
    extraction = extract(page, site, repeats)
    return _Examiner(page, extraction).examined() if extraction.article else None


class _Examiner:
    def __init__(self, page: Page, extraction: Extraction) -> None:
        self.document, self.probability = _judged(page)
        self.folded = [fold(candidate.text) for candidate in self.document.candidates]
        article = extraction.article
        self.title = fold(article.title or "") if article else ""
        self.kept = {fold(block.text) for block in article.blocks} if article else set()
        generic = [removal for removal in extraction.removals if removal.layer is not Layer.SITE_RULE]
        self.cut = {fold(removal.text): removal.category for removal in generic}
        self.marker = Marker(self.document, self.folded, self.kept, self.title)
        self.loose: list[Loose] = []
        self.numbers: dict[int, int] = {}
        # What is cut counts once a page, however often it stands there; what is kept must go wherever it stands.
        self.first_of_cut: dict[str, int] = {}

    def examined(self) -> Examined:
        for candidate, text in zip(self.document.candidates, self.folded, strict=True):
            if text:
                self._loosen(candidate, text)
        kept_words = sum(len(each.split()) for each in self.kept)
        return Examined(tuple(self.loose), self._matched(), kept_words)

    def _loosen(self, candidate: Candidate, text: str) -> None:
        is_kept, is_title, index = text in self.kept, text == self.title, candidate.index
        if text in self.first_of_cut:
            self.numbers[index] = self.first_of_cut[text]
        elif is_kept or is_title or text in self.cut:
            mark = self.marker.mark(candidate, text)
            if is_kept and mark is None and self.probability.get(index, 0.0) >= SURE:
                return
            self.numbers[index] = len(self.loose)
            category, appeal = (
                self.cut.get(text, Category.INTERFACE),
                load_models().meaning.words.appeal_score(candidate.text),
            )
            self.loose.append(Loose(candidate.text, len(text.split()), category, appeal, mark, is_kept, is_title))
            if not is_kept:
                self.first_of_cut[text] = self.numbers[index]

    def _matched(self) -> dict[str, Matched]:
        matched: dict[str, Matched] = defaultdict(Matched)
        for container in self.document.containers:
            for selector in selectors_of(container):
                found = matched[selector]
                found.elements += 1
                for index in range(container.first, container.last):
                    self._count(found, index)
        return dict(matched)

    def _count(self, found: Matched, index: int) -> None:
        if not (text := self.folded[index]):
            return
        words = len(text.split())
        if index in self.probability:
            found.words += words
        found.kept_words += words if text in self.kept else 0
        if index in self.numbers:
            number = self.numbers[index]
            loose = self.loose[number]
            found.loose.add(number)
            found.loose_words += words
            probability = self.probability.get(index, 0.0) if loose.mark is None or loose.is_weak else 0.0
            found.doubt += words * probability
        elif text in self.kept:
            found.sure += 1
        else:
            found.others += 1


def _judged(page: Page) -> tuple[Document, Mapping[int, float]]:
    """The page as it is read, and the probability of each block that is looked at to be article."""
    reading = read_page(page)
    features = reading.features()
    classification = reconsider(classify(features, load_models()), features)
    return reading.document, dict(zip(classification.rows.tolist(), classification.probability.tolist(), strict=True))
