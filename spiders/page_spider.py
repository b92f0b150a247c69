"""``scrapy crawl page``: any single page, or a site of which nothing is known but its domain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from spiders.discovery.listing import Listed
from spiders.downloading.rendering import rendering_settings
from spiders.news_spider import NewsSpider
from spiders.reading.list_reader import FurtherList
from spiders.web.addresses import front_page_of, host_of
from spiders.web.exchange import is_seed
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from spiders.discovery.listing import Listing
    from spiders.web.exchange import Arrival


BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")  # an address without its scheme

# Asked for where neither front page nor robots.txt names a list.
GUESSES = {
    "/sitemap.xml": FetchKind.SITEMAP,
    "/sitemap_index.xml": FetchKind.SITEMAP,
    "/feed": FetchKind.FEED,
    "/rss": FetchKind.FEED,
    "/rss.xml": FetchKind.FEED,
    "/atom.xml": FetchKind.FEED,
}


def front_page(domain: str) -> str:
    """The address to begin with. Raises ValueError for what is no domain."""
    address = front_page_of(domain)
    if address is None:
        raise ValueError(f"no domain: {domain!r}; expected one such as example.org")
    return address


class PageSpider(NewsSpider):
    """``-a url=https://...`` fetches a page (or several, divided by spaces), known or not.

    ``-a site=example.org,example.net`` finds the news of domains.
    """

    name = "page"

    def __init__(self, url: str = "", site: str = "", **arguments: str) -> None:
        super().__init__(**arguments)
        self.urls = url.split()
        self.front_pages = [front_page(domain.strip()) for domain in site.split(",") if domain.strip()]
        self.arguments |= {key: value for key, value in (("url", url), ("site", site)) if value}
        if bare := next((each for each in self.urls if BARE.match(each)), None):
            raise ValueError(f"{bare}: put https:// before it")
        if not self.urls and not self.front_pages:
            raise ValueError("page needs -a url=https://... or -a site=example.org")
        asked = (self.sites.of_host(host_of(url)) for url in (*self.urls, *self.front_pages))
        self.rendering = next(filter(None, map(rendering_settings, asked)), {})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Brings the browser where a site that is asked needs it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(spider.rendering, priority="spider")
        return spider

    def first(self) -> Iterator[Request | Arrival]:
        """The pages, the front page of each domain, and what earlier runs found there."""
        for url in self.urls:
            yield from self.ask_by_hand(url)
        for seed in self.front_pages:
            self.crawler.stats.inc_value("discover/domains")
            yield from self.ask_list(seed, FetchKind.FRONT_PAGE, None)
            site = self.site_name(seed)
            for url, kind in self.frontier.known_lists(site):
                yield from self.ask_list(url, kind, seed, depth=1, origin=seed)
            yield from self.ask_again(site)

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Also the sitemaps of robots.txt, which was read before the front page; guesses where nobody names a list."""
        yield from super().follow(listing, response)
        yield from self.ask_unlinked(response.request, has_lists=bool(listing.lists))

    def failed(self, failure: Failure) -> Iterator[Arrival | Request]:
        """A front page that cannot be had does not end the search."""
        yield from super().failed(failure)
        yield from self.ask_unlinked(failure.request, has_lists=False)  # type: ignore[attr-defined]

    def ask_unlinked(self, request: Request | None, *, has_lists: bool) -> Iterator[Request | Arrival]:
        """Requests for lists that the front page does not link: those of robots.txt, else where lists often are."""
        if request is None or not is_seed(request) or request.meta["kind"] is not FetchKind.FRONT_PAGE:
            return
        origin: str = request.meta["origin"]
        sitemaps = tuple(map(Listed, self.robots_sitemaps.get(host_of(request.url), ())))
        robots = urljoin(request.url, "/robots.txt")
        for found in self.lists.worth_reading(sitemaps, FetchKind.SITEMAP, robots, depth=1, origin=origin):
            if isinstance(found, FurtherList):
                yield from self.ask_list(found.url, found.kind, found.found_in, found.depth, origin)
            else:
                yield found
        if not sitemaps and not has_lists:
            for path, kind in GUESSES.items():
                address = urljoin(request.url, path)
                if self.frontier.may_guess(address):
                    yield from self.ask_list(address, kind, request.url, depth=1, origin=origin)
