"""Written dates and times -> ISO 8601, with the zone that was written and nothing that was not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.metadata.calendars import (
    BUDDHIST,
    BUDDHIST_YEARS,
    COUNTED_AS_IN_EUROPE,
    ERAS,
    THAI,
    from_ethiopian,
    from_solar,
    in_gregorian,
)
from extractors.metadata.clocks import Clock, clock_before, clock_behind, with_zone_before
from extractors.metadata.months import DOUBLE_NAMES, ethiopian_month_number, month_number, solar_month_number
from extractors.metadata.numerals import with_plain_digits
from extractors.metadata.zones import offset_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Day = tuple[int, int, int]

MAX_WRITTEN = 300
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
# Four digits of a year, or two parts of a date in digits.
HAS_DATE = re.compile(r"(?<!\d)\d{4}(?!\d)|\d\s?[-./年月년]\s?\d|\d{8}|\d-[A-Za-z]{3,9}-\d|[\u0e00-\u0e7f]\.?\s?\d{2}")
# A day that may as well be a month: 3/4/2024.
AMBIGUOUS = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(?:\d{4}|\d{2})(?!\d)")
_YEAR = r"(?P<year>1[3-49]\d{2}|2[0-1]\d{2}|25\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_NAME = r"(?P<name>[^\s\d,/()|·•،;:–—_-]{2,24})(?:\s?[/(]\s?[^\s\d/()]{2,24}\)?)?"
_ORDINAL = r"(?:st|nd|rd|th|er|[.ºªo°a]|-?(?:го|га|ші|шы|ին|د|م)|-a|ê|an|ی|ቀን)?"
_OF = r"(?:(?:de|of|di|d[eo]l|av|den|da|ga|an|dhen|am)\s+|(?:d|ta)['’]\s?)?"
_TO_YEAR = (
    r"(?:,?[\s.,/·-]*(?:(?:del?|do|di|of|en|năm|rok[ua]?|an|anul|il|سنة|عام|سال|พ\.?ศ\.?|ค\.?ศ\.?|ឆ្នាំ|ቀን|,)\s*)?)"
)
ISO = re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})(?!\d[-./])")
PATTERNS = (
    # As Japanese write an era in short: R6.5.14.
    re.compile(
        r"(?<![\w.])(?P<era>[RHS])\.?\s?(?P<era_year>\d{1,2})\s?[./年]\s?(?P<month>\d{1,2})\s?[./月]\s?(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(
        r"(?P<era>令和|平成|昭和|民國|民国)\s?(?P<era_year>\d{1,3})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})"
    ),
    re.compile(
        rf"(?<!\d){_YEAR}\s?(?:[-./年년]|оны)\s?(?P<month>\d{{1,2}})\s?(?:[-./月월]|(?:-?р\s)?сарын)\s?{_DAY}(?!\d)(?![./-]\d)"
    ),
    re.compile(rf"(?<!\d){_DAY}{_ORDINAL}[\s/-]*{_OF}{_NAME}{_TO_YEAR}{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_NAME}\s*{_DAY}(?:st|nd|rd|th|ቀን|,|\s|\.)*{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<first>\d{1,2})\s?([-./|])\s?(?P<second_number>\d{1,2})\s?\2\s?(?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}\s?tháng\s?(?P<month>\d{{1,2}})\s?(?:,|năm|/)?\s?{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}(?:\D{{0,8}}?[\s.,-])\s?{_NAME}\s*-?{_DAY}(?!\d)(?!:)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<month>\d{{1,2}})(?:-?р\s)?\s?сарын\s?{_DAY},?\s{_YEAR}(?!\d)"),
    re.compile(
        rf"(?<!\d){_YEAR}\.?\s?-?(?:gada|жыл\w{{0,6}}|йыл\w{{0,6}}|ж\.|елның|йил\w{{0,4}}|yil\w{{0,4}}|-?يىل\w{{0,4}})\s{_DAY}[.-]?\s?{_NAME}",
        re.IGNORECASE,
    ),
    # As Unix prints it: Tue May 14 15:04:11 UTC 2024.
    re.compile(rf"(?<!\w){_NAME}\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{{3,4}})?\s+{_YEAR}(?!\d)"),
    # Two digits of a year, where signs or the script tell that it is one: 14-May-24, 14 พ.ค. 67.
    re.compile(rf"(?<!\d){_DAY}-(?P<name>[A-Za-z]{{3,9}})-(?P<year>\d{{2}})(?![\d:])"),
    re.compile(rf"(?<!\d){_DAY}\s?(?P<name>[\u0e00-\u0e7f.]{{3,12}})\s?(?P<year>\d{{2}})(?![\d:.])"),
)
CENTURY, TWO_DIGITS = 2000, 100
# Where years, and the hours of the day, are counted otherwise: what twelve hours are behind such a date is not told.
ETHIOPIA = "am"


def _iso(day: Day | None, clock: Clock, language: str, country: str) -> str | None:
    """ISO 8601 of the parts, or None where there is no such time. Midnight sharp says that only the day is known."""
    try:
        found = date(*day) if day else None
    except ValueError:
        return None
    if found is None or clock[:3] == (0, 0, 0):
        return found.isoformat() if found else None
    try:
        moment = datetime.fromisoformat(f"{found}T{clock.hour:02}:{clock.minute:02}:{clock.second:02}")
        offset = offset_of(clock.zone, moment, language, country)
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}").isoformat()
    except ValueError:
        return found.isoformat()


def _numbers(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    """Day and month of 03/04/2024: by what is possible, else by the custom of the language."""
    if (month_first and first <= 12) or second > 12:
        return second, first
    return first, second


def _short_year(year: int, text: str) -> int:
    """The year of two digits: of this century, or of Buddha's in Thai."""
    if year >= TWO_DIGITS:
        return year
    thai = THAI.search(text) and BUDDHIST_YEARS.start - 2500 <= year
    return year + (2500 - BUDDHIST if thai else CENTURY)


