"""Written dates and times -> ISO 8601, with the zone that was written and nothing that was not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.metadata.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR = 1990
# Zones run from -12 to +14 hours: a page of today may be dated tomorrow.
TOLERANCE = timedelta(days=1)

_CLOCK = r"(?P<hour>\d{1,2})[:.hH](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d+)?"
_ZONE = r"\s*(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|Z|UTC|GMT)?"
ISO = re.compile(
    rf"(?P<year>\d{{4}})-?(?P<month>\d{{2}})-?(?P<day>\d{{2}})(?:(?:[T\s]\s*|,\s*){_CLOCK}{_ZONE})?", re.IGNORECASE
)
YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[-./年년]\s?(?P<month>\d{1,2})\s?[-./月월]\s?(?P<day>\d{1,2})(?!\d)"
)
DAY_FIRST = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s?([-./])\s?(?P<second_number>\d{1,2})\s?\2\s?(?P<year>(?:19|20)\d{2}|\d{2})(?!\d)"
)
_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°|ª)?[\s-]*(?:de\s|of\s)?\s*(?P<name>{_NAMES})\b\.?,?[\s-]*(?:del?\s)?(?P<year>(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    rf"\b(?P<name>{_NAMES})\b\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,|\s)\s*(?P<year>(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
CLOCK_AFTER = re.compile(rf"[^\d]{{0,12}}{_CLOCK}\s*(?P<half>[ap]\.?m\.?)?{_ZONE}", re.IGNORECASE)
HAS_DATE = re.compile(r"(?:19|20)\d{2}|\d\s?[-./]\s?\d{2}(?!\d)")
MOST_PRECISE = 3
EPOCH = re.compile(r"\d{10}(?:\d{3})?")


def _zone(written: str | None) -> str:
    if not written:
        return ""
    if written.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    written = written.upper().removeprefix("GMT").removeprefix("UTC")
    digits = written[1:].replace(":", "").ljust(4, "0")
    return f"{written[0]}{digits[:2]}:{digits[2:]}"


def _iso(year: int, month: int, day: int, clock: re.Match[str] | None = None) -> str | None:
    """ISO 8601 of the parts, or None where there is no such time. Midnight sharp says that only the day is known."""
    hour, minute, second, zone = 0, 0, 0, ""
    if clock and clock["hour"]:
        hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
        half = (clock.groupdict().get("half") or "").lower()[:1]
        hour = hour % 12 + 12 * (half == "p") if half else hour
        zone = _zone(clock["zone"])
    try:
        time = datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    except ValueError:
        try:
            return datetime(year, month, day, tzinfo=UTC).date().isoformat()
        except ValueError:
            return None
    return time.date().isoformat() if (hour, minute, second) == (0, 0, 0) else time.isoformat()


def _numbers(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    """Day and month of 03/04/2024: by what is possible, else by the custom of the language."""
    if (month_first and first <= 12) or second > 12:
        return second, first
    return first, second


@lru_cache(maxsize=512)
def parse_time(written: str, *, month_first: bool = False) -> str | None:
    """ISO 8601 of a date or time as pages write it; None where it is none.

    ``month_first`` reads 03/04/2024 as Americans do.
    """
    text = written.strip()[:300]
    if text.isdigit() and EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if not HAS_DATE.search(text):
        return None
    if found := ISO.match(text):
        return _iso(int(found["year"]), int(found["month"]), int(found["day"]), found)
    for pattern in (YEAR_FIRST, DAY_MONTH, MONTH_DAY, DAY_FIRST):
        if found := pattern.search(text):
            clock = CLOCK_AFTER.match(text, found.end())
            return _iso(*_date_parts(found, month_first=month_first), clock)
    return None


def _date_parts(found: re.Match[str], *, month_first: bool) -> tuple[int, int, int]:
    parts = found.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        day, month = _numbers(
            int(parts["first"]), int(parts["second_number"]), month_first=month_first and "/" in found[0]
        )
        return (year + 2000 if year < 100 else year), month, day
    month = MONTHS[parts["name"].lower()] if "name" in parts else int(parts["month"])
    return year, month, int(parts["day"])


def is_possible(time: str, fetched_at: datetime) -> bool:
    """Whether a page fetched then can bear that time."""
    moment = datetime.fromisoformat(time)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.year >= FIRST_YEAR and moment <= fetched_at + TOLERANCE


def _precision(time: str) -> int:
    """How much a time says: a day, a clock, a zone, the zone of the newsroom."""
    if len(time) == 10:
        return 0
    return 1 if len(time) == 19 else 2 if time.endswith("+00:00") else MOST_PRECISE


def _agree(first: str, other: str) -> bool:
    """Whether another writing can stand for the first: same day, same clock or same instant, as far as it says."""
    if len(first) == 10:
        return other.startswith(first)
    if len(first) == 19 or len(other) == 19:
        return first[:16] == other[:16]
    return len(other) > 19 and datetime.fromisoformat(first) == datetime.fromisoformat(other)


def sharpest(time: str, others: Iterable[str]) -> str:
    """A time in the writing that says most of it: its own, or another of the same."""
    coming = iter(others)
    while _precision(time) < MOST_PRECISE and (other := next(coming, None)):
        if _agree(time, other) and _precision(other) > _precision(time):
            time = other
    return time


def in_local_clock(time: str, shown: str) -> str | None:
    """A UTC time in the clock of a newsroom that shows the same moment to its readers; None where it is another.

    Full quarters of an hour between both, to the minute, are a zone; anything else is probability.
    """
    if len(shown) != 19 or not time.endswith("+00:00"):
        return None
    instant = datetime.fromisoformat(time)
    clock = datetime.fromisoformat(shown).replace(tzinfo=UTC, second=0)
    ahead = clock - instant.replace(second=0)
    if abs(ahead) > timedelta(hours=14) or ahead % timedelta(minutes=15):
        return None
    return instant.astimezone(timezone(ahead)).isoformat()


def is_next_to(time: str, day: str) -> bool:
    """Whether a day is the one before or after that of a time."""
    try:
        return abs(date.fromisoformat(time[:10]) - date.fromisoformat(day)) == timedelta(days=1)
    except ValueError:  # an address may hold 31 June
        return False


def midnight_in_central_europe(time: str) -> str | None:
    """The day that began with a UTC time in Central Europe; None where it is another hour there. CMS keep days so.

    Summer time is taken by whole months, April to October: in the last days of March the hour differs.
    """
    begins = "22:00:00" if 4 <= int(time[5:7]) <= 10 else "23:00:00"
    if time[11:19] != begins:
        return None
    return (date.fromisoformat(time[:10]) + timedelta(days=1)).isoformat()
