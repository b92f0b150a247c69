"""The browser as a process: started when it is first needed, ended for good when it no longer obeys."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as BrowserError
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser's proxy, a name that never resolves: what is not handed to it, redirects and sockets too, goes nowhere.
NOWHERE = "http://nobody.invalid:9"
LONGEST_START = 30  # seconds
LONGEST_END = 5  # seconds; a page whose script loops is ended by killing the browser
HEAP = 512  # MB that the scripts of a page may take
ARGUMENTS = (
    f"--js-flags=--max-old-space-size={HEAP}",
    "--disable-dev-shm-usage",
    # WebRTC speaks UDP, past the proxy, to whatever address a script names. The switch has had two names.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


class BrowserMissingError(ValueError):
    """No Chromium is installed; the message says what to do."""


def program() -> str:
    """The Chromium on the path. Raises BrowserMissingError."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise BrowserMissingError("render = true needs Chromium: apt install chromium, or put chromium on the PATH")
    return found


class Chromium:
    """Of one crawl. Each page gets a context of its own: nothing that one page leaves is there for the next."""

    def __init__(self) -> None:
        self._manager = async_playwright()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._process = 0
        self._starting = asyncio.Lock()

    async def context(self) -> BrowserContext:
        """An empty one, of a browser that runs. Raises BrowserError, TimeoutError."""
        async with self._starting, asyncio.timeout(LONGEST_START):
            try:
                return await self._new_context()
            except BrowserError:  # something killed the browser, or the process that drives it
                await self._forget()
                return await self._new_context()

    async def _new_context(self) -> BrowserContext:
        if self._browser is None or not self._browser.is_connected():
            await self._start()
        assert self._browser is not None  # noqa: S101
        return await self._browser.new_context(service_workers="block", accept_downloads=False)

    async def _forget(self) -> None:
        """Nothing that was started is asked again."""
        self._kill()
        if self._playwright is not None:
            with contextlib.suppress(BrowserError, TimeoutError):
                async with asyncio.timeout(LONGEST_END):
                    await self._playwright.stop()
        self._hush()
        self._manager, self._playwright = async_playwright(), None

    def _hush(self) -> None:
        """Of a driver that was killed Playwright keeps an error that nobody asks for: asyncio would print it."""
        error = self._manager._client and self._manager._client._transport.on_error_future
        if error and error.done():
            error.exception()

    async def _start(self) -> None:
        self._playwright = self._playwright or await self._manager.start()
        self._browser = await self._playwright.chromium.launch(
            executable_path=program(),
            chromium_sandbox=os.geteuid() != 0,
            proxy={"server": NOWHERE},
            args=ARGUMENTS,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        session = await self._browser.new_browser_cdp_session()
        told: dict[str, Any] = await session.send("SystemInfo.getProcessInfo")
        self._process = next(each["id"] for each in told["processInfo"] if each["type"] == "browser")

    async def end(self, context: BrowserContext) -> None:
        """Close a context with its pages; where they do not let it, the browser is killed, and started anew later."""
        try:
            async with asyncio.timeout(LONGEST_END):
                await context.close()
        except TimeoutError:
            self._kill()
        except BrowserError:  # the browser is gone already
            pass

    def _kill(self) -> None:
        self._browser = None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)

    async def close(self) -> None:
        """The end of the crawl."""
        if self._playwright is None:
            return
        try:
            async with asyncio.timeout(LONGEST_END):
                if self._browser:
                    await self._browser.close()
                await self._playwright.stop()
        except TimeoutError:
            self._kill()
        except BrowserError:
            pass
        self._hush()
