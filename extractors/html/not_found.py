"""Tell a page that stands in place of one that is not there, whatever status it came with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

PHRASES = frozenset(table_lines(__file__, "not_found.txt"))
# In words: an article about such pages is longer; the headline of one says more than the phrase and the outlet's name.
LONGEST_TEXT, LONGEST_HEADLINE, MOST_BESIDE = 80, 80, 12
NUMBER_ALONE = re.compile(r"\W*404\W*")
# Where the name of the outlet begins.
SEPARATOR = re.compile(r"\s[|•·–—:»/-]\s?|[|!！。.]\s")


def is_not_found(headlines: Iterable[str], words: int) -> bool:
    """Whether a headline says that there is nothing, and so few words of text follow."""
    return words <= LONGEST_TEXT and any(
        says(headline, PHRASES, MOST_BESIDE) or any(map(NUMBER_ALONE.fullmatch, _parts(headline)))
        for headline in headlines
    )


def says(headline: str, phrases: Collection[str], share: float) -> bool:
    """Whether a part of a headline is one of some phrases, and little more: no more than a share of it."""
    return any(_is_phrase(part, phrases, share) for part in _parts(headline))


def _parts(headline: str) -> list[str]:
    return [" ".join(part.lower().replace("’", "'").split()) for part in SEPARATOR.split(headline[:200])]


def _is_phrase(part: str, phrases: Collection[str], share: float) -> bool:
    return len(part) <= LONGEST_HEADLINE and any(
        phrase in part and len(part) - len(phrase) <= min(MOST_BESIDE, share * len(phrase)) for phrase in phrases
    )
