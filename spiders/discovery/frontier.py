"""What a run may still ask for: what is new, what is due again, within the budget of each site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from spiders.discovery.revisits import OLDEST_REVISIT, is_due, list_pause, validators
from spiders.discovery.url_patterns import SitePatterns
from spiders.web.addresses import canonical, page_key
from storage import FetchKind
from storage.store import frontier as stored
from storage.store.further_pages import first_page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector

    from storage import Discovery, KnownUrl, Store
    from storage.store.frontier import Waiting

MOST_WAITING = 20_000  # addresses that one list may put into the store
STYLE_SHEET_REST = timedelta(days=7)


class Frontier:
    """The account of one run. ``asked`` holds the keys of all pages that were asked for, redirects included."""

    def __init__(self, store: Store, stats: StatsCollector, settings: BaseSettings, asked: set[str]) -> None:
        self._store, self._stats, self._asked = store, stats, asked
        self._now = datetime.now(UTC)
        self._pages_left: defaultdict[str, int] = defaultdict(lambda: settings.getint("STET_PAGES_PER_RUN"))
        self._style_sheets_left: defaultdict[str, int] = defaultdict(lambda: settings.getint("STET_STYLE_SHEETS"))
        self._pace = settings.getfloat("STET_PACE")
        self._revisits = settings.getint("STET_REVISITS_PER_RUN")
        self._spares_quiet_lists = settings.getbool("STET_SPARE_QUIET_LISTS")
        self._left_out: set[str] = set()
        self._names: dict[str, str] = {}
        self._patterns = SitePatterns(store.db)

    def first_time(self, url: str) -> bool:
        """Whether this run has not asked for an address yet; from now on it has."""
        key = page_key(url)
        is_first = key not in self._asked
        self._asked.add(key)
        return is_first

    def admit_list(self, url: str, site: str) -> dict[str, str] | None:
        """The request headers with which a list is asked for now; None where it is not.

        That it has not changed since it was read for another site, or before there was a site file, is no news: what
        it lists is asked for under this name for the first time.
        """
        known = self._store.known(url)
        known = known if known and known.site == site else None
        if self._spares_quiet_lists and known is not None and not known.failures:
            quiet = stored.quiet_times(self._store.db, url)
            if timedelta(0) <= self._now - known.last_fetched < list_pause(quiet):
                self._stats.inc_value("discover/quiet_lists")
                return None
        return validators(known) if self.first_time(url) else None

    def may_guess(self, url: str) -> bool:
        """Whether it is time to look whether there is a list that nobody names."""
        known = self._store.known(url)
        return known is None or not known.failures or is_due(known, self._now, pace=self._pace)

    def wants_more(self, site: str) -> bool:
        """Whether the budget for a site is left."""
        return self._pages_left[site] > 0

    def admit_page(self, url: str, site: str) -> dict[str, str] | None:
        """The request headers with which a page is asked for now; None where it is not: known, asked, over budget."""
        known = self._known(url)
        if known is not None and known.kind is FetchKind.FURTHER_PAGE:
            return None  # it comes with the first page of its article
        if not is_due(known, self._now, pace=self._pace):
            return None
        if self._pages_left[site] <= 0:
            self._stats.inc_value("discover/over_budget")
            return None
        if not self.first_time(url):
            return None
        self._pages_left[site] -= 1
        self._stats.inc_value("discover/known" if known else "discover/new")
        return validators(known)

    def admit_further(self, url: str, site: str) -> dict[str, str] | None:
        """The request headers with which a further page of an article is asked for; None where this run has.

        It counts towards the budget, which does not end an article half-way.
        """
        if not self.first_time(url):
            return None
        self._pages_left[site] -= 1
        return validators(self._known(url))

    def admit_style_sheet(self, url: str, site: str) -> dict[str, str] | None:
        """The request headers with which a style sheet is asked for; None where it is archived, asked, over budget."""
        known = self._store.known(url)
        has_rested = known is None or (
            is_due(known, self._now, pace=self._pace)
            if known.failures
            else self._now - known.last_fetched >= STYLE_SHEET_REST * self._pace
        )
        if not has_rested or self._style_sheets_left[site] <= 0 or not self.first_time(url):
            return None
        self._style_sheets_left[site] -= 1
        return validators(known)

    def first_page(self, url: str) -> str:
        """The address of an article for that of a page of it: read by itself, a further page would be taken for all."""
        known = self._known(url)
        is_further = known is not None and known.kind is FetchKind.FURTHER_PAGE
        return (first_page_of(self._store.db, known.url) if known and is_further else None) or url

    def leave_out(self, url: str, why: str) -> bool:
        """Count what a list names and is not asked for; whether that is new."""
        self._stats.inc_value(f"discover/left_out/{why}")
        is_new = url not in self._left_out and self._store.known(url) is None
        self._left_out.add(url)
        return is_new

    def note(self, site: str, found: Iterable[Waiting]) -> int:
        """Keep what a list names, so that the next run asks for what this one does not come to; how many are new."""
        listed = list(found)
        self._stats.inc_value("discover/listed", len(listed))
        new = [item for item in listed if page_key(item.discovery.url) not in self._asked]
        self._names |= {item.discovery.url: item.discovery.guid for item in listed if item.discovery.guid}
        stored.note_names(self._store.db, site, listed)
        return stored.note_waiting(self._store.db, site, new[:MOST_WAITING])

    def named(self, discovery: Discovery) -> Discovery:
        """With the name that a feed of this run has for it, where another list led to it."""
        return replace(discovery, guid=discovery.guid or self._names.get(discovery.url))

    def waiting(self, site: str) -> list[Discovery]:
        """What an earlier run found and did not come to; half of the budget, the other half is for what is new."""
        found = [item.discovery for item in stored.waiting(self._store.db, site, self._pages_left[site] // 2)]
        due = [discovery for discovery in found if is_due(self._known(discovery.url), self._now, pace=self._pace)]
        if known_otherwise := {item.url for item in found} - {item.url for item in due}:
            stored.forget_waiting(self._store.db, known_otherwise)
        return due

    def revisits(self, site: str) -> list[str]:
        """The pages of a site that it is time to look at again, those first that have rested longest."""
        before = stored.asked_before(self._store.db, site, self._now - OLDEST_REVISIT)
        due = [
            item.known.url
            for item in before
            if is_due(item.known, self._now, item.changes, self._pace, is_listed=False)
        ]
        return due[: self._revisits]

    def known_lists(self, site: str) -> list[tuple[str, FetchKind]]:
        """The feeds and sitemaps that were found for a site before; those that failed seldom."""
        known = stored.known_lists(self._store.db, site)
        return [
            (each.url, each.kind) for each in known if not each.failures or is_due(each, self._now, pace=self._pace)
        ]

    def learned(self, site: str) -> Callable[[str], bool | None]:
        """Tells of an address whether it is an article, going by the pages of the site that were fetched before."""
        return partial(self._patterns.is_article, site)

    def _known(self, url: str) -> KnownUrl | None:
        known = self._store.known(url) or self._store.known(canonical(url))
        return None if known and known.kind is FetchKind.LEFT_OUT else known
