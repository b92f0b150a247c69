"""Propose rules for a site from its pages: selectors that take what is beside the article, and never the article.

What is beside it is told by generic layers, which cut it on many pages; by their doubt, where most of what a selector
takes is cut or doubted; and by marks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from extractors.learning.marks import Mark, tells
from extractors.learning.repetition import LIKE_APPEALS
from extractors.model import APPEALS, Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from extractors.learning.examining import Examined, Loose

Block = tuple[int, int]
"""Numbers of a page and of one of its loose blocks."""
LEAST_SHARE = 0.2  # of the pages
# What generic layers cut must come up more often than what bears a mark, which needs no vote.
LEAST_PAGES, LEAST_BLOCKS, LEAST_MARKED = 2, 3, 2
# Mean probability of being article, by words, below which a selector takes what is kept there too; with a mark, and
# without.
MARKED, DOUBTED = 0.8, 0.5
# Of the kept words of each page; of all words in it, on average, those kept: inside a body nothing else is cut.
BODY_HOLDS, BODY_CLEAN = 0.98, 0.995
MOST_SAMPLES, SAMPLE = 3, 80


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule: its selector, the pages on which it takes something, some blocks; ``taken`` names page and block of all,
    ``kept`` counts those that generic layers keep. ``mark`` is what its blocks are, where a mark tells."""

    css: str
    category: Category
    pages: int
    samples: tuple[str, ...]
    taken: frozenset[Block]
    kept: int
    mark: Mark | None


@dataclass(slots=True)
class _Sum:
    """What a selector takes on all pages."""

    taken: set[Block] = field(default_factory=set)
    sure: int = 0
    others: int = 0
    doubt: float = 0.0
    words: int = 0


def propose(pages: Sequence[Examined]) -> list[Proposal]:
    """Rules that between them take what is beside the article on many pages; those by marks first, then the one that
    takes most."""
    return _Proposer(pages).proposals()


class _Proposer:
    def __init__(self, pages: Sequence[Examined]) -> None:
        self.pages = pages
        self.sums: dict[str, _Sum] = defaultdict(_Sum)
        for place, page in enumerate(pages):
            self._add(place, page)
        self.open = {selector: found.taken for selector, found in self.sums.items() if self._is_clean(found)}
        self.share = ceil(LEAST_SHARE * len(pages))

    def _add(self, place: int, page: Examined) -> None:
        for selector, found in page.matched.items():
            each = self.sums[selector]
            each.taken |= {(place, number) for number in found.loose}
            each.sure += found.sure
            each.others += found.others
            each.doubt += found.doubt
            each.words += found.loose_words

    def _is_clean(self, found: _Sum) -> bool:
        """Whether a selector takes nothing that may be article."""
        if found.sure or found.others > len(found.taken):
            return False
        loose, probability = self._loose(found.taken), found.doubt / max(1, found.words)
        if any(each.is_doubted for each in loose):
            return probability < DOUBTED
        return probability < MARKED or not any(each.is_weak for each in loose)

    def _loose(self, blocks: Iterable[Block]) -> list[Loose]:
        return [self.pages[page].loose[number] for page, number in sorted(blocks)]

    def proposals(self) -> list[Proposal]:
        found = [proposal for mark in Mark if (proposal := self._marked(mark))]
        # The title is no part of any article: that a selector takes it is no reason to paste it.
        titles = {
            (place, n) for place, page in enumerate(self.pages) for n, each in enumerate(page.loose) if each.is_title
        }
        self._leave(titles)
        while best := self._best():
            found.append(self._proposal(best, self._take(best), None))
        return found

    def _take(self, selector: str) -> frozenset[Block]:
        taken = frozenset(self.open[selector])
        self._leave(taken)
        return taken

    def _leave(self, taken: Set[Block]) -> None:
        """Look no longer at some blocks."""
        self.open = {name: left for name, held in self.open.items() if (left := held - taken)}

    def _best(self) -> str | None:
        least = max(LEAST_PAGES, self.share)
        many = [
            name
            for name, taken in self.open.items()
            if len(taken) >= LEAST_BLOCKS and len({page for page, _ in taken}) >= least
        ]
        return max(many, key=lambda name: (len(self.open[name]), *self._plainness(name)), default=None)

    def _plainness(self, name: str) -> tuple[int, int, str]:
        return -self.sums[name].others, -len(name), name

    def _marked(self, mark: Mark) -> Proposal | None:
        """One rule for all that bears a mark and is kept."""
        selectors, taken = self._cover(mark)
        if len(taken) < LEAST_MARKED or len({page for page, _ in taken}) < self.share:
            return None
        self._leave(taken)
        return self._proposal(", ".join(selectors), frozenset(taken), mark)

    def _cover(self, mark: Mark) -> tuple[list[str], set[Block]]:
        """As many selectors as it needs, and what they take."""
        telling = [name for name, taken in self.open.items() if tells(name, mark) and self._bears(taken, mark)]
        selectors: list[str] = []
        taken: set[Block] = set()
        while telling:
            best = max(telling, key=lambda name: (self._gain(name, mark, taken), *self._plainness(name)))
            if not self._gain(best, mark, taken)[0]:
                break
            selectors.append(best)
            taken |= self.open[best]
        return selectors, taken

    def _bears(self, taken: set[Block], mark: Mark) -> bool:
        """Whether most of what is taken bears a mark, by words: whose words a quote has stands with it."""
        loose = self._loose(taken)
        return 2 * sum(each.words for each in loose if each.mark is mark) > sum(each.words for each in loose)

    def _gain(self, name: str, mark: Mark, taken: set[Block]) -> tuple[int, int]:
        """How many blocks a selector takes that bear the mark and are kept, and how many of all."""
        more = self._loose(self.open[name] - taken)
        return sum(each.is_kept and each.mark is mark for each in more), len(more)

    def _proposal(self, css: str, taken: frozenset[Block], mark: Mark | None) -> Proposal:
        loose = self._loose(taken)
        samples = [text for text, _ in Counter(each.text[:SAMPLE] for each in loose).most_common(MOST_SAMPLES)]
        pages, kept = len({page for page, _ in taken}), sum(each.is_kept for each in loose)
        return Proposal(css, _category(loose), pages, tuple(samples), taken, kept, mark)


