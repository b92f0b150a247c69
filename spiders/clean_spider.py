"""The spider behind ``scrapy clean URL``: one page, politely asked for, read, and not remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, Spider

from extractors import extract
from spiders.exchange import page_of
from spiders.failures import reason_of, refusal
from spiders.workers import WorkerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from extractors import Extraction, Site
    from spiders.workers import Workers


class CleanSpider(Spider):
    """Leaves ``extraction``, or ``reason`` in plain words, behind."""

    name = "clean"

    def __init__(self, url: str, site: Site | None, workers: Workers) -> None:
        super().__init__()
        self.url, self.site, self.workers = url, site, workers
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
                self.extraction = await self.workers.call(extract, page_of(response), self.site, None)
            except WorkerError as error:
                self.reason = str(error)

    def failed(self, failure: Failure) -> None:
        """No answer."""
        self.reason = reason_of(failure.value or Exception())
