"""When an article was published and last changed: the best source that gives a possible time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from extractors.metadata.date_lines import CHANGED_LINE, day_of, has_date, is_date_line
from extractors.metadata.instants import (
    in_local_clock,
    is_next_to,
    is_possible,
    midnight_in_central_europe,
    sharpest,
)
from extractors.metadata.landmarks import label_of
from extractors.metadata.times import parse_time
from extractors.metadata.undeclared_dates import undeclared_dates
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml import etree

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

PUBLISHED_META = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished")
MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified")
# Publishers have dozens of names for it: those first that say what they mean.
PUBLISHED_NAME = re.compile(r"publi[sc]|pub_?date|issued|posted|displaydate|original|release|erschien|fecha|broadcast")
DATED_NAME = re.compile(r"date|created|time|ptime")
CHANGED_NAME = re.compile(r"modif|updat|revis|lastmod|chang|aktualisier|ge.ndert|amended")
NOT_DATED_NAME = re.compile(
    r"expir|valid|event|build|copyright|server|render|birth|access|deploy|end|start|timeout|read|video|image"
)
MONTH_FIRST = frozenset({"en-US", "en", ""})
# Languages whose newsrooms nearly all keep Central European time.
CENTRAL_EUROPEAN = frozenset({"cs", "da", "de", "fr", "hr", "hu", "it", "nb", "nl", "nn", "no", "pl", "sk", "sl", "sv"})
MAX_CANDIDATES = 60
# Between these hours (UTC) it is the same day for nearly all newsrooms.
LATE, EARLY = "09", "21"


@lru_cache(maxsize=4096)
def _role(name: str) -> str:
    """What a meta tag of that name dates: the same few names stand on all pages of a site."""
    if NOT_DATED_NAME.search(name):
        return ""
    if CHANGED_NAME.search(name):
        return "changed"
    return "published" if PUBLISHED_NAME.search(name) else "dated" if DATED_NAME.search(name) else ""


def _is_change(label: str, element: etree._Element) -> bool:
    """Whether class, own text or what stands before it ("Updated <time>") calls a time that of a change."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    return bool(CHANGED_NAME.search(label) or any(CHANGED_LINE.search(text) for text in (before, element.text) if text))


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads written dates of one page, by the customs of its language (BCP 47, empty where it is not known)."""

    landmarks: Landmarks
    structured: StructuredData
    fetched_at: datetime
    language: str

    def published(self, url: str) -> str | None:
        """ISO 8601; a date alone where the page gives no more."""
        said = list(self._possible(self._said("datePublished", "dateCreated", "uploadDate", meta=PUBLISHED_META)))
        if said:
            others = self._possible(chain(self._named_meta(), self._time_elements(changed=False)))
            first, *rest = self._as_shown(said)
            return self._localised(sharpest(first, chain(rest, others)), url)
        shown = self._possible(chain(self._time_elements(changed=False), self._shown(url)))
        if time := next(shown, None):
            return sharpest(time, shown)
        return next(self._possible(undeclared_dates(self.landmarks, self.structured)), None) or self.modified()

    def _as_shown(self, said: list[str]) -> list[str]:
        """Where statements contradict each other, the one whose day a reader sees comes first."""
        if len({time[:10] for time in said}) == 1:
            return said
        seen = [
            *self._time_elements(changed=False),
            *(line for line in self.landmarks.near_texts if is_date_line(line)),
        ]
        days = {time[:10] for time in islice(self._possible(seen), 5)}
        return sorted(said, key=lambda time: time[:10] not in days)

    def _localised(self, time: str, url: str) -> str:
        """A UTC time near midnight, in the clock that the page shows: the day is the newsroom's. Without such a clock
        the day alone, where the address names the one before or after, or it was midnight in Central Europe."""
        if not time.endswith("+00:00") or LATE < time[11:13] < EARLY:
            return time
        shown = self._possible(self.landmarks.near_texts)
        if local := next((local for line in shown if (local := in_local_clock(time, line))), None):
            return local
        if (day := day_of(url)) and is_next_to(time, day):
            return day
        return midnight_in_central_europe(time) or time if self.language[:2] in CENTRAL_EUROPEAN else time

    def modified(self) -> str | None:
        """ISO 8601 of the last change, where the page names one."""
        said = self._said("dateModified", meta=MODIFIED_META)
        times = self._possible(chain(said, self._metas("changed"), self._time_elements(changed=True)))
        time = next(times, None)
        return sharpest(time, times) if time else None

    def _possible(self, sources: Iterable[str]) -> Iterator[str]:
        for source in sources:
            time = parse_time(source, language=self.language[:2], month_first=self.language in MONTH_FIRST)
            if time and is_possible(time, self.fetched_at):
                yield time

    def _said(self, *names: str, meta: tuple[str, ...]) -> Iterator[str]:
        """JSON-LD, the well-known meta tags, microdata."""
        yield from (str(value) for name in names if isinstance(value := self.structured.article.get(name), (str, int)))
        yield from self.structured.all_meta(*meta)
        for element in self.structured.microdata.get(names[0].lower(), ())[:3]:
            if not self.landmarks.stands_aside(element):
                yield element.get("content") or element.get("datetime") or text_of(element)

    def _metas(self, role: str) -> Iterator[str]:
        return (contents[0] for name, contents in self.structured.meta.items() if _role(name) == role)

    def _named_meta(self) -> Iterator[str]:
        """Other meta tags whose name speaks of publication, then of a date."""
        yield from self._metas("published")
        yield from self._metas("dated")

    def _time_elements(self, *, changed: bool) -> Iterator[str]:
        """``time`` elements about the article itself; those marked as published first."""
        elements = self.structured.elements("time")[:MAX_CANDIDATES]
        found = [(label_of(element).lower(), element) for element in elements]
        published = [element for label, element in found if "publish" in label or element.get("pubdate") is not None]
        updated = [element for label, element in found if element not in published and _is_change(label, element)]
        rest = [element for _, element in found if element not in published and element not in updated]
        for element in updated if changed else published + rest:
            if not self.landmarks.stands_aside(element):
                yield element.get("datetime") or text_of(element)
                yield text_of(element)

    def _shown(self, url: str) -> Iterator[str]:
        """What a reader sees: the address, a line that is little but a date; then the less careful meta tags."""
        if day := day_of(url):
            yield day
        lines = [line for line in self.landmarks.near_texts if has_date(line)]
        yield from (line for line in lines if not CHANGED_LINE.search(line))
        yield from self._named_meta()
        yield from lines
