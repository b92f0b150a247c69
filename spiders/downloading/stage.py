"""One tab of the browser: the page that was fetched, what its scripts may have, and where they want to go."""

from __future__ import annotations

import asyncio
import contextlib
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeoutError
from scrapy.exceptions import IgnoreRequest

from spiders.web.exchange import header_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import BrowserContext, Page, Route
    from playwright.async_api import Request as BrowserRequest
    from scrapy.http import Response

    from spiders.downloading.resources import Resources

MOST_RESOURCES = 100  # that the scripts of one page may ask for
LONGEST_REST = 20  # seconds, and at most a third of all the time that a page has
# Headers that are of the way a body came, and the browser's cookies.
OF_THE_WAY = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})


class Stage:
    """The first document that the tab asks for is the page; it gets no other.

    ``leads_to`` is the address that its scripts wanted to load in its place.
    """

    def __init__(self, page: Response, resources: Resources, largest: int, seconds: float) -> None:
        self.leads_to: str | None = None
        self._page, self._resources, self._largest = page, resources, largest
        self._rest = min(LONGEST_REST, seconds / 3) * 1000
        self._is_open, self._left = False, MOST_RESOURCES
        self._tab: Page | None = None

    async def play(self, context: BrowserContext) -> str:
        """The page as its scripts leave it. Raises IgnoreRequest with the reason, BrowserError."""
        await context.route("**", self.answer)
        self._tab = tab = await context.new_page()
        context.on("page", lambda other: asyncio.ensure_future(_dismiss(other)))
        with contextlib.suppress(BrowserTimeoutError):
            await tab.goto(self._page.url, wait_until="commit")
            await tab.wait_for_load_state("load", timeout=self._rest)
            # A page that never stops asking is read as it is by then.
            await tab.wait_for_load_state("networkidle", timeout=self._rest)
        if await tab.evaluate("document.documentElement.outerHTML.length") > self._largest:
            raise IgnoreRequest("page is too large when its scripts have run")
        html: str = await tab.content()
        if _place(tab.url) != _place(self._page.url):
            raise IgnoreRequest("the scripts of the page put another document in its place")
        return html

    async def answer(self, route: Route) -> None:
        """Hand over what was asked for, or let it fail. What the tab is closed upon needs no answer."""
        with contextlib.suppress(BrowserError):
            await self._answer(route)

    async def _answer(self, route: Route) -> None:
        wanted = route.request
        if wanted.is_navigation_request():
            await self._navigate(route, wanted)
            return
        self._left -= 1
        response = await self._resources.get(wanted, self._page.url) if self._left >= 0 else None
        await (_give(route, response) if response else route.abort())

    async def _navigate(self, route: Route, wanted: BrowserRequest) -> None:
        if not self._is_open:
            self._is_open = True
            await _give(route, self._page)
        elif self._tab is not None and wanted.frame == self._tab.main_frame:
            self.leads_to = urldefrag(wanted.url)[0]
            await route.fulfill(status=HTTPStatus.NO_CONTENT)  # the document stays; an error would take its place
        else:
            await route.abort()


async def _dismiss(other: Page) -> None:
    with contextlib.suppress(BrowserError):
        await other.close()


async def _give(route: Route, response: Response) -> None:
    await route.fulfill(status=response.status, headers=dict(kept_headers(response)), body=response.body)


def kept_headers(response: Response) -> Iterator[tuple[str, str]]:
    """Without those that are no longer true of what the browser is given."""
    for name, value in header_pairs(response.headers):
        if name.lower() not in OF_THE_WAY:
            yield name, value


def _place(url: str) -> tuple[str, str]:
    """What scripts cannot change of the address of a document that stays: its path they can (history.pushState)."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
