"""robots.txt as RFC 9309 has it: what a host forbids, and what holds when its robots.txt cannot be had."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.politeness.robots_words import reservations
from spiders.storing.extension import StoreExtension
from spiders.storing.stored_spider import StoredSpider
from spiders.web.exchange import Arrival, fetch_of_failure, fetch_of_response
from spiders.web.failures import status_line
from spiders.web.stopping import Stopped
from spiders.web.text import without_utf_16
from storage import FetchKind
from storage.archive.warc import is_status

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from storage import Fetch

LONGEST = 500 * 1024  # bytes that are read of a robots.txt, the least that RFC 9309 asks for
KEPT_KINDS = {FetchKind.PAGE, FetchKind.FURTHER_PAGE}
LONGEST_KEPT = 24 * 3600  # seconds that a robots.txt holds, as RFC 9309 advises
VERSION = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*[\w-]+)/[^\r\n#]*", re.IGNORECASE | re.MULTILINE)
FORBIDDEN = "robots.txt forbids it"


@dataclass(frozen=True)
class Rules:
    """What holds for a host: its parsed file, or ``closed``, the reason why nothing may be asked for.

    ``reserved`` are beginnings of paths whose pages are not to be kept, with the word that says so.
    """

    parser: RobotParser | None = None
    closed: str | None = None
    reserved: tuple[tuple[str, str], ...] = ()

    def reservation(self, url: str) -> str | None:
        """The word by which robots.txt asks that a page is not kept; None where it does not."""
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}"
        return next((word for beginning, word in self.reserved if path.startswith(beginning)), None)

    def refusal(self, url: str, agent: str) -> str | None:
        """Why an address may not be asked for; None where it may."""
        if self.closed:
            return self.closed
        return FORBIDDEN if self.parser and not self.parser.allowed(url, agent) else None


@dataclass
class Kept:
    """The rules of a host, for all crawls of this process; ``turn`` is held by the one that asks."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    since: float = 0.0


@lru_cache(maxsize=10_000)
def kept_for(origin: str) -> Kept:  # noqa: ARG001  (the cache's key)
    """What is kept for a scheme, host and port."""
    return Kept()


def plain_text(body: bytes) -> bytes:
    """A robots.txt in UTF-8 and without a byte order mark; agents by their name alone, as RFC 9309 compares them."""
    text = without_utf_16(body).decode("utf-8", "replace")
    return VERSION.sub(r"\1", text).encode("utf-8", "replace")


def _origin(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


class Robots(RobotsTxtMiddleware):
    """Scrapy's own asks a host whose robots.txt answers 500 or not at all as if nothing were forbidden there."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, tuple[float, asyncio.Task[Rules]]] = {}
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
        if request.meta.get("kind") in KEPT_KINDS and (word := rules.reservation(request.url)):
            self.crawler.stats.inc_value(f"opt_out/{word}")
            if self.crawler.settings.getbool("STET_HONOUR_OPT_OUTS"):
                raise IgnoreRequest(f"robots.txt asks that it is not kept: {word}")

    async def rules(self, request: Request) -> Rules:
        """The rules of a request's scheme, host and port; its robots.txt is asked for once a day by all crawls here."""
        origin = _origin(request)
        begun, asking = self._rules.get(origin, (0.0, None))
        if asking is None or monotonic() - begun >= LONGEST_KEPT:
            asking = asyncio.ensure_future(self._shared(origin))
            self._rules[origin] = monotonic(), asking
        return await asyncio.shield(asking)

    def known_rules(self, request: Request) -> Rules | None:
        """The rules for a request whose host's robots.txt has been read already."""
        _, asking = self._rules.get(_origin(request), (0.0, None))
        return asking.result() if asking and asking.done() else None

    async def _shared(self, origin: str) -> Rules:
        """What a crawl beside this one has been told already; else what the host tells."""
        kept = kept_for(origin)
        async with kept.turn:
            if kept.rules is None or monotonic() - kept.since >= LONGEST_KEPT:
                rules = await self._ask(f"{origin}/robots.txt")
                kept.rules, kept.since = None if rules.closed else rules, monotonic()
                return rules
        if kept.rules.parser:
            await self._announce(kept.rules.parser, Request(f"{origin}/robots.txt"))
        return kept.rules

    async def _announce(self, parser: RobotParser, request: Request) -> None:
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)

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
        if response.status >= 500 or response.status == 429 or not is_status(response.status):
            answer = status_line(response.status)
            self._record(fetch_of_response(response, answer))
            return Rules(closed=f"robots.txt answers {answer}, so nothing may be asked for")
        self._record(fetch_of_response(response))
        if response.status != 200:
            return Rules()  # "unavailable" in the words of the RFC: nothing is forbidden
        text = plain_text(response.body[:LONGEST])
        parser: RobotParser = self._parserimpl.from_crawler(self.crawler, text)
        delay = parser.crawl_delay(self.agent) or 0.0
        if not 0 <= delay <= self.longest_wait:  # what is no number compares as false
            return Rules(closed=f"robots.txt asks for {delay:g} s between requests, longer than a run waits")
        await self._announce(parser, request)
        return Rules(parser, reserved=tuple(reservations(text.decode())))

    def _record(self, fetch: Fetch) -> None:
        extension = self.crawler.get_extension(StoreExtension)
        spider = self.crawler.spider
        if extension and isinstance(spider, StoredSpider):
            extension.note(Arrival(fetch, None, spider.site_name(fetch.url)))
