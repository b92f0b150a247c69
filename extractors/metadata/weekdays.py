"""Names of the days of the week in the languages of the press, for lines that say when."""

from __future__ import annotations

from functools import lru_cache

from extractors.metadata.months import without_accents
from extractors.text.tables import table_lines

_DAYS = [day for line in table_lines(__file__, "weekdays.txt") for day in line.split()[1:]]
NAMES = frozenset(without_accents(name) for day in _DAYS for name in day.split(","))


@lru_cache(maxsize=4096)
def is_weekday(word: str) -> bool:
    """Whether a word, or a shortened one, names a day of the week in some language."""
    return without_accents(word) in NAMES
