"""Zones of clocks as papers write them: "GMT+7", "мск", "ET", "heure de Paris"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

EVERYWHERE, WHATEVER_HOLDS = "*", "-"
DOT = r"\.?"
OF_UTC = frozenset({"Z", "UTC", "GMT"})
IN_NUMBERS = re.compile(r"(?:GMT|UTC)?\s?(?P<sign>[+−–-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")


class Meaning(NamedTuple):
    """A zone, what its name says is added to UTC, and the languages and countries that mean it so, or do not."""

    zone: str
    offset: str
    places: frozenset[str]

    def holds(self, language: str, country: str) -> bool:
        """Whether somebody who writes that language in that country means this."""
        here = {EVERYWHERE, language, f".{country}"}
        return bool(self.places & here) and not {f"-{place}" for place in here} & self.places

    def on(self, moment: datetime) -> str:
        """What is added to UTC then; empty where the name says something else than the zone keeps."""
        found = f"{moment.replace(tzinfo=ZoneInfo(self.zone)):%z}"
        offset = f"{found[:3]}:{found[3:5]}"
        return offset if self.offset in {WHATEVER_HOLDS, offset} else ""


def _key(name: str) -> str:
    """A name without what hurried hands leave away or put in."""
    return " ".join(name.casefold().replace(".", "").replace("’", "'").split())


def _read(lines: Iterable[str]) -> tuple[list[str], dict[str, list[Meaning]]]:
    """All names, and what each may mean."""
    written: list[str] = []
    meanings: dict[str, list[Meaning]] = {}
    for line in lines:
        zone, offset, places, names = line.split()
        meaning = Meaning(zone, offset, frozenset(places.split(",")))
        for name in names.replace("_", " ").split(","):
            written.append(name)
            meanings.setdefault(_key(name), []).append(meaning)
    return sorted(set(written), key=len, reverse=True), meanings


def _pattern(name: str) -> str:
    """Names in capitals are told by them, with or without dots behind their letters."""
    if name.isupper() and name.isalpha():
        return rf"(?-i:{DOT.join(name)}{DOT})"
    return re.escape(name).replace(r"\ ", r"\s").replace("'", "['’]")


NAMES, MEANINGS = _read(table_lines(__file__, "zones.txt"))
# "МСК+2" is another zone than "МСК".
NAME = rf"(?:{'|'.join(map(_pattern, NAMES))})(?:(?<=[\u3040-\u9fff\uac00-\ud7af])|(?!\w|[+−–-]\s?\d))"
# Between the digits of a clock and its zone.
_UNIT = r"(?:\s?(?:uhr|uur|hrs?|hs?|heures|น|ч|год)(?!\w)\.?)?"
ZONE = re.compile(
    r"\s*(?P<numbers>[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|(?<=\d)Z(?!\w))"
    rf"|{_UNIT}[\s,(\[]{{0,3}}(?P<name>(?:GMT|UTC)\s?[+−–-]\s?\d{{1,2}}(?::?\d{{2}})?(?!\d)|(?:UTC|GMT)(?!\w)|{NAME})",
    re.IGNORECASE,
)
NAME_TO_END = re.compile(rf"(?P<name>{NAME})\W{{0,3}}$", re.IGNORECASE)
WORD, LONGEST = re.compile(r"(?<!\w)\w"), max(map(len, NAMES)) + 3


def zone_behind(text: str, place: int) -> tuple[str, int]:
    """The zone that follows a clock which ends at a place, as it is written, and where it ends; empty for none."""
    found = ZONE.match(text, place)
    return (found["numbers"] or found["name"], found.end()) if found else ("", place)


def zone_before(text: str) -> str:
    """The zone that ends a text, which stands before a clock; empty for none."""
    end = text[-LONGEST:]
    found = (NAME_TO_END.match(end, word.start()) for word in WORD.finditer(end))
    return next((each["name"] for each in found if each), "")


@lru_cache(maxsize=2048)
def offset_of(written: str, moment: datetime, language: str = "", country: str = "") -> str:
    """What is added to UTC at a time in a zone, as ISO 8601 writes it; empty where it cannot be told for sure."""
    if written.upper() in OF_UTC:
        return "+00:00"
    if found := IN_NUMBERS.fullmatch(written.upper()):
        sign = "+" if found["sign"] == "+" else "-"
        return f"{sign}{found['hours'].zfill(2)}:{found['minutes'] or '00'}"
    meanings = (meaning for meaning in MEANINGS.get(_key(written), ()) if meaning.holds(language, country))
    return next((offset for meaning in meanings if (offset := meaning.on(moment))), "")
