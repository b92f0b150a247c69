"""Pages that scripts fill, through Playwright and Chromium: for sites whose file says ``render = true``.

Needs the extra packages (``make browser``) and a Chromium on the path. The browser itself reaches nobody: it is given
the page that was fetched as any other, and what the page's scripts ask for is fetched for it
(``spiders.downloading.resources``). A page is what was asked for as its scripts leave it, or it failed with the reason;
where they lead to another address of the site, that is a redirect.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from playwright.async_api import Error as BrowserError
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from spiders.discovery.front_pages import same_site
from spiders.downloading.chromium import Chromium, program
from spiders.downloading.compression import PlainCompression
from spiders.downloading.handler import CountingDownloadHandler
from spiders.downloading.resources import Resources
from spiders.downloading.stage import Stage, kept_headers
from spiders.web.addresses import is_web_address
from spiders.web.failures import one_line, refusal

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

AT_ONCE = 2
# Says in the archive that no server sent this redirect: the scripts of the page did.
BY_SCRIPT = "X-Crawl-Redirect"


class BrowserDownloads(CountingDownloadHandler):
    """Requests with ``render`` in their meta are fetched the usual way, then filled by the browser.

    All that is done with one page in the browser ends after DOWNLOAD_TIMEOUT, whatever its scripts do.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._resources = Resources(crawler)
        self._chromium = Chromium()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """The page as its scripts leave it; as it came where it is none. Raises IgnoreRequest with the reason."""
        response = await super().download_request(request)
        if not request.meta.get("render") or response.status != 200:
            return response
        page = self._unpacked(request, response)
        return response if refusal(page) else await self._filled(request, page)

    async def close(self) -> None:
        """Called at the end of the crawl."""
        await self._chromium.close()
        await super().close()

    def _unpacked(self, request: Request, response: Response) -> Response:
        compression = self._crawler.get_downloader_middleware(PlainCompression)
        assert compression is not None  # noqa: S101  (the settings name it)
        return cast("Response", compression.process_response(request, response))

    async def _filled(self, request: Request, page: Response) -> Response:
        stage = Stage(page, self._resources, self._largest, self._seconds)
        html, fault = None, None
        try:
            html = await self._play(stage)
        except TimeoutError:
            fault = "the scripts of the page did not come to an end in time"
        except BrowserError as error:
            fault = f"the browser could not show the page: {one_line(_first_line(error))}"
        if stage.leads_to is not None:
            return _redirect(request, page, stage.leads_to)
        if html is None:
            raise IgnoreRequest(fault)
        headers = dict(kept_headers(page)) | {"Content-Type": "text/html; charset=utf-8"}
        body = html.encode("utf-8", "replace")
        return HtmlResponse(
            page.url, 200, headers, body, request=request, encoding="utf-8",
            ip_address=page.ip_address, protocol=page.protocol,
        )  # fmt: skip

    async def _play(self, stage: Stage) -> str:
        """Within the bound. Raises TimeoutError, BrowserError, IgnoreRequest."""
        async with self._at_once:
            context = await self._chromium.context()
            try:
                async with asyncio.timeout(self._seconds):
                    return await stage.play(context)
            finally:
                await self._chromium.end(context)


def _first_line(error: BrowserError) -> str:
    """Behind it Playwright gives the browser's command line and log."""
    return error.message.partition("\n")[0]


def _redirect(request: Request, page: Response, target: str) -> Response:
    """As if the server had sent it, to be followed as others are. Raises IgnoreRequest where it may not be."""
    if target == page.url.partition("#")[0]:
        raise IgnoreRequest("the scripts of the page load it again and again")
    if not is_web_address(target) or not same_site(target, page.url):
        raise IgnoreRequest(f"the scripts of the page lead to another site: {one_line(target)}")
    headers = {"Location": target, BY_SCRIPT: "script"}
    return Response(page.url, 302, headers, request=request, ip_address=page.ip_address, protocol=page.protocol)


def browser_settings() -> dict[str, Any]:
    """The settings of a spider whose pages are rendered. Raises BrowserMissingError."""
    program()
    return {"DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.downloading.browser.BrowserDownloads")}
