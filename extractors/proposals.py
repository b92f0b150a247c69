"""Propose rules for a site from its pages: selectors that take what generic layers cut, and never what was kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.decode import decode, parse
from extractors.document import read_document
from extractors.extract import extract
from extractors.model import Category, Layer
from extractors.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.document import Container, Document
    from extractors.model import Page, Repeats
    from extractors.site import Site

# Names that people give: words between hyphens, perhaps with a number of one digit behind; no hash, no build number.
NAME = re.compile(r"[A-Za-z]{2,}\d?(?:(?:-{1,2}|_{1,2})[A-Za-z]{2,}\d?)*")
# What builders of style sheets make: css-..., Box__aBcde, layout__DHdd1, bMaoRo. A short name in humps (topNav) is lost
# with them.
GENERATED = re.compile(
    r"^(?:css|sc|jsx|svelte|emotion)-"
    r"|__(?=[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Z][a-z]*\d))[A-Za-z\d]{5,6}$"
    r"|^(?=.*[a-z][A-Z])[A-Za-z]{5,7}$"
    r"|[a-z][A-Z][a-z]?[A-Z]"
)
# How a block looks and not what it is: tomorrow a paragraph looks like that.
LOOKS = re.compile(
    r"(?:row|col|column|flex|grid|block|inline|sticky|fixed|hidden|visible|active|open|success|control|small|large|left"
    r"|right|center|wide|full|container|wrapper|inner|outer|content|section|item|list|text|title|clearfix|size|font|border"
    r"|bg|mt|mb|my|mx|px|py|uppercase|bold|headline)(?:-.*)?"
)
VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)
LEAST_PAGES, LEAST_SHARE = 3, 0.2
# Of the kept words of each page; of all words in it, on average, those kept: inside a body little else is cut.
BODY_HOLDS, BODY_CLEAN = 0.98, 0.97
MOST_SAMPLES, SAMPLE = 3, 80
BODY_TAGS = frozenset({"article", "main"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A block that a generic layer took out of a page."""

    text: str
    category: Category


@dataclass(slots=True)
class Matched:
    """What the elements that a selector names hold: numbers of cuts, kept blocks, other blocks; words kept and all."""

    cuts: set[int] = field(default_factory=set)
    kept: int = 0
    others: int = 0
    kept_words: int = 0
    words: int = 0
    elements: int = 0


