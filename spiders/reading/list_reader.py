"""What is made of the response to a request for a feed, sitemap or front page: requests for what it lists."""

from __future__ import annotations

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

    from scrapy import Request
    from scrapy.http import Response

    from spiders.discovery.listing import Listed, Listing
    from spiders.news_spider import NewsSpider

DEEPEST_LIST = 3  # a list that a list names that a list names
MOST_LISTS = 12  # further lists that one list may name, the newest first


class ListReader:
    """Of one spider."""

    def __init__(self, spider: NewsSpider) -> None:
        self._spider = spider

    async def read(self, response: Response) -> tuple[Listing | None, str | None]:
        """What a response lists, and why it could not be read."""
        error = list_refusal(response)
        if error is not None or response.status != HTTPStatus.OK:
            return None, error
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        arguments = (response.meta["kind"], response.body, response.url, content_type)
        try:
            listing = await self._spider.workers.call(read_listing, *arguments)
        except WorkerError as caught:
            return None, str(caught)
        return listing, listing.error

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Requests for the pages and further lists of a list. A sitemap names sitemaps, a front page names feeds.

        What the outlet calls news and is not asked for becomes an arrival, once.
        """
        spider, site = self._spider, self._spider.site_name(response.url)
        yield from self._further(listing, response)
        found, kind, now = [], response.meta["kind"], datetime.now(UTC)
        for listed in listing.pages:
            discovery = Discovery(listed.url, response.url, kind.value, now)
            why_not = self._why_not(listed.url, response.url, trusted=listing.trusted)
            if why_not is None:
                found.append(Waiting(discovery, listed.title, listed.published))
            elif spider.frontier.leave_out(listed.url, why_not) and listing.trusted:
                yield Arrival(fetch_not_asked(listed.url, why_not, discovery, FetchKind.LEFT_OUT), None, site)
        try:
            spider.frontier.note(site, found)
        except StoreError as error:
            spider.memory.stop(f"the database cannot be written: {error}")
            return
        for item in found:
            yield from spider.ask_page(item.discovery)

    def _further(self, listing: Listing, response: Response) -> Iterator[Request]:
        kind = FetchKind.SITEMAP if response.meta["kind"] is FetchKind.SITEMAP else FetchKind.FEED
        depth = response.meta["depth"] + 1
        for further in newest(listing.lists) if depth < DEEPEST_LIST else ():
            yield from self._spider.ask_list(further.url, kind, response.url, depth)

    def _why_not(self, url: str, listed_by: str, *, trusted: bool) -> str | None:
        """Why an address in a list is not asked for, by pattern, the outlet's word or shape; None where it is."""
        spider = self._spider
        site = spider.site or spider.site_for(listed_by)
        if not (site.owns(host_of(url)) if site else same_site(url, listed_by)):
            return "listed, but of another site"
        reason = why_no_article(url, site, spider.frontier.learned(spider.site_name(url)), trusted=trusted)
        return reason and f"listed, but {reason}"


def newest(lists: tuple[Listed, ...]) -> list[Listed]:
    """The lists that are worth reading: those that changed last; without dates, in the order given."""
    return sorted(lists, key=lambda listed: listed.modified or "", reverse=True)[:MOST_LISTS]
