"""Lines of an article's head that say who wrote it and when, and no more: they are facts, not its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.metadata.names import is_person, named_after_by, split_names
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.features.blocks import PageFacts

# In characters: a longer line says something else, too.
LONGEST = 100
# In words: what may stand beside a name ("by", "text") and beside a date (its month, its day, "last updated on").
BESIDE_NAME, BESIDE_DATE = 2, 6
# In words: of a line that names up to three persons.
LONGEST_BYLINE = 14
# Hours, minutes and days are less.
LEAST_YEAR = 60


def is_head_line(text: str, facts: PageFacts) -> bool:
    """Whether a line holds nothing but the authors or the date that the page was found to have, or who wrote it."""
    if len(text) > LONGEST:
        return False
    rest = whole = text.casefold()
    for author in facts.authors:
        rest = rest.replace(author.casefold(), " ")
    is_named, words = len(rest) < len(whole), words_of(rest)
    numbers = [int(word) for word in words if word.isdecimal()]
    beside = len(words) - len(numbers)
    if is_named and not numbers and beside <= BESIDE_NAME:
        return True
    is_dated = beside <= BESIDE_DATE and any(_is_date(numbers, date) for date in facts.dates)
    return is_dated or (len(words) <= LONGEST_BYLINE and _is_byline(text))


def _is_byline(text: str) -> bool:
    """Whether a line is "By" and full names."""
    if text.endswith((".", "。")) or not named_after_by(text):
        return False
    names = split_names(text)
    return bool(names) and all(map(is_person, names))


def _is_date(numbers: Sequence[int], date: str) -> bool:
    """Whether some numbers are those of a date (ISO 8601), with or without a time."""
    year, day = int(date[:4]), int(date[8:10] or 0)
    return {year, day}.issubset(numbers) and all(number in {year, day} or number < LEAST_YEAR for number in numbers)
