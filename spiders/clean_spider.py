"""The spider behind ``scrapy clean URL`` and ``scrapy fixture URL``: an article, politely asked for, not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.http.request import NO_CALLBACK

from extractors import extract
from extractors.page.links import next_page_of
from extractors.pages import extract_pages
from spiders.reading.further_pages import Got, ask, follow, leads_elsewhere
from spiders.reading.single_page import whole_of
from spiders.reading.site_rules import rules_of
from spiders.reading.workers import NOT_READ
from spiders.web.exchange import fetch_of_response, page_of
from spiders.web.failures import reason_of, refusal
from spiders.web.sites import all_sites
from storage import Fetch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import CrawlerProcessBase
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from extractors import Extraction, Page, Site
    from spiders.reading.workers import Workers


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page that came, what it gives with the other pages of its article, and a line for what of these is missing."""

    page: Page
    extraction: Extraction
    missing: str | None = None


class CleanSpider(Spider):
    """Leaves ``cleaned``, or ``reason`` in plain words, behind. With ``alone`` it asks for the one page only."""

    name = "clean"

    def __init__(self, url: str, site: Site | None, workers: Workers, *, alone: bool) -> None:
        super().__init__()
        self.url, self.site, self.workers, self.alone = url, site, workers, alone
        self.cleaned: Cleaned | None = None
        self.reason: str | None = "it could not be asked for"

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.url, self.read, errback=self.failed)

    async def read(self, response: Response) -> None:
        """The answer."""
        self.reason = refusal(response)
        if self.reason is None:
            page = page_of(response)
            try:
                self.cleaned = await (self._read_alone(page) if self.alone else self._read_article(page))
            except NOT_READ as error:
                self.reason = str(error)

    async def _read_alone(self, page: Page) -> Cleaned:
        return Cleaned(page, await self.workers.call(extract, page, self.site, None))

    async def _read_article(self, page: Page) -> Cleaned:
        """As a crawl does: the page that holds the whole, else the pages behind the first."""
        first, missing = page, None
        if url := await whole_of(page, self.site, self.workers):
            whole = await self._get(url, page)
            first = whole.page or page
            missing = None if whole.page else f"the whole article stands at {url}: {whole.fetch.error}"
        got = await follow(first, self.site, self.workers, self._get)
        pages = [first, *(each.page for each in got if each.page)]
        extraction = await self.workers.call(extract_pages, pages, self.site, None)
        if address := await self.workers.call(next_page_of, pages, self.site):
            reason = got[-1].fetch.error if got else None
            missing = f"the article goes on at {address}: {reason or 'not asked for'}"
        return Cleaned(first, extraction, missing)

    async def _get(self, address: str, first: Page) -> Got:
        answer = await ask(self.crawler.engine.download_async, Request(address, NO_CALLBACK))
        if isinstance(answer, Fetch):
            return Got(answer, None)
        error = refusal(answer) or leads_elsewhere(answer, first.url)
        return Got(fetch_of_response(answer, error), None if error else page_of(answer))

    def failed(self, failure: Failure) -> None:
        """No answer."""
        self.reason = reason_of(failure.value or Exception())


def clean(process: CrawlerProcessBase | None, url: str, workers: Workers, *, alone: bool = False) -> Cleaned:
    """Ask politely, with the rules that hold for the address. Raises ValueError with the reason."""
    assert process is not None  # noqa: S101  (cmdline sets it)
    crawler = process.create_crawler(CleanSpider)
    site = rules_of(url, all_sites(), crawler.settings["STET_FTR_FOLDER"])
    process.crawl(crawler, url=url, site=site, workers=workers, alone=alone)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, CleanSpider) or spider.cleaned is None:
        raise ValueError(getattr(spider, "reason", None) or "it could not be asked for")
    return spider.cleaned
