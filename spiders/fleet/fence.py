"""The fence of politeness: a host is asked by one crawl of all machines at a time.

A lock of PostgreSQL on the host's registrable name, held by the session of a connection that nothing else uses: it ends
with the process, and a process that lost the connection has lost the locks. So the connection is looked at before each
request, and without it nothing is asked any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import psycopg
from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from spiders.fleet.connections import connected
from spiders.fleet.names import registrable_name
from spiders.storing.stored_spider import StoredSpider
from spiders.web.stopping import Stopped, is_stopping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from psycopg import AsyncConnection
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

LOST, HELD = "fence_lost", "host_held"
"""Why a run ends: its connection broke; another machine asks its host."""
LOOK = 1.0  # seconds between two looks
ANSWERS = 5.0  # seconds in which PostgreSQL has to answer, far fewer than those after which it gives us up
FRESH = 1.0  # seconds for which its answer is trusted: a process may be stopped between two lines
PATIENCE = 60.0  # seconds to wait for a host that another crawl asks
KEPT = 30.0  # seconds after the last request until a host is let go
STANDS = "SELECT 1 AS ours"
KEY = "hashtextextended('stet host ' || %s, 0)"


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
    """The extension. STET_FLEET_DSN says where PostgreSQL is."""

    def __init__(self, crawler: Crawler) -> None:
        self._dsn: str = crawler.settings["STET_FLEET_DSN"]
        if not self._dsn or not isinstance(crawler.spider, StoredSpider):
            raise NotConfigured
        self._crawler = crawler
        self._hosts: defaultdict[str, Host] = defaultdict(Host)
        self._connection: AsyncConnection[dict[str, Any]] | None = None
        self._connecting = asyncio.Lock()
        self._parent = os.getppid()
        self._is_lost = False
        self._looking: asyncio.Task[None] | None = None
        self._closing: Deferred[None] | None = None  # held, so that the closing is not collected half-way

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured where there is no PostgreSQL."""
        fence = cls(crawler)
        crawler.signals.connect(fence.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(fence.spider_closed, signal=signals.spider_closed)
        return fence

    def spider_opened(self) -> None:
        """Look from now on whether the connection stands."""
        self._looking = asyncio.ensure_future(self._look())

    async def spider_closed(self) -> None:
        """Nothing is under way any more: the hosts are free."""
        if self._looking:
            self._looking.cancel()
        if self._connection:
            await self._connection.close()

    @contextlib.asynccontextmanager
    async def asking(self, url: str, delay: float) -> AsyncIterator[None]:
        """Hold the host of an address while it is asked. Raises Stopped, or IgnoreRequest where another has it."""
        host = self._hosts[registrable_name(url)]
        host.asking += 1
        try:
            async with host.turn:
                if not host.is_ours:
                    await self._take(registrable_name(url), url)
                    host.is_ours = True
                    await asyncio.sleep(delay)  # whoever had it may have asked a moment ago
            yield
        finally:
            host.asking -= 1
            host.last = clock()

    async def check(self) -> None:
        """Called when all is ready to be sent: is it still ours to ask? Raises Stopped."""
        while True:
            asked = clock()
            await self._statement(STANDS)
            if clock() - asked <= FRESH:
                return

    async def _take(self, name: str, url: str) -> None:
        begun = clock()
        while not await self._statement(f"SELECT pg_try_advisory_lock({KEY}) AS ours", name):
            if is_stopping(self._crawler):
                raise Stopped("the run was stopped")
            if clock() - begun > PATIENCE:
                self._give_up(name, url)
            await asyncio.sleep(LOOK)

    def _give_up(self, name: str, url: str) -> None:
        spider = self._crawler.spider
        if isinstance(spider, StoredSpider) and spider.site_name(url) == spider.name:
            self._end(HELD, f"{name} is asked by another machine")
            raise Stopped(HELD)
        raise IgnoreRequest("another machine asks this host")

    async def _statement(self, sql: str, *values: str) -> bool:
        """Whether it is so. Raises Stopped where PostgreSQL does not answer in time."""
        if self._is_lost:
            raise Stopped(LOST)
        try:
            async with asyncio.timeout(ANSWERS):
                cursor = await (await self._connected()).execute(sql, values)
                row = await cursor.fetchone()
        except (psycopg.Error, TimeoutError, OSError) as error:
            self._lose(error)
            raise Stopped(LOST) from error
        return bool(row and row["ours"])

    async def _connected(self) -> AsyncConnection[dict[str, Any]]:
        async with self._connecting:
            if self._connection is None:
                self._connection = await connected(self._dsn, "fence")
            return self._connection

    def _lose(self, error: BaseException) -> None:
        if not self._is_lost:
            self._is_lost = True
            self._end(LOST, f"the connection to PostgreSQL is lost: {error or type(error).__name__}")

    def _end(self, reason: str, why: str) -> None:
        if not is_stopping(self._crawler):
            logger.error("%s", why)
            self._closing = deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            await self._looked()

    async def _looked(self) -> None:
        """End where the connection broke or the worker is gone; let go of hosts that nobody here asks any more."""
        if os.getppid() != self._parent:
            self._end("shutdown", "the worker is gone")
        if self._connection is None or is_stopping(self._crawler):
            return
        with contextlib.suppress(Stopped):
            await self._statement(STANDS)
            for name, host in self._hosts.items():
                if host.is_ours and not host.asking and clock() - host.last > KEPT:
                    host.is_ours = False
                    await self._statement(f"SELECT pg_advisory_unlock({KEY}) AS ours", name)
