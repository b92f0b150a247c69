"""Names of the days of the week in the languages of the press, for lines that say when."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from extractors.metadata.months import without_accents

TABLE = Path(__file__).with_name("weekdays.txt")


def _read(table: str) -> frozenset[str]:
    lines = (line.split()[1:] for line in table.splitlines() if not line.startswith("#"))
    return frozenset(without_accents(name) for days in lines for day in days for name in day.split(","))


NAMES = _read(TABLE.read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def is_weekday(word: str) -> bool:
    """Whether a word, or a shortened one, names a day of the week in some language."""
    return without_accents(word) in NAMES