def _category(loose: Sequence[Loose]) -> Category:
    """The ledger's, but that a mark says more, and that nothing is an appeal which says no word of one."""
    votes = Counter(Category.INTERFACE if each.mark else each.category for each in loose)
    category = votes.most_common(1)[0][0]
    if category in APPEALS and all(each.appeal < LIKE_APPEALS for each in loose):
        return Category.INTERFACE
    return category


def propose_body(pages: Sequence[Examined], proposals: Sequence[Proposal]) -> str | None:
    """The selector of the container that holds the article on all pages, and nearly nothing that the proposed rules
    leave; None where there is none."""
    dropped = {each for proposal in proposals for each in proposal.taken}
    scores = {}
    for selector in set.intersection(*(set(page.matched) for page in pages)) if pages else ():
        held = [_holds(place, page, selector, dropped) for place, page in enumerate(pages)]
        clean = sum(share for _, share in held) / len(pages)
        is_one = all(page.matched[selector].elements == 1 for page in pages)
        if is_one and clean >= BODY_CLEAN and min(share for share, _ in held) >= BODY_HOLDS:
            scores[selector] = (round(clean, 3), -len(selector), selector)
    return max(scores, key=scores.__getitem__, default=None)


def _holds(place: int, page: Examined, selector: str, dropped: set[Block]) -> tuple[float, float]:
    """The part of the article's words that a container holds, and the part of its words that they are, when the title
    and what is dropped are gone from both."""
    found = page.matched[selector]
    gone = {number for number, each in enumerate(page.loose) if (place, number) in dropped or each.is_title}
    kept = found.kept_words - _words(page, gone & found.loose, kept=True)
    article = page.kept_words - _words(page, gone, kept=True)
    held = found.words - _words(page, gone & found.loose)
    return kept / max(1, article), kept / max(1, held)


def _words(page: Examined, numbers: Iterable[int], *, kept: bool = False) -> int:
    loose = (page.loose[number] for number in numbers)
    return sum(each.words for each in loose if each.is_kept or not kept)
