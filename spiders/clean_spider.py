"""The spider behind ``scrapy clean URL`` and ``scrapy fixture URL``: one page, politely asked for, not remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, Spider

from extractors import extract, load_sites
from spiders.exchange import page_of
from spiders.failures import reason_of, refusal
from spiders.ftr import rules_of
from spiders.workers import WorkerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import CrawlerProcessBase
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from extractors import Extraction, Page, Site
    from spiders.workers import Workers


class CleanSpider(Spider):
    """Leaves ``page`` and ``extraction``, or ``reason`` in plain words, behind."""

    name = "clean"

    def __init__(self, url: str, site: Site | None, workers: Workers) -> None:
        super().__init__()
        self.url, self.site, self.workers = url, site, workers
        self.page: Page | None = None
        self.extraction: Extraction | None = None
        self.reason: str | None = "it could not be asked for"

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.url, self.read, errback=self.failed)

    async def read(self, response: Response) -> None:
        """The answer."""
        self.reason = refusal(response)
        if self.reason is None:
            try:
                self.page = page_of(response)
                self.extraction = await self.workers.call(extract, self.page, self.site, None)
            except WorkerError as error:
                self.reason = str(error)

    def failed(self, failure: Failure) -> None:
        """No answer."""
        self.reason = reason_of(failure.value or Exception())


def ask(process: CrawlerProcessBase | None, url: str, workers: Workers) -> tuple[Page, Extraction]:
    """One polite request, with the rules that hold for the address. Raises ValueError with the reason."""
    assert process is not None  # noqa: S101  (cmdline sets it)
    crawler = process.create_crawler(CleanSpider)
    site = rules_of(url, load_sites(), crawler.settings["STET_FTR_FOLDER"])
    process.crawl(crawler, url=url, site=site, workers=workers)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, CleanSpider) or spider.page is None or spider.extraction is None:
        raise ValueError(getattr(spider, "reason", None) or "it could not be asked for")
    return spider.page, spider.extraction
