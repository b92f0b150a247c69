"""Years of other calendars in that of Gregory."""

from __future__ import annotations

import re
from datetime import date

THAI, ARABIC = re.compile("[\u0e00-\u0e7f]"), re.compile("[\u0600-\u06ff]")
BUDDHIST, BUDDHIST_YEARS = 543, range(2533, 2600)
SOLAR_YEARS = range(1369, 1420)
SOLAR_LANGUAGES = frozenset({"fa", "ps"})
# The year before the first of an era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "R": 2018, "H": 1988, "S": 1925}
# Eight leap days in 33 years, counted from so many years before the first; Python's number of the day is so much less.
CYCLE, LEAPS, BEFORE, EPOCH = 33, 8, 1595, 356_033
LONG_MONTHS, LONG, SHORT = 6, 31, 30
# Python's number of the day before the first of the Ethiopian calendar, and its months.
ETHIOPIAN_EPOCH, ETHIOPIAN_MONTHS = 2795, 13
# Beside a year that is counted as in Europe the names stand for the months that begin with them.
COUNTED_AS_IN_EUROPE = re.compile("እ[.፡ ]?ኤ[.፡ ]?አ|(?i:g\\.?c\\.?)(?![a-z])")


def from_solar(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """A day of the Solar Hijri calendar; None where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= (LONG if month <= LONG_MONTHS else SHORT)):
        return None
    years = year + BEFORE
    days = 365 * years + years // CYCLE * LEAPS + (years % CYCLE + 3) // 4
    days += LONG * min(month - 1, LONG_MONTHS) + SHORT * max(0, month - 1 - LONG_MONTHS) + day
    found = date.fromordinal(days - EPOCH)
    return found.year, found.month, found.day


def from_ethiopian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """A day of the Ethiopian calendar; None where there is no such day."""
    last = 30 if month < ETHIOPIAN_MONTHS else 6 if year % 4 == 3 else 5
    if not (1 <= month <= ETHIOPIAN_MONTHS and 1 <= day <= last):
        return None
    found = date.fromordinal(ETHIOPIAN_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day)
    return found.year, found.month, found.day


def in_gregorian(year: int, month: int, day: int, text: str, language: str) -> tuple[int, int, int] | None:
    """A numeric date in the calendar that its year, script and language tell."""
    if year in BUDDHIST_YEARS and (language == "th" or THAI.search(text)):
        return year - BUDDHIST, month, day
    if year in SOLAR_YEARS and (language in SOLAR_LANGUAGES or (not language and ARABIC.search(text))):
        return from_solar(year, month, day)
    return year, month, day
