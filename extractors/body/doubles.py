"""Texts that stand twice on a page: copies for other screens and for machines that read aloud, beginnings."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from extractors.body.pull_quotes import pull_quotes
from extractors.model import BlockKind
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extractors.features.blocks import Features
    from extractors.html.document import Candidate

# Shorter blocks ("Yes.") may well stand twice in an article.
LONGEST_REPEATABLE = 40
# A hidden block that holds so many others is a copy of them; so is any that holds more, and little else.
COPIED, COPIED_IF_SHOWN, MOST_OF_IT, MOST_COPIES = 2, 3, 0.8, 5
# In characters, of a headline that is told in a longer heading, and its least share of that.
SHORTEST_HEADLINE, LEAST_OF_HEADING = 20, 0.3
# Where the beginning of a text that is told in full elsewhere breaks off.
BREAKS_OFF, DOTS = re.compile(r"\s?(?:…|\.\.\.|\[…\])"), ("…", "...")


def without_doubles(indices: Iterable[int], features: Features, title: str) -> tuple[frozenset[int], frozenset[int]]:
    """The blocks that are kept and the doubles: of a text that stands in two places one is kept; what comes back in one
    place (refrains, questions) stays."""
    likely = _without_copies(list(indices), features)
    has_text = any(features.candidates[index].kind is not BlockKind.HEADING for index in likely)
    kept: set[int] = set()
    doubles: set[int] = set()
    headline = fold(title) if title else None
    seen: dict[str, int] = {}
    for place, index in enumerate(likely):
        text = features.folded[index]
        if _is_headline(index, headline, features, is_first=has_text and not kept) or (
            text in seen and len(text) > LONGEST_REPEATABLE and not _comes_back(likely, place, seen, features)
        ):
            doubles.add(index)
        else:
            seen.setdefault(text, index)
            kept.add(index)
    return frozenset(kept), frozenset(doubles)


def _is_headline(index: int, headline: str | None, features: Features, *, is_first: bool) -> bool:
    """Whether a block is the title, or the heading above the text that has a kicker or a date beside it."""
    text = features.folded[index]
    if text == headline or headline is None or not is_first:
        return text == headline
    is_heading = features.candidates[index].kind is BlockKind.HEADING
    is_most = len(headline) >= max(SHORTEST_HEADLINE, LEAST_OF_HEADING * len(text))
    return is_heading and is_most and headline in text


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
    copies |= pull_quotes(likely, features)
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
        text = features.candidates[index].text
        breaks = BREAKS_OFF.search(text) if any(map(text.__contains__, DOTS)) else None
        key = fold(text[: breaks.start()]) if breaks else ""
        if len(key) > LONGEST_REPEATABLE and _goes_on(key, features.folded[index], texts):
            found.add(index)
    return found


def _goes_on(key: str, text: str, texts: list[str]) -> bool:
    at = bisect_left(texts, key)
    return any(other != text and other.startswith(key) for other in texts[at : at + 2])
