"""Where a line or an address is a date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.metadata.months import is_month
from extractors.metadata.numerals import with_plain_digits
from extractors.metadata.times import HAS_DATE
from extractors.metadata.weekdays import is_weekday
from extractors.text.tables import table_lines
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGED, PUBLISHED = "changed", "published"
URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|199\d)[/_-]?(0[1-9]|1[0-2]|(?<=[/_-])[1-9](?=[/_-]))"
    r"[/_-]?(0[1-9]|[12]\d|3[01]|(?<=[/_-])[1-9](?=[/_-]))(?!\d)"
)
URL_DAY_FIRST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20[0-3]\d)(?!\d)")
MAX_DATE_LINE, MAX_LABEL = 100, 40
# In words beside the date, and in letters of the last of them.
SHORTEST_SENTENCE, SHORTEST_LAST = 8, 3
# In letters: what stands with an hour: "T", "GMT", "Uhr", "CEST".
LONGEST_OF_CLOCK = 4
# In letters: shorter words beside a date are none of a name, "Uhr" for instance.
SHORTEST_NAME = 4
# Where sentences end without a full stop, one stands behind what is shortened: "14:30 น."
SHORTENED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]\.$")
SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "؟", "।")


def _labels(lines: Iterable[str]) -> re.Pattern[str]:
    words: dict[str, list[str]] = {CHANGED: [], PUBLISHED: []}
    for line in lines:
        role, *names = line.split()
        words[role].extend(re.escape(name).replace("_", r"\s") for name in names)
    roles = (f"(?P<{role}>{'|'.join(sorted(names, key=len, reverse=True))})" for role, names in words.items())
    return re.compile(rf"(?<![A-Za-z\u00c0-\u024f])(?:{'|'.join(roles)})", re.IGNORECASE)


LABEL = _labels(table_lines(__file__, "date_labels.txt"))
WHOLE_LABEL = re.compile(rf"{LABEL.pattern}\w{{0,20}}", re.IGNORECASE)
# Alone in a line; what begins with fewer letters of the Latin alphabet may be a name.
OWN_LABEL = re.compile(rf"(?![A-Za-z]{{1,4}}\b)(?:{LABEL.pattern})\w{{0,6}}\W{{0,3}}", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
WORD = re.compile(r"[^\W\d_]+")
# What stands before a label, and is no name: "Last updated", "Date of publication".
BEFORE_LABEL = re.compile(
    r"\W{0,3}(?:(?:last|first|date|datum|data|fecha|dato|päiväys|tarih|дата|ημερομηνία|dátum|zuletzt)\s"
    r"(?:(?:of|de|di|da|della?|der|van)\s)?)?",
    re.IGNORECASE,
)


def day_of(url: str) -> str | None:
    """The date that an address holds."""
    if found := URL_DATE.search(url):
        return f"{found[1]}-{found[2].zfill(2)}-{found[3].zfill(2)}"
    found = URL_DAY_FIRST.search(url)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else None


@lru_cache(maxsize=4096)
def role_of(label: str) -> str | None:
    """What the last label in a text that stands before a date calls it."""
    found = list(LABEL.finditer(label))
    return found[-1].lastgroup if found else None


def without_labels(line: str) -> str:
    """A line without what it calls its dates."""
    return WHOLE_LABEL.sub(" ", line)


def is_label(text: str) -> bool:
    """Whether a text is what a date is called, and no more."""
    return len(text) <= MAX_LABEL and OWN_LABEL.fullmatch(text) is not None


def is_labelled_date(line: str) -> bool:
    """Whether a line is a date with what it is called before it, and no name beside them."""
    before = BEFORE_LABEL.match(line)
    if before is None or not has_date(line) or LABEL.match(line, before.end()) is None:
        return False
    beside = WORD.findall(without_labels(line[before.end() :]))
    return not any(len(word) >= SHORTEST_NAME and word.istitle() and not _is_of_date(word) for word in beside)


def has_date(line: str) -> bool:
    """Whether a line is little but a date."""
    return len(line) <= MAX_DATE_LINE and _holds_date(line)


def _holds_date(text: str) -> bool:
    return HAS_DATE.search(with_plain_digits(text)) is not None


@lru_cache(maxsize=2048)
def labelled_parts(line: str) -> tuple[tuple[str | None, str], ...]:
    """The dates of a line with what they are called: "Updated 20 May | Published 14 May 2024" has one of each.

    A label stands before its date, or behind the only one.
    """
    labels = list(LABEL.finditer(line))
    places = [*(found.start() for found in labels), len(line)]
    head = line[: places[0]]
    parts = [(found.lastgroup, line[found.end() : end]) for found, end in zip(labels, places[1:], strict=True)]
    if labels and _holds_date(head) and not any(_holds_date(text) for _, text in parts):
        return ((labels[0].lastgroup, head),)
    return tuple(part for part in [(None, head), *parts] if _holds_date(part[1]))


def published_parts(line: str) -> list[str]:
    """What a line says of publication, what it calls so first; nothing of what it calls a change."""
    parts = [part for part in labelled_parts(line) if part[0] != CHANGED]
    return [text for _, text in sorted(parts, key=lambda part: part[0] is None)]


def changed_parts(line: str) -> list[str]:
    """What a line says of changes."""
    return [text for role, text in labelled_parts(line) if role == CHANGED]


def is_mere_date(line: str) -> bool:
    """Whether a line is a date and nothing beside it."""
    return has_date(line) and all(map(_is_of_date, words_of(line)))


def is_mere_moment(line: str) -> bool:
    """Whether a line is a date, perhaps with its hour and zone, and nothing beside it."""
    return has_date(line) and _is_of_moment(line)


def tells_another(line: str) -> bool:
    """Whether a line names a year beside other words: "Joined May 2019", unlike "3 hours ago"."""
    return not _is_of_moment(line) and any(map(YEAR.fullmatch, words_of(line)))


def _is_of_moment(line: str) -> bool:
    return all(_is_of_date(word) or len(word) <= LONGEST_OF_CLOCK for word in words_of(without_labels(line)))


def _is_of_date(word: str) -> bool:
    return word[0].isdecimal() or is_month(word) or is_weekday(word)


def is_sentence(line: str) -> bool:
    """Whether a line is a sentence that does not say what its date is: of an event, of a meeting. It does not end like
    a clock: "at 11:08 a.m."."""
    if not line.endswith(SENTENCE_ENDS) or SHORTENED.search(line) or role_of(line) is not None:
        return False
    words = [word for word in words_of(line) if not _is_of_date(word)]
    return len(words) >= SHORTEST_SENTENCE and (len(words[-1]) >= SHORTEST_LAST or not words[-1].isascii())


def is_date_line(line: str) -> bool:
    """Whether a line is little but a date, and not that of a change."""
    return has_date(line) and not is_sentence(line) and bool(published_parts(line))
