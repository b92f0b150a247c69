"""Pages that scripts fill, through scrapy-playwright and Chromium: for sites whose file says ``render = true``.

Needs the extra packages (``make browser``) and a Chromium on the path.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from spiders.addresses import host_of, is_web_address
from spiders.guard import is_public_host, numeric_address
from spiders.links import same_site
from spiders.wire import WatchedDownloads

if TYPE_CHECKING:
    from playwright.async_api import Request as BrowserRequest

NEEDED = frozenset({"document", "script", "xhr", "fetch"})
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class BrowserMissingError(ValueError):
    """No Chromium is installed; the message says what to do."""


class BrowserDownloads(WatchedDownloads, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Scrapy-playwright's handler with our counts; requests that are not to be rendered take the usual way."""


async def is_unwanted(request: BrowserRequest) -> bool:
    """Whether the browser is kept from loading something: pictures, other sites, addresses of this network."""
    if request.resource_type not in NEEDED or not is_web_address(request.url):
        return True
    if not same_site(request.url, request.frame.url) and request.frame.url != "about:blank":
        return True
    return not await _is_public(host_of(request.url))


async def _is_public(host: str) -> bool:
    if not is_public_host(host):
        return False
    if getproxies() or numeric_address(host):
        return True  # the proxy resolves the name, or there is none
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(is_public_host(str(answer[4][0])) for answer in answers)


def browser_settings() -> dict[str, Any]:
    """The settings of a spider whose pages are rendered. Raises BrowserMissingError."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise BrowserMissingError("render = true needs Chromium: apt install chromium, or put chromium on the PATH")
    launch: dict[str, Any] = {"executable_path": program, "chromium_sandbox": os.geteuid() != 0}
    if proxy := getproxies().get("http"):
        launch["proxy"] = {"server": proxy}
    return {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.browser.BrowserDownloads"),
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_ABORT_REQUEST": is_unwanted,
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False}},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
    }
