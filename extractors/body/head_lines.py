"""Lines of an article's head that say who wrote it and when, and no more: they are facts, not its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.metadata.by_words import says_by
from extractors.metadata.date_lines import role_of, without_labels
from extractors.metadata.languages import SPEAKERS
from extractors.metadata.months import is_month
from extractors.metadata.named_lines import named_after_by
from extractors.metadata.names import split_names
from extractors.metadata.persons import is_office, is_person
from extractors.metadata.roles import OCCUPATIONS
from extractors.metadata.times import parse_time
from extractors.metadata.weekdays import is_weekday
from extractors.text.words import UNSPACED_RUN, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.features.blocks import PageFacts

# In characters: a longer line says something else, too; one that has name and date may have more beside them.
LONGEST, LONGEST_MERGED = 100, 150
# In words: what may stand beside a name ("by", "text"), beside a date ("last updated on"), beside both of them.
BESIDE_NAME, BESIDE_DATE, BESIDE_BOTH, BESIDE_STAMP = 2, 6, 9, 2
# In words: of a line that names up to three persons, of a label without what it calls, of an occupation.
LONGEST_BYLINE, LONGEST_LABEL, LONGEST_OCCUPATION = 14, 3, 5
# Hours, minutes and days are less.
LEAST_YEAR, YEARS = 60, range(1990, 2100)
# Who posted what an article quotes is named with the address: "Kari Nord (@karinord) May 2, 2025".
QUOTED_POST = "(@"
CLOCK_TIME = re.compile(r"(?<![\d.])[0-2]?\d[:.h][0-5]\d(?![.\d])")
# What may stand behind a number: 9th, 1er, 11h, 10am.
LONGEST_ENDING = 2
DIGIT = re.compile(r"\d")


def is_head_line(text: str, facts: PageFacts) -> bool:
    """Whether a line holds nothing but the authors or the date that the page was found to have, or who wrote it."""
    if len(text) > LONGEST_MERGED or QUOTED_POST in text:
        return False
    line = _Line(text, facts)
    if line.says_who_and_when:
        return True
    return len(text) <= LONGEST and (line.says_who or line.says_when or line.is_label)


@dataclass(frozen=True)
class _Line:
    text: str
    facts: PageFacts

    @cached_property
    def named(self) -> list[str]:
        """Who is named behind "By"."""
        behind = named_after_by(self.text)
        return split_names(behind) if behind else []

    @cached_property
    def rest(self) -> str:
        """What stands there beside the names."""
        rest = self.text.casefold()
        for name in (*self.facts.authors, *filter(is_person, self.named)):
            rest = rest.replace(name.casefold(), " ")
        return rest

    @cached_property
    def words(self) -> list[tuple[str, int | None]]:
        """Each with the number that it is, if any."""
        return [(word, _number(word)) for word in words_of(self.rest)]

    @cached_property
    def numbers(self) -> list[int]:
        has_digit = DIGIT.search(self.rest) is not None
        return [number for _, number in self.words if number is not None] if has_digit else []

    @cached_property
    def beside(self) -> int:
        """How many words stand beside names, numbers and days."""
        others = (word for word, number in self.words if number is None)
        return _weight(word for word in others if not is_month(word) and not is_weekday(word))

    @property
    def is_named(self) -> bool:
        return len(self.rest) < len(self.text.casefold())

    @cached_property
    def is_dated(self) -> bool:
        return any(_is_date(self.numbers, date) for date in self.facts.dates)

    @property
    def says_who_and_when(self) -> bool:
        return self.is_named and self.is_dated and self.beside <= BESIDE_BOTH

    @property
    def says_who(self) -> bool:
        return (self.is_named and not self.numbers and self._is_little) or self._is_byline or self._is_occupation

    @property
    def says_when(self) -> bool:
        if not self.numbers or self.beside > BESIDE_DATE:
            return False
        return self.is_dated or self._is_stamp or self._is_labelled_time

    @property
    def _is_little(self) -> bool:
        """Whether next to nothing stands beside the names; a sentence may be short, too."""
        return self.beside == 0 or (self.beside <= BESIDE_NAME and (bool(self.named) or not self._ends_sentence))

    @property
    def _ends_sentence(self) -> bool:
        return self.text.endswith((".", "。"))

    @property
    def _is_byline(self) -> bool:
        """Whether a line is "By" and full names, with what the persons are."""
        if not self.named or self._ends_sentence or len(self.words) > LONGEST_BYLINE:
            return False
        return is_person(self.named[0]) and all(is_person(name) or is_office(name) for name in self.named)

    @property
    def _is_occupation(self) -> bool:
        """Whether a line is what a reporter is, which stands below the name: "Associated Press Writer"."""
        words = self.text.split()
        if not 1 < len(words) <= LONGEST_OCCUPATION or words[-1].lower() not in OCCUPATIONS:
            return False
        return all(word[0].isupper() or word in SPEAKERS for word in words) and words[0][0].isupper()

    @property
    def _is_stamp(self) -> bool:
        """Whether a line is a day with a time, before the page says that it was published: events come later."""
        if self.beside > BESIDE_STAMP or not any(number in YEARS for number in self.numbers):
            return False
        time = parse_time(self.text) or ""
        return "T" in time and any(time[:10] <= date[:10] for date in self.facts.dates)

    @property
    def _is_labelled_time(self) -> bool:
        """Whether a line is a time, or a month of a year, that it calls one of publication or change, and no more."""
        if role_of(self.text) is None:
            return False
        names = [word for word in words_of(without_labels(self.text)) if _number(word) is None]
        others = [word for word in names if not is_month(word) and not is_weekday(word)]
        is_month_of_year = len(names) > len(others) and any(number in YEARS for number in self.numbers)
        is_time = is_month_of_year or CLOCK_TIME.search(self.text) is not None
        return is_time and _weight(others) <= BESIDE_STAMP

    @property
    def is_label(self) -> bool:
        """Whether a line calls what it does not have a date or an author, or has no more than a day of the week."""
        label, *others = self.text.split() or [""]
        if says_by(self.text):
            return True
        if not others or len(others) > LONGEST_LABEL or role_of(label) is None:
            return False
        return self.text.endswith((":", "：")) or all(is_weekday(word) or word.lower() in SPEAKERS for word in others)


def _number(word: str) -> int | None:
    """The number that a word is, or begins with: 9th, 10am."""
    if not word[0].isdecimal():
        return None
    digits = word[: len(word) - LONGEST_ENDING] + word[len(word) - LONGEST_ENDING :].rstrip(
        "abcdefghijklmnopqrstuvwxyz"
    )
    return int(digits) if digits.isdecimal() else None


def _weight(words: Iterable[str]) -> int:
    """How many words there are, where a character is half a word if no spaces stand between them."""
    each = [2 if word.isascii() or not UNSPACED_RUN.match(word) else 1 for word in words]
    return sum(each) // 2


def _is_date(numbers: Sequence[int], date: str) -> bool:
    """Whether some numbers are those of a date (ISO 8601), with or without a time."""
    year, day = int(date[:4]), int(date[8:10] or 0)
    return {year, day}.issubset(numbers) and all(number in {year, day} or number < LEAST_YEAR for number in numbers)
