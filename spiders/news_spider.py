"""What every spider of the project does: ask for lists and pages, have them read, hand them on as arrivals."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from time import process_time
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals

from extractors.sites.site_file import site_of
from spiders.discovery.frontier import Frontier
from spiders.reading.list_reader import ListReader
from spiders.reading.page_reader import PageReader
from spiders.reading.single_page import read_whole
from spiders.reading.site_rules import rules_of
from spiders.reading.workers import shared_workers
from spiders.storing.store_extension import Memory
from spiders.web.addresses import host_of, is_web_address
from spiders.web.exchange import Arrival, fetch_not_asked, fetch_of_failure, fetch_of_response
from spiders.web.stopping import Stopped
from storage import Discovery, FetchKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import ProtegoRobotParser
    from twisted.python.failure import Failure

    from extractors import Extraction, Site
    from spiders.discovery.listing import Listing
    from spiders.reading.workers import Workers
    from storage import Fetch

LISTS_FIRST = 100  # priority


class NewsSpider(Spider):
    """Base of the site spiders and of ``page``. ``sites`` are all known sites, ``site`` is the one that is crawled."""

    sites: ClassVar[dict[str, Site]] = {}
    site: ClassVar[Site | None] = None

    def __init__(self, **arguments: str) -> None:
        super().__init__(**arguments)
        self.arguments = arguments
        self.asked: set[str] = set()
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
        self.robots_sitemaps[host_of(request.url)] = list(robotparser.rp.sitemaps)

    def note_time(self) -> None:
        """Leave the processor seconds of the workers, and of this process; crawls side by side share them."""
        self.crawler.stats.set_value("time/workers", self.workers.busy_seconds)
        self.crawler.stats.set_value("time/process", process_time())

    async def start(self) -> AsyncIterator[Any]:
        """What the run is started for, once the workers are warm."""
        await self.workers.ready()
        for request in self.first():
            yield request

    def first(self) -> Iterable[Request | Arrival]:
        """The requests that the run begins with: its seeds."""
        raise NotImplementedError

    @property
    def memory(self) -> Memory:
        """Store and archive of this crawl."""
        memory = self.crawler.get_extension(Memory)
        assert memory is not None  # noqa: S101  (the settings name it)
        return memory

    @cached_property
    def frontier(self) -> Frontier:
        """The account of what this run may ask for."""
        return Frontier(self.memory.store, self.crawler.stats, self.crawler.settings, self.asked)

    @cached_property
    def reader(self) -> PageReader:
        """What makes articles of responses."""
        return PageReader(self)

    @cached_property
    def lists(self) -> ListReader:
        """What finds addresses in lists."""
        return ListReader(self)

    @property
    def workers(self) -> Workers:
        """The processes that read pages."""
        settings = self.crawler.settings
        return shared_workers(
            settings.getint("STET_WORKERS"), settings.getint("STET_PAGE_SECONDS"), settings.getint("STET_PAGE_MEMORY")
        )

    def site_for(self, url: str) -> Site | None:
        """The site whose rules hold for an address."""
        return site_of(host_of(url), self.sites)

    def rules_for(self, url: str) -> Site | None:
        """The rules that a page is read with: its site file's, else those of STET_FTR_FOLDER."""
        return rules_of(url, self.sites, self.crawler.settings["STET_FTR_FOLDER"])

    def site_name(self, url: str) -> str:
        """Under which name a page is stored: its site file's, else its host."""
        site = self.site_for(url)
        return site.name if site else host_of(url).removeprefix("www.")

    def ask_list(self, url: str, kind: FetchKind, found_in: str | None, depth: int = 0) -> Iterator[Request]:
        """A request for a feed, sitemap or front page, unless this run asked for it. Depth 0 is a seed."""
        headers = self.frontier.admit_list(url) if is_web_address(url) else None
        if headers is not None:
            found_as = "site-file" if found_in is None else kind.value
            meta = {"kind": kind, "depth": depth, "discovery": Discovery(url, found_in, found_as, datetime.now(UTC))}
            yield Request(url, self.parse_list, errback=self.failed, headers=headers, meta=meta, priority=LISTS_FIRST)

    def ask_page(self, discovery: Discovery) -> Iterator[Request]:
        """A request for what was found to be a page, if it is new or it is time to look again."""
        headers = self.frontier.admit_page(discovery.url, self.site_name(discovery.url))
        if headers is not None:
            meta = {"kind": FetchKind.PAGE, "discovery": discovery, **self.rendered(discovery.url)}
            if "render" in meta:
                headers = {}  # what came before the scripts can be the same while what they put in has changed
            yield Request(discovery.url, self.parse_page, errback=self.failed, headers=headers, meta=meta)

    def rendered(self, url: str) -> dict[str, bool]:
        """The meta of a request for a page that scripts fill."""
        site = self.site_for(url)
        return {"render": True} if site and site.render else {}

    def ask_again(self, site: str) -> Iterator[Request]:
        """Requests for what earlier runs found and did not come to, and for pages that it is time to look at again."""
        for discovery in self.frontier.waiting(site):
            yield from self.ask_page(discovery)
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
            meta = {"kind": FetchKind.PAGE, "depth": 0, "discovery": discovery, **self.rendered(url)}
            yield Request(url.partition("#")[0], self.parse_page, errback=self.failed, meta=meta)

    async def parse_page(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """One page -> one arrival; where it is a part of an article, the request for the whole.

        Nothing of an article is stored when the run is stopped between its pages: the next run asks.
        """
        with suppress(Stopped):
            async for each in read_whole(self, response):
                yield each

    async def parse_list(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """One feed, sitemap or front page -> its arrival, and requests for what it lists."""
        listing, error = await self.lists.read(response)
        yield self.arrival(response, error)
        if listing:
            for request in self.follow(listing, response):
                yield request

    def follow(self, listing: Listing, response: Response) -> Iterator[Request | Arrival]:
        """Requests for the pages and further lists of a list."""
        yield from self.lists.follow(listing, response)

    def failed(self, failure: Failure) -> Iterator[Arrival | Request]:
        """A request that got no response -> its arrival, with the reason."""
        if isinstance(failure.value, Stopped):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        fetch = fetch_of_failure(request, failure.value or Exception())
        yield Arrival(fetch, None, self.site_name(fetch.url), is_seed(request))

    def arrival(
        self,
        response: Response,
        error: str | None,
        extraction: Extraction | None = None,
        further: tuple[Fetch, ...] = (),
    ) -> Arrival:
        """What goes to the store for a response."""
        fetch = fetch_of_response(response, error)
        return Arrival(fetch, extraction, self.site_name(response.url), is_seed(response.request), further)


def is_seed(request: Request | None) -> bool:
    """Whether the run was started for this request."""
    return request is not None and request.meta.get("depth") == 0
