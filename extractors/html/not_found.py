"""Tell a page that stands in place of one that is not there, whatever status it came with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PHRASES = frozenset(
    line
    for line in Path(__file__).with_name("not_found.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
# In words: an article about such pages is longer; the headline of one says more than the phrase and the outlet's name.
LONGEST_TEXT, LONGEST_HEADLINE, MOST_BESIDE = 80, 80, 12
NUMBER_ALONE = re.compile(r"\W*404\W*")
# Where the name of the outlet begins.
SEPARATOR = re.compile(r"\s[|•·–—:»/-]\s?|[|!！。.]\s")


def is_not_found(headlines: Iterable[str], words: int) -> bool:
    """Whether a headline says that there is nothing, and so few words of text follow."""
    return words <= LONGEST_TEXT and any(map(_says_so, headlines))


def _says_so(headline: str) -> bool:
    parts = [" ".join(part.lower().replace("’", "'").split()) for part in SEPARATOR.split(headline[:200])]
    return any(NUMBER_ALONE.fullmatch(part) or _is_phrase(part) for part in parts)


def _is_phrase(part: str) -> bool:
    return len(part) <= LONGEST_HEADLINE and any(
        phrase in part and len(part) - len(phrase) <= MOST_BESIDE for phrase in PHRASES
    )
