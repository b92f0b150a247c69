"""``scrapy crawl page``: any single page, or a site of which nothing is known but its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.addresses import host_of
from spiders.spider import NewsSpider, is_seed
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from spiders.exchange import Arrival


class PageSpider(NewsSpider):
    """``-a url=https://...`` fetches a page (or several, divided by spaces), known or not.

    ``-a site=example.org,example.net`` finds the news of domains.
    """

    name = "page"

    def __init__(self, url: str = "", site: str = "", **arguments: str) -> None:
        super().__init__(**arguments)
        self.urls = url.split()
        self.domains = [domain.strip().lower() for domain in site.split(",") if domain.strip()]
        self.arguments |= {key: value for key, value in (("url", url), ("site", site)) if value}
        if not self.urls and not self.domains:
            raise ValueError("page needs -a url=https://... or -a site=example.org")

    def first(self) -> Iterator[Request | Arrival]:
        """The pages, the front page of each domain, and what earlier runs found there."""
        for url in self.urls:
            yield from self.ask_by_hand(url)
        for domain in self.domains:
            front_page = f"https://{domain}/"
            yield from self.ask_list(front_page, FetchKind.FRONT_PAGE, None)
            site = self.site_name(front_page)
            for url, kind in self.frontier.known_lists(site):
                yield from self.ask_list(url, kind, front_page, depth=1)
            yield from self.ask_again(site)

    async def parse_list(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """Also the sitemaps of robots.txt, which was read before the front page."""
        async for result in super().parse_list(response):
            yield result
        for request in self.ask_robots_sitemaps(response.request):
            yield request

    def failed(self, failure: Failure) -> Iterator[Arrival | Request]:
        """A front page that cannot be had does not end the search."""
        yield from super().failed(failure)
        yield from self.ask_robots_sitemaps(failure.request)  # type: ignore[attr-defined]

    def ask_robots_sitemaps(self, request: Request | None) -> Iterator[Request]:
        """Requests for the sitemaps that the robots.txt of a front page's host names."""
        if request is not None and is_seed(request) and request.meta["kind"] is FetchKind.FRONT_PAGE:
            for sitemap in self.robots_sitemaps.get(host_of(request.url), ()):
                yield from self.ask_list(sitemap, FetchKind.SITEMAP, request.url, depth=1)
