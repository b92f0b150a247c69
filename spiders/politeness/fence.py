"""The fence of politeness: a host is asked by one crawl at a time, also where these share no memory."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from spiders.politeness.owners import registrable_name
from spiders.storing.stored_spider import StoredSpider
from spiders.web.stopping import Stopped, is_stopping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

HELD = "host_held"
"""Why a run ends: another crawl asks its host."""
LOOK = 1.0  # seconds between two looks
KEPT = 30.0  # seconds after the last request until a host is let go


def clock() -> float:
    """Goes on while a laptop sleeps, and is never set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass
class Host:
    """One that this crawl asks, or wants to: ``asking`` counts the requests under way."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_ours: bool = False
    asking: int = 0
    last: float = 0.0


class Fence:
    """An extension; who has a host is kept where all crawls see it, which is a subclass's affair."""

    others = "another crawl"
    """Who may have a host, in words."""
    patience = 60.0
    """Seconds to wait for a host that another crawl asks."""

    def __init__(self, crawler: Crawler) -> None:
        if not isinstance(crawler.spider, StoredSpider):
            raise NotConfigured
        self._crawler = crawler
        self._hosts: defaultdict[str, Host] = defaultdict(Host)
        self._looking: asyncio.Task[None] | None = None
        self._closing: Deferred[None] | None = None  # held, so that the closing is not collected half-way

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for spiders that are none of ours."""
        fence = cls(crawler)
        crawler.signals.connect(fence.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(fence.spider_closed, signal=signals.spider_closed)
        return fence

    def spider_opened(self) -> None:
        """Look from now on."""
        self._looking = asyncio.ensure_future(self._look())

    async def spider_closed(self) -> None:
        """Nothing is under way any more: the hosts are free."""
        if self._looking:
            self._looking.cancel()
        await self._let_all_go()

    @contextlib.asynccontextmanager
    async def asking(self, url: str, delay: float) -> AsyncIterator[None]:
        """Hold the host of an address while it is asked. Raises Stopped, or IgnoreRequest where another has it."""
        host = self._hosts[registrable_name(url)]
        host.asking += 1
        try:
            async with host.turn:
                if not host.is_ours:
                    await self._wait_for(registrable_name(url), url)
                    host.is_ours = True
                    await asyncio.sleep(delay)  # whoever had it may have asked a moment ago
            yield
        finally:
            host.asking -= 1
            host.last = clock()

    async def check(self) -> None:
        """Called when all is ready to be sent: is it still ours to ask? Raises Stopped."""
        raise NotImplementedError

    async def _take(self, name: str) -> bool:
        """Whether the host of this name is ours from now on. Raises Stopped."""
        raise NotImplementedError

    async def _let_go(self, name: str) -> None:
        """Others may ask it. Raises Stopped."""
        raise NotImplementedError

    async def _let_all_go(self) -> None:
        """At the end."""
        raise NotImplementedError

    async def _wait_for(self, name: str, url: str) -> None:
        begun = clock()
        while not await self._take(name):
            if is_stopping(self._crawler):
                raise Stopped("the run was stopped")
            if clock() - begun > self.patience:
                self._give_up(name, url)
            await asyncio.sleep(LOOK)

    def _give_up(self, name: str, url: str) -> None:
        spider = self._crawler.spider
        if isinstance(spider, StoredSpider) and spider.site_name(url) == spider.name:
            self._end(HELD, f"{name} is asked by {self.others}")
            raise Stopped(HELD)
        raise IgnoreRequest(f"{self.others} asks this host")

    def _end(self, reason: str, why: str) -> None:
        if not is_stopping(self._crawler):
            logger.error("%s", why)
            self._closing = deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            with contextlib.suppress(Stopped):
                await self._looked()

    async def _looked(self) -> None:
        """Let go of hosts that nobody here asks any more."""
        for name, host in list(self._hosts.items()):
            if host.is_ours and not host.asking and clock() - host.last > KEPT:
                host.is_ours = False
                await self._let_go(name)
