"""What is made of the response to a request for a feed, sitemap or front page: what there is to ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.discovery.article_addresses import why_no_article
from spiders.discovery.front_pages import same_site
from spiders.discovery.listing import Listed
from spiders.discovery.order import date_of, newest_first, newest_lists
from spiders.discovery.readers import read_listing
from spiders.discovery.services import leads_on
from spiders.reading.workers import WorkerError
from spiders.web.addresses import host_of
from spiders.web.exchange import Arrival, fetch_not_asked, is_seed
from spiders.web.failures import list_refusal
from storage import Discovery, FetchKind, StoreError
from storage.store.frontier import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.http import Response

    from spiders.discovery.listing import Listing
    from spiders.reading.crawl import Crawl

DEEPEST_LIST = 6  # lists that lists name, one behind the other
MOST_LISTS = 12  # further lists that one list may name, the newest first
MOST_LISTS_OF_SITE = 60  # in a run
TOO_DEEP = f"a list behind {DEEPEST_LIST} others, which is too deep to be read"
TOO_MANY = "one list more than a run reads; the newest come first"


@dataclass(frozen=True, slots=True)
class FurtherList:
    """A feed or sitemap that a list names; the list that was asked for first has depth 0."""

    url: str
    kind: FetchKind
    found_in: str
    depth: int
    origin: str


class ListReader:
    """Of one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._lists: Counter[str] = Counter()

    async def read(self, response: Response) -> tuple[Listing | None, str | None]:
        """What a response lists, and why it could not be read."""
        error = list_refusal(response)
        if error is not None or response.status != HTTPStatus.OK:
            return None, error
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        arguments = (response.meta["kind"], response.body, response.url, content_type)
        try:
            listing = await self._crawl.workers.call(read_listing, *arguments)
        except WorkerError as caught:
            return None, str(caught)
        return listing, listing.error

    def follow(self, listing: Listing, response: Response) -> Iterator[FurtherList | Discovery | Arrival]:
        """The pages and further lists that are to be asked for. A sitemap names sitemaps, a front page names feeds.

        What the outlet calls news and is not asked for becomes an arrival, once.
        """
        crawl, origin = self._crawl, response.meta["origin"]
        site, kind = crawl.site_name(origin), FetchKind(response.meta["kind"])
        further = FetchKind.SITEMAP if kind is FetchKind.SITEMAP else FetchKind.FEED
        depth = response.meta["level"] + 1
        yield from self.worth_reading(listing.lists, further, response.url, depth=depth, origin=origin)
        found: list[Waiting] = []
        for listed in newest_first(listing.pages) if kind is FetchKind.SITEMAP else listing.pages:
            each = self._sorted_out(listed, response, trusted=listing.trusted)
            if isinstance(each, Waiting):
                found.append(each)
            elif each is not None:
                yield each
        try:
            new = crawl.frontier.note(site, found)
        except StoreError as error:
            crawl.stop(f"the database cannot be written: {error}")
            return
        yield from (item.discovery for item in found)
        if listing.following and new and crawl.frontier.wants_more(site):
            yield from self.worth_reading((Listed(listing.following),), kind, response.url, depth=1, origin=origin)

    def worth_reading(
        self, lists: Sequence[Listed], kind: FetchKind, found_in: str, *, depth: int, origin: str
    ) -> Iterator[FurtherList | Arrival]:
        """The lists that a list names, the newest first, as far as a run reads them; the others as arrivals, once."""
        ranked = newest_lists(lists)
        most = min(MOST_LISTS, max(0, MOST_LISTS_OF_SITE - self._lists[origin])) if depth < DEEPEST_LIST else 0
        self._lists[origin] += min(most, len(ranked))
        yield from (FurtherList(listed.url, kind, found_in, depth, origin) for listed in ranked[:most])
        why = TOO_DEEP if depth >= DEEPEST_LIST else TOO_MANY
        now = datetime.now(UTC)
        for listed in ranked[most:]:
            if self._crawl.frontier.leave_out(listed.url, why):
                discovery = Discovery(listed.url, found_in, kind.value, now)
                fetch = fetch_not_asked(listed.url, why, discovery, FetchKind.LEFT_OUT)
                yield Arrival(fetch, None, self._crawl.site_name(origin))

    def _sorted_out(self, listed: Listed, response: Response, *, trusted: bool) -> Waiting | Arrival | None:
        """An entry as what is asked for, or as why it is not, the first time."""
        crawl, origin, now = self._crawl, response.meta["origin"], datetime.now(UTC)
        of_site = (url for url in (listed.url, *listed.also) if self._is_of_site(url, response))
        url = next(of_site, listed.url)
        discovery = Discovery(url, response.url, response.meta["kind"].value, now, listed.guid)
        why_not = self._why_not(url, response, trusted=trusted)
        if why_not is None:
            return Waiting(discovery, listed.title, date_of(listed) or None)
        if crawl.frontier.leave_out(url, why_not) and trusted:
            return Arrival(fetch_not_asked(url, why_not, discovery, FetchKind.LEFT_OUT), None, crawl.site_name(origin))
        return None

    def _is_of_site(self, url: str, response: Response) -> bool:
        """Whether an address is of the site that was asked for; where its list lies does not matter."""
        origin = response.meta["origin"]
        site = self._crawl.site or self._crawl.site_for(origin)
        if site:
            return site.owns(host_of(url))
        moved = response.url if is_seed(response.request) else origin  # a front page may lead to another host
        return same_site(url, origin) or same_site(url, moved)

    def _why_not(self, url: str, response: Response, *, trusted: bool) -> str | None:
        """Why an address in a list is not asked for, by pattern, the outlet's word or shape; None where it is."""
        crawl, origin = self._crawl, response.meta["origin"]
        if not self._is_of_site(url, response):
            # A service that counts clicks may lead to the site: the address that answers says.
            return None if trusted and leads_on(url, response.url, origin) else "listed, but of another site"
        site = crawl.site or crawl.site_for(origin)
        reason = why_no_article(url, site, crawl.frontier.learned(crawl.site_name(url)), trusted=trusted)
        return reason and f"listed, but {reason}"
