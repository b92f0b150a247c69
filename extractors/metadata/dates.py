"""When an article was published and last changed: the best source that gives a possible time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.date_labels import CHANGED_NAME, is_of_picture, label_beside, role_of_time
from extractors.metadata.date_lines import (
    CHANGED,
    PUBLISHED,
    changed_parts,
    day_of,
    has_date,
    is_mere_date,
    is_mere_moment,
    is_sentence,
    published_parts,
    role_of,
    tells_another,
)
from extractors.metadata.instants import (
    in_local_clock,
    is_next_to,
    is_not_before,
    is_possible,
    midnight_in_central_europe,
    sharpest,
)
from extractors.metadata.landmarks import MAX_ELEMENTS, NearLine
from extractors.metadata.story_links import is_of_linked_story
from extractors.metadata.times import AMBIGUOUS, parse_time
from extractors.metadata.undeclared_dates import (
    adjoining_dates,
    last_resorts,
    names_another,
    parts_in_texts,
    said_of_itself,
    undeclared_dates,
)
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

PUBLISHED_META = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished")
MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified")
# Publishers have dozens of names for it: those first that say what they mean.
PUBLISHED_NAME = re.compile(
    r"publi[sc]|pub[_-]?date|issued|posted|displaydate|original|release|erschien|fecha|broadcast"
)
DATED_NAME = re.compile(r"date|created|uploaded|time|ptime")
NOT_DATED_NAME = re.compile(
    r"expir|valid|event|build|copyright|server|render|birth|access|deploy|end|start|timeout|read|video|image"
)
MONTH_FIRST = frozenset({"en-US", "en-PH", "en", "fil", ""})
# Where English is written and the day comes first, told by the end of a host where the language tells nothing.
DAY_FIRST_HOSTS = frozenset(
    {"uk", "au", "nz", "ie", "in", "za", "sg", "hk", "my", "ng", "ke", "gh", "pk", "lk", "bd", "eu"}
)
# In letters; and the end of hosts where ISO 3166 says otherwise.
COUNTRY, COUNTRIES = 2, {"gb": "uk"}
# Two numbers of a date of which one can be no month; the group is the day that comes first.
ONE_ORDER = re.compile(
    r"(?<![\d/])(?:(1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01]))/(?:\d{4}|\d{2})(?![\d/])"
)
SLASHED = etree.XPath("descendant::text()[contains(.,'/') and not(parent::script or parent::style)]")
# Languages whose newsrooms nearly all keep Central European time.
CENTRAL_EUROPEAN = frozenset({"cs", "da", "de", "fr", "hr", "hu", "it", "nb", "nl", "nn", "no", "pl", "sk", "sl", "sv"})
MAX_CANDIDATES = 60
# What stands so few elements from the headline belongs to it.
NEAR, LONGEST_FAR_LINE = 60, 70
# So many dates are looked at to see which day readers are shown, and so few elements from the headline.
MOST_SEEN, ADJOINING = 5, 20
# What others posted has its own day.
QUOTES, NEAR_HOLDERS = frozenset({"blockquote", "q"}), 3
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
            time = self._localised(sharpest(first, chain(rest, others)), url)
            return self._shown_before_change(time, url) or time
        shown = self._possible(self._shown(url))
        if day := next(shown, None):
            return sharpest(day, shown)
        parts = parts_in_texts(self.landmarks, self._is_another)
        undeclared = self._possible(undeclared_dates(self.landmarks, self.structured, parts))
        last = self._possible(last_resorts(self.structured, parts))
        return next(undeclared, None) or self.modified() or next(last, None)

    def _as_shown(self, said: list[str]) -> list[str]:
        """Where statements contradict each other, the one whose day a reader sees comes first."""
        if len({time[:10] for time in said}) == 1:
            return said
        seen = chain(self._time_elements(PUBLISHED, None), self._near_dates())
        days = {time[:10] for time in islice(self._possible(seen), MOST_SEEN)}
        return sorted(said, key=lambda time: time[:10] not in days)

    def _shown_before_change(self, said: str, url: str) -> str | None:
        """The earlier day that a reader is shown, where a system wrote the last change into both fields: published when
        it was changed, or later."""
        changed = next(self._possible(self._said("dateModified", meta=MODIFIED_META)), None)
        if changed is None or not is_not_before(said, changed) or day_of(url) == said[:10]:
            return None
        lines = (line.text for line in self.landmarks.near_lines if self._is_plain_date(line))
        seen = list(islice(self._possible(chain(self._time_elements(PUBLISHED, None), lines)), MOST_SEEN))
        is_earlier = all(time[:10] < said[:10] for time in seen)
        return seen[0] if seen and is_earlier else None

    def _is_plain_date(self, line: NearLine) -> bool:
        """Whether a line near the headline is a date and no more, or says that it is the day of publication."""
        if line.distance > ADJOINING or AMBIGUOUS.search(line.text) or self._is_another(line):
            return False
        if any(holder.tag in QUOTES for holder in islice(line.element.iterancestors(), NEAR_HOLDERS)):
            return False
        label = label_beside(line) or role_of(line.text)
        return is_mere_date(line.text) if label is None else label == PUBLISHED and has_date(line.text)

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
            time = parse_time(source, language=self.language[:2], country=self._country, month_first=month_first)
            if time and is_possible(time, self.fetched_at):
                yield time

    @property
    def _country(self) -> str:
        """Where the page is from, by the end of its host, else by its language; empty where neither tells."""
        ending, region = self.host.rpartition(".")[2], self.language.rpartition("-")[2].lower()
        country = ending if len(ending) == COUNTRY else region if len(region) == COUNTRY < len(self.language) else ""
        return COUNTRIES.get(country, country)

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
        return [(role_of_time(element), element) for element in sorted(own, key=self._distance)]

    def _distance(self, element: etree._Element) -> int:
        return abs(self.landmarks.times.get(element, MAX_ELEMENTS))

    def _is_foreign(self, element: etree._Element) -> bool:
        if self.landmarks.stands_aside(element) or self._is_of_linked_story(element):
            return True
        said = element.get("datetime") or text_of(element)
        distance = self.landmarks.times.get(element, -1)
        return self._is_day_of_reading(NearLine(distance, said, element, is_before=distance < 0))

    def _near_dates(self) -> Iterator[str]:
        """Lines around the headline that are little but a date, without what they call a change."""
        for line in self.landmarks.near_lines:
            if self._may_date(line) and label_beside(line) != CHANGED and not self._is_another(line):
                yield from published_parts(line.text)

    def _in_titles(self, *roles: str | None) -> Iterator[str]:
        """Dates that short texts behind the headline show when they are pointed at, as "3 hours ago" does."""
        for line in self.landmarks.near_titles:
            is_time = is_mere_moment(line.text) and not tells_another(text_of(line.element))
            if is_time and role_of_time(line.element) in roles and self._may_date(line) and not self._is_another(line):
                yield line.text

    def _may_date(self, line: NearLine) -> bool:
        """Whether a line is little but a date; far from the headline less may stand beside it: lists of sources and of
        other stories."""
        if not has_date(line.text) or is_sentence(line.text):
            return False
        if line.distance <= NEAR:
            return True
        return len(line.text) <= LONGEST_FAR_LINE and not names_another(line.element, line.text)

    def _is_another(self, line: NearLine) -> bool:
        """Whether a date is that of a picture, of reading or of another story."""
        return is_of_picture(line) or self._is_day_of_reading(line) or self._is_of_linked_story(line.element)

    def _is_of_linked_story(self, element: etree._Element) -> bool:
        return is_of_linked_story(element, self.landmarks.headline, self.landmarks.around)

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
        yield from said_of_itself(self.landmarks)
        yield from self._time_elements(PUBLISHED, None)
        if day := day_of(url):
            yield day
        yield from self._near_dates()
        yield from self._in_titles(PUBLISHED, None)
        yield from self._time_elements(None, far=True)
        yield from self._metas("published")
        yield from adjoining_dates(self.landmarks, self._is_another)
        yield from self._metas("dated")

    def _changes(self) -> Iterator[str]:
        yield from self._in_titles(CHANGED)
        for line in self.landmarks.near_lines:
            if has_date(line.text):
                yield from changed_parts(line.text)
                if label_beside(line) == CHANGED:
                    yield from published_parts(line.text)
