"""What every spider of the project does: ask for lists and pages, have them read, hand them on as arrivals."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from functools import cache, cached_property
from time import process_time
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from spiders.discovery.frontier import Frontier
from spiders.downloading.archiving import Archiving
from spiders.reading.crawl import Crawl
from spiders.reading.list_reader import FurtherList, ListReader
from spiders.reading.page_reader import PageReader
from spiders.reading.refreshed import refreshed
from spiders.reading.single_page import read_whole
from spiders.reading.style_sheets import import_requests, style_refusal, style_requests
from spiders.reading.workers import NoWorkerError, workers_of
from spiders.storing.extension import StoreExtension
from spiders.storing.stored_spider import StoredSpider
from spiders.web.addresses import absolute, host_of, is_web_address
from spiders.web.exchange import PUT_OFF, Arrival, fetch_not_asked
from spiders.web.stopping import Stopped
from storage import Discovery, FetchKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import ProtegoRobotParser
    from twisted.python.failure import Failure

    from spiders.discovery.listing import Listing

LISTS_FIRST = 100  # priority


@cache
def freeze_what_stays() -> None:
    """What a crawl begins with stays to its end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


class NewsSpider(StoredSpider):
    """Base of the site spiders and of ``page``."""

    def __init__(self, **arguments: str) -> None:
        super().__init__(**arguments)
        self.robots_sitemaps: dict[str, list[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listens for robots.txt files, which name sitemaps."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(spider.note_time, signal=signals.spider_closed)
        return spider

    def robots_parsed(self, robotparser: ProtegoRobotParser, request: Request) -> None:
        """Keep the sitemaps that a host's robots.txt names."""
        named = (absolute(request.url, sitemap) for sitemap in robotparser.rp.sitemaps)
        self.robots_sitemaps[host_of(request.url)] = list(dict.fromkeys(filter(None, named)))

    def note_time(self) -> None:
        """Leave the processor seconds of the workers, and of this process; crawls side by side share them."""
        self.crawler.stats.set_value("time/workers", self.crawl.workers.busy_seconds)
        self.crawler.stats.set_value("time/process", process_time())

    async def start(self) -> AsyncIterator[Any]:
        """What the run is started for, once the workers are warm; nothing where they cannot be."""
        try:
            await self.crawl.workers.ready()
        except NoWorkerError as error:
            self.crawl.stop(str(error))
            return
        freeze_what_stays()
        for request in self.first():
            yield request

    def first(self) -> Iterable[Request | Arrival]:
        """The requests that the run begins with: its seeds."""
        raise NotImplementedError

    @cached_property
    def crawl(self) -> Crawl:
        """What the readers need to know. The engine has to be there."""
        crawler = self.crawler
        extension = crawler.get_extension(StoreExtension)
        archiving = crawler.get_downloader_middleware(Archiving)
        assert extension is not None  # noqa: S101  (the settings name it)
        assert archiving is not None  # noqa: S101  (so they do)
        return Crawl(
            site=self.site,
            sites=self.sites,
            settings=crawler.settings,
            store=extension.store,
            archive=extension.archive,
            frontier=Frontier(extension.store, crawler.stats, crawler.settings, self.asked),
            workers=workers_of(crawler.settings),
            download=crawler.engine.download_async,
            archiving=archiving,
            stop=extension.stop,
        )

    @property
    def frontier(self) -> Frontier:
        """The account of what this run may ask for."""
        return self.crawl.frontier

    @cached_property
    def reader(self) -> PageReader:
        """What makes articles of responses."""
        return PageReader(self.crawl)

    @cached_property
    def lists(self) -> ListReader:
        """What finds addresses in lists."""
        return ListReader(self.crawl)

    def ask_list(
        self, url: str, kind: FetchKind, found_in: str | None, depth: int = 0, origin: str | None = None
    ) -> Iterator[Request]:
        """A request for a feed, sitemap or front page, unless this run asked for it. Depth 0 is a seed.

        ``origin`` is an address of the site whose articles are looked for, wherever the list lies.
        """
        origin = origin or self.origin_of(url)
        headers = self.frontier.admit_list(url, self.site_name(origin)) if is_web_address(url) else None
        if headers is not None:
            self.crawler.stats.set_value("discover/tried", [*self.crawler.stats.get_value("discover/tried", []), url])
            found_as = "site-file" if found_in is None else kind.value
            discovery = Discovery(url, found_in, found_as, datetime.now(UTC))
            meta = {"kind": kind, "depth": depth, "level": depth, "discovery": discovery}
            meta["origin"] = origin
            yield Request(url, self.parse_list, errback=self.failed, headers=headers, meta=meta, priority=LISTS_FIRST)

    def origin_of(self, url: str) -> str:
        """An address of the site that a list belongs to which was asked for first."""
        return f"https://{self.site.domains[0]}/" if self.site else url

    def ask_page(self, discovery: Discovery, site: str | None = None) -> Iterator[Request]:
        """A request for what was found to be a page, if it is new or it is time to look again.

        ``site`` is the name of the one that it is asked for, which its address may only lead to.
        """
        site = site or self.site_name(discovery.url)
        headers = self.frontier.admit_page(discovery.url, site)
        if headers is not None:
            meta = {"kind": FetchKind.PAGE, "discovery": discovery, "for_site": site, PUT_OFF: True}
            meta |= self.rendered(discovery.url)
            if "render" in meta:
                headers = {}  # what came before the scripts can be the same while what they put in has changed
            yield Request(discovery.url, self.parse_page, errback=self.failed, headers=headers, meta=meta)

    def rendered(self, url: str) -> dict[str, bool]:
        """The meta of a request for a page that scripts fill."""
        site = self.sites.of_host(host_of(url))
        return {"render": True} if site and site.render else {}

    def ask_again(self, site: str) -> Iterator[Request]:
        """Requests for what earlier runs found and did not come to, and for pages that it is time to look at again."""
        for discovery in self.frontier.waiting(site):
            yield from self.ask_page(discovery, site)
        for url in self.frontier.revisits(site):
            yield from self.ask_page(Discovery(url, None, "revisit", datetime.now(UTC)))

    def ask_by_hand(self, url: str) -> Iterator[Request | Arrival]:
        """A request for one page, whatever is known of it; an address that cannot be asked for is stored as such.

        For a further page of a known article its first is asked for.
        """
        url = self.frontier.first_page(url) if is_web_address(url) else url
        discovery = Discovery(url, None, "argument", datetime.now(UTC))
        if not is_web_address(url):
            fetch = fetch_not_asked(url, "not an http(s) address", discovery)
            yield Arrival(fetch, None, self.site_name(url), is_seed=True)
        elif self.frontier.first_time(url):
            meta = {"kind": FetchKind.PAGE, "depth": 0, "discovery": discovery, PUT_OFF: True, **self.rendered(url)}
            yield Request(url.partition("#")[0], self.parse_page, errback=self.failed, meta=meta)

    async def parse_page(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """One page -> one arrival; where it is a part of an article, the request for the whole."""
        with self.crawl.left_for_next_run():
            if request := refreshed(self.crawl, response):
                yield request
                return
            async for arrival in read_whole(self.reader, response):
                yield arrival
                for each in style_requests(self.frontier, response, arrival):
                    yield each.replace(callback=self.parse_style_sheet, errback=self.failed)

    def parse_style_sheet(self, response: Response) -> Iterator[Arrival | Request]:
        """One style sheet -> its arrival, and requests for what it imports."""
        refusal = style_refusal(response)
        yield self.crawl.arrival(response, refusal)
        for each in import_requests(self.frontier, self.crawl.archive, response) if refusal is None else ():
            yield each.replace(callback=self.parse_style_sheet, errback=self.failed)

    async def parse_list(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """One feed, sitemap or front page -> its arrival, and requests for what it lists."""
        if request := refreshed(self.crawl, response):
            yield request
            return
        with self.crawl.left_for_next_run():
            listing, error = await self.lists.read(response)
            yield self.crawl.arrival(response, error)
            if listing:
                for each in self.follow(listing, response):
                    yield each

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Requests for the pages and further lists of a list."""
        for found in self.lists.follow(listing, response):
            if isinstance(found, FurtherList):
                yield from self.ask_list(found.url, found.kind, found.found_in, found.depth, found.origin)
            elif isinstance(found, Discovery):
                yield from self.ask_page(found, self.site_name(response.meta["origin"]))
            else:
                yield found

    def failed(self, failure: Failure) -> Iterator[Arrival | Request]:
        """A request that got no response -> its arrival, with the reason."""
        if not isinstance(failure.value, Stopped):
            yield self.crawl.arrival_of_failure(failure)