@dataclass(frozen=True, slots=True)
class Examined:
    """One page: what generic layers cut from it, and what each selector would take."""

    cuts: tuple[Cut, ...]
    matched: dict[str, Matched]
    kept_words: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule: its selector, the pages on which it takes something, some blocks; ``taken`` names page and cut of all."""

    css: str
    category: Category
    pages: int
    samples: tuple[str, ...]
    taken: frozenset[tuple[int, int]]


def is_stable(name: str) -> bool:
    """Whether a class or id says what a block is, in words of a person, so that it will be there next year."""
    made = GENERATED.search(name) or VOWELLESS.search(name) or LOOKS.fullmatch(name)
    return bool(NAME.fullmatch(name)) and not made


def selectors_of(container: Container) -> Iterator[str]:
    """The short selectors by which a container can be named."""
    if is_stable(identifier := container.element.get("id", "")):
        yield f"#{identifier}"
    for name in (container.element.get("class") or "").split():
        if is_stable(name):
            yield f".{name}"
            yield f"{container.tag}.{name}"
    if container.tag in BODY_TAGS:
        yield container.tag


def examine(page: Page, site: Site | None, repeats: Repeats) -> Examined | None:
    """What is to be known of a page; None where it has no article. Site rules take what they take before."""
    extraction = extract(page, site, repeats)
    if extraction.article is None:
        return None
    document = read_document(parse(decode(page.body, page.headers)))
    generic = [removal for removal in extraction.removals if removal.layer is not Layer.SITE_RULE]
    title = fold(extraction.article.title or "")  # stands above every article, and is no part of any
    cuts = {fold(each.text): Cut(each.text, each.category) for each in generic if fold(each.text) != title}
    kept = {fold(block.text) for block in extraction.article.blocks}
    return Examined(tuple(cuts.values()), _matched(document, list(cuts), kept, title), _words(kept))


def _words(texts: set[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _matched(document: Document, cuts: list[str], kept: set[str], title: str) -> dict[str, Matched]:
    numbers = {text: number for number, text in enumerate(cuts) if text not in kept}
    folded = [fold(candidate.text) for candidate in document.candidates]
    matched: dict[str, Matched] = defaultdict(Matched)
    for container in document.containers:
        for selector in dict.fromkeys(selectors_of(container)):
            found = matched[selector]
            found.elements += 1
            for text in folded[container.first : container.last]:
                if text != title:
                    _count(found, text, numbers, is_kept=text in kept)
    return dict(matched)


def _count(found: Matched, text: str, numbers: dict[str, int], is_kept: bool) -> None:
    words = len(text.split())
    found.words += words
    if is_kept:
        found.kept += 1
        found.kept_words += words
    elif text in numbers:
        found.cuts.add(numbers[text])
    else:
        found.others += 1


def propose(pages: Sequence[Examined]) -> list[Proposal]:
    """Rules that between them take what generic layers cut on many pages; the one that takes most comes first."""
    kept: Counter[str] = Counter()
    cuts: dict[str, set[tuple[int, int]]] = defaultdict(set)
    others: Counter[str] = Counter()
    for place, page in enumerate(pages):
        for selector, found in page.matched.items():
            kept[selector] += found.kept
            others[selector] += found.others
            cuts[selector] |= {(place, number) for number in found.cuts}
    open_cuts = {
        selector: taken for selector, taken in cuts.items() if not kept[selector] and others[selector] <= len(taken)
    }
    least = max(LEAST_PAGES, round(LEAST_SHARE * len(pages)))
    proposals = []
    while best := _best(open_cuts, others, least):
        taken = open_cuts[best]
        proposals.append(_proposal(best, taken, pages))
        open_cuts = {selector: left for selector, held in open_cuts.items() if (left := held - taken)}
    return proposals


def _best(cuts: dict[str, set[tuple[int, int]]], others: Counter[str], least: int) -> str | None:
    many = [selector for selector, taken in cuts.items() if len({page for page, _ in taken}) >= least]
    return max(many, key=lambda name: (len(cuts[name]), -others[name], -len(name), name), default=None)


def _proposal(selector: str, taken: set[tuple[int, int]], pages: Sequence[Examined]) -> Proposal:
    cuts = [pages[page].cuts[number] for page, number in sorted(taken)]
    category = Counter(cut.category for cut in cuts).most_common(1)[0][0]
    samples = [text for text, _ in Counter(cut.text[:SAMPLE] for cut in cuts).most_common(MOST_SAMPLES)]
    return Proposal(selector, category, len({page for page, _ in taken}), tuple(samples), frozenset(taken))


def propose_body(pages: Sequence[Examined], proposals: Sequence[Proposal]) -> str | None:
    """The selector of the container that holds the article on all pages, and little that the proposed rules leave;
    None where there is none."""
    dropped = {each for proposal in proposals for each in proposal.taken}
    scores = {}
    for selector in set.intersection(*(set(page.matched) for page in pages)) if pages else ():
        found = [page.matched[selector] for page in pages]
        holds = min(each.kept_words / (page.kept_words or 1) for each, page in zip(found, pages, strict=True))
        clean = sum(_clean(place, page, selector, dropped) for place, page in enumerate(pages)) / len(pages)
        if holds >= BODY_HOLDS and clean >= BODY_CLEAN and all(each.elements == 1 for each in found):
            scores[selector] = (round(clean, 2), -len(selector), selector)
    return max(scores, key=scores.__getitem__, default=None)


def _clean(place: int, page: Examined, selector: str, dropped: set[tuple[int, int]]) -> float:
    """The part of the words in a container that is the article, when what is dropped is gone."""
    found = page.matched[selector]
    gone = _words({fold(page.cuts[number].text) for number in found.cuts if (place, number) in dropped})
    return found.kept_words / max(1, found.words - gone)
