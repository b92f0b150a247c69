"""The last place before the wire: what is sent to whom and how often is counted here, as proof of politeness."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from spiders.politeness.hosts import Host, host_named, slot_of
from spiders.politeness.retries import PatientRetry
from spiders.politeness.robots import Robots
from spiders.web.header_bounds import BoundedFactory
from spiders.web.stopping import SECONDS, Stopped, is_stopping

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


PART_OF_SILENCE = 0.5  # of DOWNLOAD_TIMEOUT, for which a body may stand still before it counts as cut
LONGEST_END = 1.0  # seconds in which open connections may close


class CountingDownloadHandler(HTTP11DownloadHandler):
    """Three counts over a download handler: ``polite/requests/HOST``, ``polite/gap/HOST`` in seconds (the shortest
    between the starts of two requests), ``polite/disallowed/HOST`` (sent although robots.txt forbids it; to stay 0).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        silence = crawler.settings.getfloat("DOWNLOAD_TIMEOUT") * PART_OF_SILENCE
        self._pool._factory = partial(BoundedFactory, longest_silence=silence)  # type: ignore[assignment]
        # Else Twisted sends a request again at once where a kept connection breaks: uncounted, and before its time.
        self._pool.retryAutomatically = False
        self._stats = crawler.stats
        self._last_sent: dict[str, float] = {}
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._alone = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]

    async def download_request(self, request: Request) -> Response:
        """Count, then download. Raises IgnoreRequest where the host has asked to be left alone in the meantime."""
        retry = self._crawler.get_downloader_middleware(PatientRetry)
        host = host_named(slot_of(request.url))
        async with host.turn if self._alone else nullcontext():
            await self._keep_distance(host)
            if retry and (reason := retry.left_alone.get(slot_of(request.url))):
                raise IgnoreRequest(reason)
            host.asked(id(self._crawler))
            self._count(request)
            try:
                response = await super().download_request(request)
            finally:
                host.asked(id(self._crawler))
            if retry:
                retry.note(request, response)
            return response

    async def close(self) -> None:
        """Scrapy's own ends its waiting a second time, with a traceback, where the last connection closes just then."""
        closed = deferred_to_future(self._pool.closeCachedConnections())  # type: ignore[no-untyped-call]
        await asyncio.wait({closed}, timeout=LONGEST_END)

    async def _keep_distance(self, host: Host) -> None:
        """Wait for what is left of a delay: Scrapy counts it from before the last request was really sent."""
        # In steps, since other crawls may send to the host in the meantime, and the run may be stopped.
        while (left := host.wait(id(self._crawler), self._delay)) > 0:
            if is_stopping(self._crawler):
                raise Stopped("the run was stopped")
            await asyncio.sleep(min(left, SECONDS))

    def _count(self, request: Request) -> None:
        host, now = urlparse_cached(request).netloc, monotonic()
        self._stats.inc_value(f"polite/requests/{host}")
        if host in self._last_sent:
            gap = round(now - self._last_sent[host], 3)
            self._stats.min_value(f"polite/gap/{host}", gap)
        self._last_sent[host] = now
        if self._is_disallowed(request):
            self._stats.inc_value(f"polite/disallowed/{host}")

    def _is_disallowed(self, request: Request) -> bool:
        robots = self._crawler.get_downloader_middleware(Robots)
        rules = robots.known_rules(request) if robots else None
        exempt = request.meta.get("dont_obey_robotstxt")
        return not exempt and rules is not None and rules.refusal(request.url, self._agent) is not None
