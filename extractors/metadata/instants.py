"""Several writings of one time: which says most, in whose clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR = 1990
# Zones run from -12 to +14 hours: a page of today may be dated tomorrow.
TOLERANCE = timedelta(days=1)
MOST_PRECISE = 3


def is_possible(time: str, fetched_at: datetime) -> bool:
    """Whether a page fetched then can bear that time."""
    moment = datetime.fromisoformat(time)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.year >= FIRST_YEAR and moment <= fetched_at + TOLERANCE


def is_not_before(time: str, other: str) -> bool:
    """Whether a time is another or comes after it, as far as both say."""
    if len(time) == len(other) and len(time) > 19:
        return datetime.fromisoformat(time) >= datetime.fromisoformat(other)
    least = min(len(time), len(other), 19)
    return time[:least] >= other[:least]


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
            time = _with_seconds(other, time)
    return time


def _with_seconds(time: str, other: str) -> str:
    """A time to the minute with the seconds of another writing of it."""
    is_to_minute = time[:16] == other[:16] and time[16:19] == ":00" and len(other) >= len("2024-05-14T15:04:11")
    return time[:16] + other[16:19] + time[19:] if is_to_minute else time


def in_local_clock(time: str, shown: str) -> str | None:
    """A UTC time in the clock of a newsroom that shows the same moment to its readers; None where it is another.

    Full quarters of an hour between both, to the minute, are a zone; anything else is probability.
    """
    if not time.endswith("+00:00") or shown.endswith("+00:00") or len(shown) < 19:
        return None
    instant, seen = datetime.fromisoformat(time), datetime.fromisoformat(shown)
    if seen.tzinfo:
        return instant.astimezone(seen.tzinfo).isoformat() if abs(seen - instant) < timedelta(minutes=1) else None
    clock = seen.replace(tzinfo=UTC, second=0)
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
