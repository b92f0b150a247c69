"""What the scripts of a page in the browser ask for, fetched for it by Scrapy: one thing after another, as for all else
with robots.txt, Crawl-delay, the guard of private addresses, bounds and counts.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.datatypes import LocalCache

from spiders.discovery.front_pages import same_site
from spiders.politeness.throttle import LEAST_DELAY
from spiders.storing.extension import StoreExtension
from spiders.web.addresses import host_of, is_web_address
from spiders.web.exchange import Arrival, fetch_of_failure
from spiders.web.stopping import Stopped
from storage import Discovery, FetchKind

if TYPE_CHECKING:
    from playwright.async_api import Request as BrowserRequest
    from scrapy.crawler import Crawler
    from scrapy.http import Response

NEEDED = frozenset({"script", "xhr", "fetch"})
MOST_SCRIPTS = 200  # that are kept for the next page
MOST_SENT = 1_000_000  # bytes; a question that a text needs is a few thousand long
# Scrapy sets its own; a reader's cookies and way are nobody's business.
NOT_SENT = frozenset({"user-agent", "referer", "cookie", "accept-encoding", "host", "connection", "content-length"})


def _is_needed(wanted: BrowserRequest, page: str) -> bool:
    if wanted.resource_type not in NEEDED or not is_web_address(wanted.url) or not same_site(wanted.url, page):
        return False
    return len(wanted.post_data_buffer or b"") <= MOST_SENT


class Resources:
    """Of one run. A script that several pages name is asked for once."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._scripts: LocalCache[str, asyncio.Task[Response | None]] = LocalCache(MOST_SCRIPTS)

    async def get(self, wanted: BrowserRequest, page: str) -> Response | None:
        """The response; None for what a text does not need, what is of another site, and what cannot be had."""
        if not _is_needed(wanted, page):
            return None
        if wanted.resource_type != "script":
            return await self._fetch(wanted, page)
        if wanted.url not in self._scripts:
            self._scripts[wanted.url] = asyncio.ensure_future(self._fetch(wanted, page))
        return await asyncio.shield(self._scripts[wanted.url])

    async def _fetch(self, wanted: BrowserRequest, page: str) -> Response | None:
        request = self._request(wanted, page)
        try:
            return await self._crawler.engine.download_async(request)
        except Stopped:
            return None
        except Exception as error:  # noqa: BLE001  (whatever it was, the page does without)
            self._record(request, error)
            return None

    def _request(self, wanted: BrowserRequest, page: str) -> Request:
        headers = {name: value for name, value in wanted.headers.items() if name.lower() not in NOT_SENT}
        # A slot of its own: that of the host is taken by the page until it is filled.
        slot = f"{host_of(wanted.url)} (scripts)"
        self._crawler.engine.downloader.per_slot_settings[slot] = {"concurrency": 1, "delay": LEAST_DELAY, "jitter": 0}
        meta = {
            "kind": FetchKind.RESOURCE,
            "discovery": Discovery(wanted.url, page, "script", datetime.now(UTC)),
            "download_slot": slot,
            "autothrottle_dont_adjust_delay": True,
            "dont_retry": wanted.method != "GET",
        }
        body = wanted.post_data_buffer or b""
        return Request(wanted.url, NO_CALLBACK, method=wanted.method, headers=headers, body=body, meta=meta)

    def _record(self, request: Request, error: Exception) -> None:
        """What is missing from a page is stored with its reason, as all that could not be had."""
        extension = self._crawler.get_extension(StoreExtension)
        if extension:
            fetch = fetch_of_failure(request, error)
            extension.note(Arrival(fetch, None, self._crawler.spider.site_name(fetch.url)))  # type: ignore[union-attr]
