"""When an article was published and last changed: the best source that gives a possible time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.date_lines import (
    CHANGED,
    PUBLISHED,
    changed_parts,
    day_of,
    has_date,
    published_parts,
    role_of,
)
from extractors.metadata.instants import (
    in_local_clock,
    is_next_to,
    is_possible,
    midnight_in_central_europe,
    sharpest,
)
from extractors.metadata.landmarks import MAX_ELEMENTS, NearLine, label_of
from extractors.metadata.times import AMBIGUOUS, parse_time
from extractors.metadata.undeclared_dates import names_another, undeclared_dates
from extractors.metadata.wording import PHRASING, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

PUBLISHED_META = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished")
MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified")
# Publishers have dozens of names for it: those first that say what they mean.
PUBLISHED_NAME = re.compile(r"publi[sc]|pub_?date|issued|posted|displaydate|original|release|erschien|fecha|broadcast")
DATED_NAME = re.compile(r"date|created|uploaded|time|ptime")
CHANGED_NAME = re.compile(r"modif|updat|revis|lastmod|chang|aktualisier|ge.ndert|amended")
NOT_DATED_NAME = re.compile(
    r"expir|valid|event|build|copyright|server|render|birth|access|deploy|end|start|timeout|read|video|image"
)
MONTH_FIRST = frozenset({"en-US", "en-PH", "en", "fil", ""})
# Where English is written and the day comes first, told by the end of a host where the language tells nothing.
DAY_FIRST_HOSTS = frozenset(
    {"uk", "au", "nz", "ie", "in", "za", "sg", "hk", "my", "ng", "ke", "gh", "pk", "lk", "bd", "eu"}
)
# Two numbers of a date of which one can be no month; the group is the day that comes first.
ONE_ORDER = re.compile(
    r"(?<![\d/])(?:(1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01]))/(?:\d{4}|\d{2})(?![\d/])"
)
SLASHED = etree.XPath("descendant::text()[contains(.,'/') and not(parent::script or parent::style)]")
# Languages whose newsrooms nearly all keep Central European time.
CENTRAL_EUROPEAN = frozenset({"cs", "da", "de", "fr", "hr", "hu", "it", "nb", "nl", "nn", "no", "pl", "sk", "sl", "sv"})
MAX_CANDIDATES = 60
MAX_LABEL = 40
LABELS = PHRASING - {"time"} | {"dt", "label", "th"}
# What stands so few elements from the headline belongs to it.
NEAR, LONGEST_FAR_LINE = 60, 70
# Between these hours (UTC) it is the same day for nearly all newsrooms.
LATE, EARLY = "09", "21"


@lru_cache(maxsize=4096)
def _role_of_meta(name: str) -> str:
    """What a meta tag of that name dates: the same few names stand on all pages of a site."""
    if NOT_DATED_NAME.search(name):
        return ""
    if CHANGED_NAME.search(name):
        return "changed"
    return "published" if PUBLISHED_NAME.search(name) else "dated" if DATED_NAME.search(name) else ""


def _before(element: etree._Element) -> str:
    """The text right before an element, of the same line or of a short neighbour: "Updated <time>"."""
    for place in (element, element.getparent()):
        if place is None:
            break
        previous, parent = place.getprevious(), place.getparent()
        own = previous.tail if previous is not None else parent.text if parent is not None else None
        if own and not own.isspace():
            return own
        if previous is not None:
            return text_of(previous) if previous.tag in LABELS and not len(previous) else ""
    return ""


def _role(element: etree._Element) -> str | None:
    """What class, own text and what stands before it call a ``time``."""
    parent = element.getparent()
    label = f"{label_of(element)} {element.get('itemprop') or ''}".lower()
    if parent is not None and len(parent) == 1:
        label += f" {label_of(parent)}".lower()
    if "publish" in label or element.get("pubdate") is not None:
        return PUBLISHED
    if CHANGED_NAME.search(label):
        return CHANGED
    return role_of(_before(element)[-MAX_LABEL:]) or role_of((element.text or "")[:MAX_LABEL])


def _label_beside(line: NearLine) -> str | None:
    """What a label in an element of its own calls the date behind it: "<dt>Updated</dt><dd>20 May 2024</dd>"."""
    before = _before(line.element)[-MAX_LABEL:]
    return role_of(before) if before and not has_date(before) else None


@dataclass(frozen=True)
class DateReader:
    """Reads written dates of one page, by the customs of its language (BCP 47, empty where it is not known)."""

    landmarks: Landmarks
    structured: StructuredData
    fetched_at: datetime
    language: str
    host: str = ""

    def published(self, url: str) -> str | None:
        """ISO 8601; a date alone where the page gives no more."""
        said = list(self._possible(self._said("datePublished", "dateCreated", "uploadDate", meta=PUBLISHED_META)))
        if said:
            others = self._possible(chain(self._named_meta(), self._time_elements(PUBLISHED, None)))
            first, *rest = self._as_shown(said)
            return self._localised(sharpest(first, chain(rest, others)), url)
        shown = self._possible(self._shown(url))
        if time := next(shown, None):
            return sharpest(time, shown)
        undeclared = undeclared_dates(self.landmarks, self.structured, self._is_day_of_reading)
        return next(self._possible(undeclared), None) or self.modified()

    def _as_shown(self, said: list[str]) -> list[str]:
        """Where statements contradict each other, the one whose day a reader sees comes first."""
        if len({time[:10] for time in said}) == 1:
            return said
        seen = chain(self._time_elements(PUBLISHED, None), self._near_dates())
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
        times = self._possible(chain(said, self._metas("changed"), self._time_elements(CHANGED)))
        time = next(times, None)
        return sharpest(time, times) if time else next(self._possible(self._changes()), None)

    def _possible(self, sources: Iterable[str]) -> Iterator[str]:
        for source in sources:
            month_first = self._month_first if AMBIGUOUS.search(source) else False
            time = parse_time(source, language=self.language[:2], month_first=month_first)
            if time and is_possible(time, self.fetched_at):
                yield time

    @cached_property
    def _month_first(self) -> bool:
        """Whether 3/4/2024 is the 4th of March: by the page's dates that can be read in one way, then by custom."""
        orders = {not day for text in SLASHED(self.landmarks.root) for day in ONE_ORDER.findall(text)}
        if len(orders) == 1:
            return orders.pop()
        return self.language in MONTH_FIRST and self.host.rpartition(".")[2] not in DAY_FIRST_HOSTS

    def _said(self, *names: str, meta: tuple[str, ...]) -> Iterator[str]:
        """JSON-LD, the well-known meta tags, microdata."""
        yield from (str(value) for name in names if isinstance(value := self.structured.article.get(name), (str, int)))
        yield from self.structured.all_meta(*meta)
        for element in self.structured.microdata.get(names[0].lower(), ())[:3]:
            if not self.landmarks.stands_aside(element):
                yield element.get("content") or element.get("datetime") or text_of(element)

    def _metas(self, role: str) -> Iterator[str]:
        return (contents[0] for name, contents in self.structured.meta.items() if _role_of_meta(name) == role)

    def _named_meta(self) -> Iterator[str]:
        """Other meta tags whose name speaks of publication, then of a date."""
        yield from self._metas("published")
        yield from self._metas("dated")

    def _time_elements(self, *roles: str | None, far: bool = False) -> Iterator[str]:
        """``time`` elements of the article that are called so, the nearest first; ``far`` takes those that only share
        the page with the headline."""
        for role in roles:
            for said, element in self._own_times:
                if said == role and (role is not None or far == (self._distance(element) > NEAR)):
                    yield element.get("datetime") or text_of(element)
                    yield text_of(element)

    @cached_property
    def _own_times(self) -> list[tuple[str | None, etree._Element]]:
        """``time`` elements that neither other stories, comments nor the head of the site hold, the nearest first; with
        what they are called."""
        times = self.structured.elements("time")[:MAX_CANDIDATES]
        own = [element for element in times if not self._is_foreign(element)]
        return [(_role(element), element) for element in sorted(own, key=self._distance)]

    def _distance(self, element: etree._Element) -> int:
        return abs(self.landmarks.times.get(element, MAX_ELEMENTS))

    def _is_foreign(self, element: etree._Element) -> bool:
        if self.landmarks.stands_aside(element):
            return True
        said = element.get("datetime") or text_of(element)
        distance = self.landmarks.times.get(element, -1)
        return self._is_day_of_reading(NearLine(distance, said, element, is_before=distance < 0))

    def _near_dates(self) -> Iterator[str]:
        """Lines around the headline that are little but a date, without what they call a change."""
        for line in self.landmarks.near_lines:
            if self._may_date(line) and _label_beside(line) != CHANGED and not self._is_day_of_reading(line):
                yield from published_parts(line.text)

    def _may_date(self, line: NearLine) -> bool:
        """Whether a line is little but a date; far from the headline less may stand beside it: lists of sources and of
        other stories."""
        if not has_date(line.text) or line.distance <= NEAR:
            return has_date(line.text)
        return len(line.text) <= LONGEST_FAR_LINE and not names_another(line.element, line.text)

    def _is_day_of_reading(self, line: NearLine) -> bool:
        """Whether it is the date that the head of a site shows anew each day."""
        if not line.is_before:
            return False
        if self.landmarks.is_masthead(line.element):
            return True
        time = next(self._possible([line.text]), None)
        return time is not None and self._is_of_fetch(time) and not self.landmarks.stands_with_headline(line.element)

    def _is_of_fetch(self, time: str) -> bool:
        return abs(date.fromisoformat(time[:10]) - self.fetched_at.date()) <= timedelta(days=1)

    def _shown(self, url: str) -> Iterator[str]:
        """What a reader sees: times, the address, a line that is little but a date; then the less careful meta tags."""
        yield from self._time_elements(PUBLISHED, None)
        if day := day_of(url):
            yield day
        yield from self._near_dates()
        yield from self._time_elements(None, far=True)
        yield from self._named_meta()

    def _changes(self) -> Iterator[str]:
        for line in self.landmarks.near_lines:
            if has_date(line.text):
                yield from changed_parts(line.text)
                if _label_beside(line) == CHANGED:
                    yield from published_parts(line.text)
