"""Names of months in the languages of the press, for dates that are written out."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

SOLAR, ETHIOPIAN, OWN = "solar", "ethiopian", "="
HEBREW_IN = "ב"
# Accents of Latin, Greek and Cyrillic letters, which capitals and hurried hands leave away.
ACCENTS = range(0x300, 0x370)
SPELLINGS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ı": "i", "’": None, "'": None, "׳": None}
    | dict.fromkeys(".\u200c\u200d॰_ ")
)

Names = dict[str, int]


@lru_cache(maxsize=4096)
def without_accents(name: str) -> str:
    """A name of the calendar in one spelling: small letters, no accents, dots or apostrophes."""
    if name.isascii():
        return name.lower().translate(SPELLINGS)
    parts = unicodedata.normalize("NFD", name.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if ord(c) not in ACCENTS)).translate(SPELLINGS)


def _read(lines: Iterable[str]) -> tuple[dict[str, Names], list[str], frozenset[str]]:
    """Numbers of months by language and folded name, the names of two words, and the languages whose names mean them
    there alone."""
    languages: dict[str, Names] = {}
    double: set[str] = set()
    alone = {SOLAR, ETHIOPIAN}
    for line in lines:
        language, *months = line.split()
        if language.startswith(OWN):
            alone.add(language := language.removeprefix(OWN))
        for number, names in enumerate(months, 1):
            languages.setdefault(language, {}).update((without_accents(name), number) for name in names.split(","))
            double.update(name.replace("_", " ") for name in names.split(",") if "_" in name)
    return languages, sorted(double, key=len, reverse=True), frozenset(alone)


def _told_anywhere(languages: dict[str, Names], alone: frozenset[str]) -> Names:
    """Names that mean the same month in all languages that have them: listopad is October in Zagreb, not in Prague."""
    numbers: dict[str, set[int]] = {}
    for language, names in languages.items():
        for name, number in names.items() if language not in alone else ():
            numbers.setdefault(name, set()).add(number)
    return {name: found.pop() for name, found in numbers.items() if len(found) == 1}


BY_LANGUAGE, DOUBLE_NAMES, ALONE = _read(table_lines(__file__, "months.txt"))
ANYWHERE = _told_anywhere(BY_LANGUAGE, ALONE)


def month_number(name: str, language: str = "") -> int | None:
    """1 to 12 for the name of a month, the language's own meaning first; None for other words."""
    key = without_accents(name)
    number = BY_LANGUAGE.get(language, ANYWHERE).get(key) or ANYWHERE.get(key)
    return number or (ANYWHERE.get(key[1:]) if key.startswith(HEBREW_IN) else None)


def solar_month_number(name: str) -> int | None:
    """1 to 12 for the name of a month of the Solar Hijri calendar."""
    return BY_LANGUAGE[SOLAR].get(without_accents(name))


def ethiopian_month_number(name: str) -> int | None:
    """1 to 13 for the name of a month of the Ethiopian calendar."""
    return BY_LANGUAGE[ETHIOPIAN].get(without_accents(name))


def is_month(word: str) -> bool:
    """Whether a word names a month in some language."""
    return month_number(word) is not None
