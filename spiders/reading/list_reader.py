"""What is made of the response to a request for a feed, sitemap or front page: what there is to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.discovery.article_addresses import why_no_article
from spiders.discovery.front_pages import same_site
from spiders.discovery.readers import read_listing
from spiders.reading.workers import WorkerError
from spiders.web.addresses import host_of
from spiders.web.exchange import Arrival, fetch_not_asked
from spiders.web.failures import list_refusal
from storage import Discovery, FetchKind, StoreError
from storage.store.frontier import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from spiders.discovery.listing import Listed, Listing
    from spiders.reading.crawl import Crawl

DEEPEST_LIST = 3  # a list that a list names that a list names
MOST_LISTS = 12  # further lists that one list may name, the newest first


@dataclass(frozen=True, slots=True)
class FurtherList:
    """A feed or sitemap that a list names; the list that was asked for first has depth 0."""

    url: str
    kind: FetchKind
    found_in: str
    depth: int


class ListReader:
    """Of one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl

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
        crawl, site = self._crawl, self._crawl.site_name(response.url)
        yield from _further(listing, response)
        found, kind, now = [], response.meta["kind"], datetime.now(UTC)
        for listed in listing.pages:
            discovery = Discovery(listed.url, response.url, kind.value, now, listed.guid)
            why_not = self._why_not(listed.url, response.url, trusted=listing.trusted)
            if why_not is None:
                found.append(Waiting(discovery, listed.title, listed.published))
            elif crawl.frontier.leave_out(listed.url, why_not) and listing.trusted:
                yield Arrival(fetch_not_asked(listed.url, why_not, discovery, FetchKind.LEFT_OUT), None, site)
        try:
            crawl.frontier.note(site, found)
        except StoreError as error:
            crawl.stop(f"the database cannot be written: {error}")
            return
        yield from (item.discovery for item in found)

    def _why_not(self, url: str, listed_by: str, *, trusted: bool) -> str | None:
        """Why an address in a list is not asked for, by pattern, the outlet's word or shape; None where it is."""
        crawl = self._crawl
        site = crawl.site or crawl.site_for(listed_by)
        if not (site.owns(host_of(url)) if site else same_site(url, listed_by)):
            return "listed, but of another site"
        reason = why_no_article(url, site, crawl.frontier.learned(crawl.site_name(url)), trusted=trusted)
        return reason and f"listed, but {reason}"


def _further(listing: Listing, response: Response) -> Iterator[FurtherList]:
    kind = FetchKind.SITEMAP if response.meta["kind"] is FetchKind.SITEMAP else FetchKind.FEED
    depth = response.meta["depth"] + 1
    for further in newest(listing.lists) if depth < DEEPEST_LIST else ():
        yield FurtherList(further.url, kind, response.url, depth)


def newest(lists: tuple[Listed, ...]) -> list[Listed]:
    """The lists that are worth reading: those that changed last; without dates, in the order given."""
    return sorted(lists, key=lambda listed: listed.modified or "", reverse=True)[:MOST_LISTS]
