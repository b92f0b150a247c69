"""Pages that scripts fill, through scrapy-playwright and Chromium: for sites whose file says ``render = true``.

Needs the extra packages (``make browser``) and a Chromium on the path. The browser itself reaches nobody: it is given
the page that was fetched as any other, and what the page's scripts ask for is fetched for it
(``spiders.downloading.resources``).
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from playwright.async_api import TimeoutError as BrowserTimeoutError
from scrapy.exceptions import IgnoreRequest
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from spiders.downloading.compression import PlainCompression
from spiders.downloading.handler import CountingDownloadHandler
from spiders.downloading.resources import Resources
from spiders.web.exchange import header_pairs
from spiders.web.failures import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Page, Route
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser's proxy, a name that never resolves: what is not handed to it, redirects and sockets too, goes nowhere.
NOWHERE = "http://nobody.invalid:9"
MOST_RESOURCES = 100  # that the scripts of one page may ask for
LONGEST_REST = 20  # seconds
# Headers that are of the way a body came, and the browser's cookies.
OF_THE_WAY = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # else each failed page leaves a traceback


class BrowserMissingError(ValueError):
    """No Chromium is installed; the message says what to do."""


class BrowserDownloads(CountingDownloadHandler, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Requests with ``render`` in their meta are fetched the usual way, then filled by the browser."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.resources = Resources(crawler)

    async def download_request(self, request: Request) -> Response:
        """The page as its scripts leave it; as it came where it is none. Raises IgnoreRequest with the reason."""
        response = await super().download_request(request)
        if not request.meta.get("render") or response.status != 200:
            return response
        page = self._unpacked(request, response)
        return response if refusal(page) else await self._filled(request, page)

    def _unpacked(self, request: Request, response: Response) -> Response:
        compression = self._crawler.get_downloader_middleware(PlainCompression)
        assert compression is not None  # noqa: S101  (the settings name it)
        return cast("Response", compression.process_response(request, response))

    async def _filled(self, request: Request, page: Response) -> Response:
        meta = {
            "playwright": True,
            "playwright_page_init_callback": partial(self._prepare, page),
            "playwright_page_methods": [PageMethod(rest)],
        }
        try:
            filled: Response = await self._download_request(request.replace(meta=request.meta | meta))
        except BrowserTimeoutError as error:
            raise IgnoreRequest("the scripts of the page did not come to an end in time") from error
        filled.request = request
        return filled

    async def _prepare(self, page: Response, tab: Page, _: Request) -> None:
        """Answer whatever a new tab asks for; called before it opens the page."""
        await tab.route("**", Stage(page, self.resources).answer)


async def rest(tab: Page) -> None:
    """Wait until scripts ask for nothing more; a page that never stops asking is read as it is by then."""
    with contextlib.suppress(BrowserTimeoutError):
        await tab.wait_for_load_state("networkidle", timeout=LONGEST_REST * 1000)


class Stage:
    """One tab. The first document that it asks for is the page; it gets no other, and what scripts need."""

    def __init__(self, page: Response, resources: Resources) -> None:
        self._page, self._resources, self._is_open, self._left = page, resources, False, MOST_RESOURCES

    async def answer(self, route: Route) -> None:
        """Hand over what was asked for, or let it fail."""
        wanted = route.request
        if wanted.is_navigation_request():
            response, self._is_open = None if self._is_open else self._page, True
        else:
            self._left -= 1
            response = await self._resources.get(wanted, self._page.url) if self._left >= 0 else None
        if response is None:
            await route.abort()
            return
        await route.fulfill(status=response.status, headers=dict(_kept(response)), body=response.body)


def _kept(response: Response) -> Iterator[tuple[str, str]]:
    for name, value in header_pairs(response.headers):
        if name.lower() not in OF_THE_WAY:
            yield name, value


def browser_settings() -> dict[str, Any]:
    """The settings of a spider whose pages are rendered. Raises BrowserMissingError."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise BrowserMissingError("render = true needs Chromium: apt install chromium, or put chromium on the PATH")
    launch: dict[str, Any] = {"executable_path": program, "chromium_sandbox": os.geteuid() != 0}
    return {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.downloading.browser.BrowserDownloads"),
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch | {"proxy": {"server": NOWHERE}},
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False}},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
    }
