"""Which blocks are the article: the set that promises the best F1, without headline and doubles."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.others import leads_here, opened_by
from extractors.model import BlockKind
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate

# A page that promises less F1 has no article: menus, galleries, shells.
LEAST_PROMISE = 0.1
# Above this probability a block is in, however sure the page is of others.
CERTAIN = 0.5
# Inside the body that a site file names a block is out only when it has the words of an appeal (log odds above
# SURE_APPEAL) and less than this probability: of labelled appeals two thirds are, of article blocks none.
SURE_APPEAL, SURELY_OUT = 3.0, 0.01
# Shorter blocks ("Yes.") may well stand twice in an article.
LONGEST_REPEATABLE = 40
# A hidden block that holds so many others is a copy of them; so is any that holds more, and little else.
COPIED, COPIED_IF_SHOWN, MOST_OF_IT, MOST_COPIES = 2, 3, 0.8, 5
# A box is one of links where they are more than this of its text.
MOSTLY_LINKS = 0.5
# Where the beginning of a text that is told in full elsewhere breaks off.
BREAKS_OFF = re.compile(r"\s?(?:…|\.\.\.|\[…\])")


@dataclass(frozen=True, slots=True)
class Choice:
    """``kept`` and ``doubles`` are indices of candidates."""

    kept: frozenset[int]
    doubles: frozenset[int]


def promised_f1(probability: NDArray[np.float64], words: NDArray[np.float64]) -> tuple[float, float]:
    """The threshold that promises the best word F1, and that F1.

    The expected F1 of a set is 2 * (expected words of the article in it) / (its words + expected words of the article);
    the best set holds the likeliest blocks (D. Lewis, Evaluating and optimizing autonomous text classification systems,
    1995).
    """
    order = np.argsort(-probability, kind="stable")
    inside, length = np.cumsum((probability * words)[order]), np.cumsum(words[order])
    f1 = 2 * inside / np.maximum(1e-9, length + inside[-1])
    best = int(f1.argmax())
    return float(probability[order[best]]), float(f1[best])


def choose_body(
    features: Features,
    classification: Classification,
    title: str,
    excluded: frozenset[int],
    inside: frozenset[int] = frozenset(),
) -> Choice:
    """Keep the likeliest candidates; ``excluded`` ones are out whatever their probability.

    ``inside`` are those in the body that a site file names: its author has seen the pages, so of them only
    sure appeals are out.
    """
    words = features.word_count[classification.rows]
    threshold, confidence = promised_f1(classification.probability, words)
    least = min(CERTAIN, threshold) if confidence >= LEAST_PROMISE else CERTAIN
    likely = classification.probability >= least
    if inside:
        likely |= _spoken_for(classification, inside)
    choice = _without_doubles(
        [row for row in classification.rows[likely].tolist() if row not in excluded], features, title
    )
    return Choice(choice.kept - _headings_of_others(choice.kept, features), choice.doubles)


def _spoken_for(classification: Classification, inside: frozenset[int]) -> NDArray[np.bool_]:
    appeal = classification.table[:, classification.columns.index("appeal_words")]
    return np.isin(classification.rows, list(inside)) & ~(
        (appeal > SURE_APPEAL) & (classification.probability < SURELY_OUT)
    )


def _headings_of_others(kept: frozenset[int], features: Features) -> set[int]:
    """Kept headings that open a box of which nothing else is kept, and which leads to other pages: "Read more"."""
    headings = [index for index in kept if features.candidates[index].kind is BlockKind.HEADING]
    return {index for index in headings if _opens_links(index, kept, features)}


def _opens_links(index: int, kept: frozenset[int], features: Features) -> bool:
    box = opened_by(features.candidates[index])
    if box is None or not kept.isdisjoint(range(index + 1, box.last)):
        return False
    below = slice(index + 1, box.last)
    is_linked = features.link_length[below].sum() > MOSTLY_LINKS * features.length[below].sum()
    links = [link for block in features.candidates[below] for link in block.links]
    return bool(is_linked) and all(leads_here(link, features) for link in links)


def _without_doubles(indices: Iterable[int], features: Features, title: str) -> Choice:
    """Of a text that stands in two places one is kept; what comes back in one place (refrains, questions) stays."""
    likely = _without_copies(list(indices), features)
    kept: set[int] = set()
    doubles: set[int] = set()
    headline = fold(title) if title else None
    seen: dict[str, int] = {}
    for place, index in enumerate(likely):
        text = features.folded[index]
        if text == headline or (
            text in seen and len(text) > LONGEST_REPEATABLE and not _comes_back(likely, place, seen, features)
        ):
            doubles.add(index)
        else:
            seen.setdefault(text, index)
            kept.add(index)
    return Choice(frozenset(kept), frozenset(doubles))


def _comes_back(likely: list[int], place: int, seen: Mapping[str, int], features: Features) -> bool:
    """Whether a block says again what stands above in the same kind of place, between other blocks."""
    block, first = features.candidates[likely[place]], features.candidates[seen[features.folded[likely[place]]]]
    if _place_of(block) != _place_of(first) or block.container.hidden:
        return False
    neighbours = [likely[at] for at in (place - 1, place + 1) if 0 <= at < len(likely)]
    texts = [features.folded[index] for index in neighbours]
    is_copy = all(seen.get(text, index) != index for text, index in zip(texts, neighbours, strict=True))
    return first.index not in neighbours and not is_copy


def _place_of(block: Candidate) -> tuple[str, ...]:
    own, parent = block.container, block.container.parent or block.container
    return (own.tag, own.label, parent.tag, parent.label)


def _without_copies(likely: list[int], features: Features) -> list[int]:
    """The blocks without those that say again what others say in full: texts for machines that read aloud, which say
    all of it at once, and beginnings that break off."""
    long = [index for index in likely if len(features.folded[index]) > LONGEST_REPEATABLE]
    longest = frozenset(sorted(long, key=lambda index: -len(features.folded[index]))[:MOST_COPIES])
    suspected = [index for index in long if index in longest or features.candidates[index].container.hidden]
    shown = {features.folded[index] for index in long if features.candidates[index].container.hidden is not True}
    copies = {index for index in suspected if _is_copy(index, shown, features)} | _beginnings(long, features)
    return [index for index in likely if index not in copies]


def _is_copy(index: int, shown: set[str], features: Features) -> bool:
    text, hidden = features.folded[index], features.candidates[index].container.hidden
    inside = [other for other in shown if len(other) < len(text) and other in text]
    most = sum(map(len, inside)) >= MOST_OF_IT * len(text)
    return len(inside) >= COPIED if hidden else len(inside) >= COPIED_IF_SHOWN and most


def _beginnings(long: list[int], features: Features) -> set[int]:
    """The blocks that break off and go on in another."""
    texts = sorted(features.folded[index] for index in long)
    found: set[int] = set()
    for index in long:
        head = BREAKS_OFF.split(features.candidates[index].text, maxsplit=1)
        key = fold(head[0]) if len(head) > 1 else ""
        if len(key) > LONGEST_REPEATABLE and _goes_on(key, features.folded[index], texts):
            found.add(index)
    return found


def _goes_on(key: str, text: str, texts: list[str]) -> bool:
    at = bisect_left(texts, key)
    return any(other != text and other.startswith(key) for other in texts[at : at + 2])