def _day(found: re.Match[str], language: str, *, month_first: bool) -> Day | None:
    part = found.groupdict()
    if "era" in part:
        if part["era"].isascii() and language != "ja":
            return None
        return ERAS[part["era"]] + int(part["era_year"]), int(part["month"]), int(part["day"])
    year = _short_year(int(part["year"]), found.string)
    if "name" in part:
        if language == ETHIOPIA and (month := ethiopian_month_number(part["name"])):
            return None if COUNTED_AS_IN_EUROPE.search(found.string) else from_ethiopian(year, month, int(part["day"]))
        return _named_day(year, part["name"], int(part["day"]), language)
    if "first" in part:
        day, month = _numbers(
            int(part["first"]), int(part["second_number"]), month_first=month_first and "/" in found[0]
        )
        return in_gregorian(year, month, day, found.string, language)
    return in_gregorian(year, int(part["month"]), int(part["day"]), found.string, language)


def _named_day(year: int, name: str, day: int, language: str) -> Day | None:
    if month := month_number(name, language):
        return (year - BUDDHIST if year in BUDDHIST_YEARS else year), month, day
    if month := solar_month_number(name):
        return from_solar(year, month, day)
    return None


def _dates(text: str, read: Callable[[re.Match[str]], Day | None]) -> Iterator[tuple[int, int, Day]]:
    """Where the first date of each way of writing begins and ends, and what it is."""
    for pattern in PATTERNS:
        place = 0
        while found := pattern.search(text, place):
            if day := read(found):
                yield found.start(), found.end(), day
                break
            place = found.start() + 1


def _joined(text: str) -> str:
    """A text whose names of months are one word each."""
    return next((text.replace(name, name.replace(" ", ".")) for name in DOUBLE_NAMES if name in text), text)


@lru_cache(maxsize=2048)
def parse_time(written: str, *, language: str = "", country: str = "", month_first: bool = False) -> str | None:
    """ISO 8601 of a date or time as pages write it; None where it is none.

    ``language`` (two letters) tells what names, half days and years mean, ``country`` (as hosts end) what zones do;
    ``month_first`` reads 03/04/2024 as Americans do.
    """
    text = with_plain_digits(written.strip()[:MAX_WRITTEN])
    if text.isdigit() and EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if not HAS_DATE.search(text):
        return None
    if found := ISO.match(text):
        day = in_gregorian(int(found["year"]), int(found["month"]), int(found["day"]), text, language)
        return _iso(day, clock_behind(text, found.end(), language), language, country)
    text = text if text.isascii() else _joined(text)
    first = min(
        _dates(text, lambda found: _day(found, language, month_first=month_first)), key=lambda d: d[0], default=None
    )
    if first is None:
        return None
    begins, ends, day = first
    behind = clock_behind(text, ends, language)
    clock = with_zone_before(behind, text[:begins]) if behind != Clock() else clock_before(text, begins, language)
    if language == ETHIOPIA and any(map(ethiopian_month_number, text[begins:ends].split())):
        clock = Clock()
    return _iso(day, clock, language, country)
