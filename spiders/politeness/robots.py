"""robots.txt as RFC 9309 has it: what a host forbids, and what holds when its robots.txt cannot be had."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.storing.extension import StoreExtension
from spiders.storing.stored_spider import StoredSpider
from spiders.web.exchange import Arrival, fetch_of_failure, fetch_of_response
from spiders.web.failures import status_line
from spiders.web.stopping import Stopped
from storage import FetchKind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from storage import Fetch

LONGEST = 500 * 1024  # bytes that are read of a robots.txt, the least that RFC 9309 asks for
FORBIDDEN = "robots.txt forbids it"


@dataclass(frozen=True)
class Rules:
    """What holds for a host: its parsed file, or ``closed``, the reason why nothing may be asked for."""

    parser: RobotParser | None = None
    closed: str | None = None

    def refusal(self, url: str, agent: str) -> str | None:
        """Why an address may not be asked for; None where it may."""
        if self.closed:
            return self.closed
        return FORBIDDEN if self.parser and not self.parser.allowed(url, agent) else None


class Robots(RobotsTxtMiddleware):
    """Scrapy's own asks a host whose robots.txt answers 500 or not at all as if nothing were forbidden there."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self.longest_wait = crawler.settings.getint("STET_LONGEST_WAIT")

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raises IgnoreRequest, with the reason, for what may not be asked for."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self.rules(request)
        if refusal := rules.refusal(request.url, self.agent):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest(refusal)

    async def rules(self, request: Request) -> Rules:
        """The rules of a request's host; its robots.txt is asked for once a run."""
        parts = urlparse_cached(request)
        if parts.netloc not in self._rules:
            asking = self._ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
            self._rules[parts.netloc] = asyncio.ensure_future(asking)
        return await asyncio.shield(self._rules[parts.netloc])

    def known_rules(self, netloc: str) -> Rules | None:
        """The rules of a host whose robots.txt has been read already."""
        task = self._rules.get(netloc)
        return task.result() if task and task.done() else None

    async def _ask(self, url: str) -> Rules:
        meta = {"dont_obey_robotstxt": True, "kind": FetchKind.ROBOTS}
        request = Request(url, NO_CALLBACK, meta=meta, priority=self.DOWNLOAD_PRIORITY)
        self.crawler.stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001  (whatever keeps the file from coming closes the host)
            fetch = fetch_of_failure(request, error)
            self._record(fetch)
            return Rules(closed=f"{fetch.error} (asked for robots.txt)")
        return await self._read(response, request)

    async def _read(self, response: Response, request: Request) -> Rules:
        self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            answer = status_line(response.status)
            self._record(fetch_of_response(response, answer))
            return Rules(closed=f"robots.txt answers {answer}, so nothing may be asked for")
        self._record(fetch_of_response(response))
        if response.status != 200:
            return Rules()  # "unavailable" in the words of the RFC: nothing is forbidden
        parser: RobotParser = self._parserimpl.from_crawler(self.crawler, response.body[:LONGEST])
        delay = parser.crawl_delay(self.agent) or 0.0
        if not 0 <= delay <= self.longest_wait:  # what is no number compares as false
            return Rules(closed=f"robots.txt asks for {delay:g} s between requests, longer than a run waits")
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)
        return Rules(parser)

    def _record(self, fetch: Fetch) -> None:
        extension = self.crawler.get_extension(StoreExtension)
        spider = self.crawler.spider
        if extension and isinstance(spider, StoredSpider):
            extension.record(Arrival(fetch, None, spider.site_name(fetch.url)))
