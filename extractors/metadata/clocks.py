"""The time of day in a written date: "3:04 PM", "下午3時04分", "15h04", "σ. 3:04 μ.μ."."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractors.metadata.zones import zone_before, zone_behind
from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOUR = r"(?<!\d)(?P<hour>\d{1,2})"
_MINUTES = (
    r"(?:\s?[:.hH]\s?(?P<minute>\d{2})(?:\s?[:.]\s?(?P<second>\d{2}))?(?:[.,]\d+)?"
    r"|\s?[時时시點点]\s?(?:(?P<cjk_minute>\d{1,2})\s?[分분](?:\s?(?P<cjk_second>\d{1,2})\s?[秒초])?)?)(?!\d)"
)
COMPACT = re.compile(r"T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?!\d)")
# Between a clock and the date behind it.
UP_TO_DATE = re.compile(r"[^\d.]{0,24}")
HOURS_A_HALF, HOURS_A_DAY = 12, 24


class Clock(NamedTuple):
    """A time of day with its zone as it is written; all zero and empty where only the day is known."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    zone: str = ""


def _read(lines: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    halves: dict[str, tuple[list[str], list[str]]] = {}
    for line in lines:
        language, morning, afternoon = line.split()
        halves[language] = (morning.split(","), afternoon.split(","))
    return halves


HALVES = _read(table_lines(__file__, "half_days.txt"))


def _either(words: list[str]) -> str:
    """A pattern of words, with or without dots behind their letters where they are short."""
    dotted = [r"\.?\s?".join(word) + r"\.?" if len(word) < 4 and word.isalpha() else re.escape(word) for word in words]
    return "|".join(sorted((word.replace("_", r"\.?\s") for word in dotted), key=len, reverse=True))


@lru_cache(maxsize=128)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Clocks of a language: behind a date, and anywhere."""
    tables = [HALVES["*"], HALVES.get(language, ([], []))]
    morning, afternoon = (_either([word for table in tables for word in table[half]]) for half in (0, 1))
    before = rf"(?:(?<![A-Za-z\u00c0-\u024f])(?:(?P<early_before>{morning})|(?P<late_before>{afternoon}))\s?)?"
    behind = rf"\s?(?:(?P<early>{morning})|(?P<late>{afternoon}))(?![^\W\d_])"
    # An hour alone is one where a half of the day or "Uhr" stands behind it.
    alone = rf"\s?(?:h|Uhr)(?!\w)|(?=\s?(?:{morning}|{afternoon})(?![^\W\d_]))"
    clock = rf"{before}{_HOUR}(?:{_MINUTES}|{alone})(?:{behind})?"
    return re.compile(rf"(?:T|\D{{0,24}}?){clock}", re.IGNORECASE), re.compile(clock, re.IGNORECASE)


def _clock(found: re.Match[str]) -> Clock:
    part = {name: value for name, value in found.groupdict().items() if value}
    hour = int(part["hour"])
    early, late = "early" in part or "early_before" in part, "late" in part or "late_before" in part
    # "15:04 PM" says it twice.
    if (early or late) and hour <= HOURS_A_HALF:
        hour = hour % HOURS_A_HALF + HOURS_A_HALF * late
    minute, second = (int(part.get(name) or part.get(f"cjk_{name}") or 0) for name in ("minute", "second"))
    return Clock(hour, minute, second)


def clock_behind(text: str, place: int, language: str = "") -> Clock:
    """The clock that follows a date which ends at a place."""
    found = COMPACT.match(text, place) or _patterns(language)[0].match(text, place)
    if found is None:
        return Clock()
    zone, _ = zone_behind(text, found.end())
    return with_zone_before(_clock(found)._replace(zone=zone), text[place : found.start("hour")])


def clock_before(text: str, place: int, language: str = "") -> Clock:
    """The clock that stands before a date which begins at a place."""
    before = text[max(0, place - 60) : place]
    for found in _patterns(language)[1].finditer(before):
        zone, end = zone_behind(before, found.end())
        if UP_TO_DATE.fullmatch(before, end):
            return with_zone_before(_clock(found)._replace(zone=zone), before[: found.start("hour")])
    return Clock()


def with_zone_before(clock: Clock, before: str) -> Clock:
    """A clock with the zone that stands before it: "日本時間 15:04"."""
    return clock if clock.zone else clock._replace(zone=zone_before(before))
