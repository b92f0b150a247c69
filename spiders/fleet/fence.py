"""The fence between machines: PostgreSQL knows who asks a host.

A lock of PostgreSQL on the host's registrable name, held by the session of a connection that nothing else uses: it ends
with the process, and a process that lost the connection has lost the locks. So the connection is looked at before each
request, and without it nothing is asked any more.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import psycopg
from scrapy.exceptions import NotConfigured

from spiders.fleet.connections import connected
from spiders.politeness.fence import Fence, clock
from spiders.web.stopping import Stopped, is_stopping

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from scrapy.crawler import Crawler

LOST = "fence_lost"
"""Why a run ends: its connection broke."""
ANSWERS = 5.0  # seconds in which PostgreSQL has to answer, far fewer than those after which it gives us up
FRESH = 1.0  # seconds for which its answer is trusted: a process may be stopped between two lines
STANDS = "SELECT 1 AS ours"
KEY = "hashtextextended('stet host ' || %s, 0)"


class PostgresFence(Fence):
    """STET_FLEET_DSN says where PostgreSQL is."""

    others = "another machine"

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._dsn: str = crawler.settings["STET_FLEET_DSN"]
        if not self._dsn:
            raise NotConfigured
        self._connection: AsyncConnection[dict[str, Any]] | None = None
        self._connecting = asyncio.Lock()
        self._parent = os.getppid()
        self._is_lost = False

    async def check(self) -> None:
        """Called when all is ready to be sent: is it still ours to ask? Raises Stopped."""
        while True:
            asked = clock()
            await self._statement(STANDS)
            if clock() - asked <= FRESH:
                return

    async def _take(self, name: str) -> bool:
        return await self._statement(f"SELECT pg_try_advisory_lock({KEY}) AS ours", name)

    async def _let_go(self, name: str) -> None:
        await self._statement(f"SELECT pg_advisory_unlock({KEY}) AS ours", name)

    async def _let_all_go(self) -> None:
        if self._connection:
            await self._connection.close()

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

    async def _looked(self) -> None:
        """End where the connection broke or the worker is gone."""
        if os.getppid() != self._parent:
            self._end("shutdown", "the worker is gone")
        if self._connection is None or is_stopping(self._crawler):
            return
        await self._statement(STANDS)
        await super()._looked()
