"""The last place before the wire, behind a fence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from spiders.downloading.handler import CountingDownloadHandler
from spiders.politeness.fence import Fence
from spiders.politeness.hosts import host_named, slot_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from spiders.politeness.hosts import Host

NOBODY = 0
HANDLER = "spiders.downloading.fenced.FencedDownloadHandler"


def fenced(settings: BaseSettings, fence: str) -> dict[str, str]:
    """The settings with which a crawl asks nothing without a fence, whose class is named."""
    handlers = settings.getdict("DOWNLOAD_HANDLERS") | {"http": HANDLER, "https": HANDLER}
    extensions = settings.getdict("EXTENSIONS") | {fence: 50}
    return {"DOWNLOAD_HANDLERS": json.dumps(handlers), "EXTENSIONS": json.dumps(extensions)}


class FencedDownloadHandler(CountingDownloadHandler):
    """Asks no host that another crawl asks."""

    async def download_request(self, request: Request) -> Response:
        """Raises Stopped where the fence is lost, IgnoreRequest where another crawl keeps the host to itself."""
        delay = max(self._delay, host_named(slot_of(request.url)).crawl_delay)
        async with self._fence.asking(request.url, delay):
            return await super().download_request(request)

    async def _keep_distance(self, host: Host) -> None:
        """Looks at the fence when the waiting is over: nothing stands between this and the request."""
        # Nobody's: the whole delay counts from here, since the crawl's own slot counts it from before the fence.
        host.last_sender = NOBODY
        await super()._keep_distance(host)
        await self._fence.check()

    @property
    def _fence(self) -> Fence:
        """Without it nothing is asked."""
        fence = self._crawler.get_extension(Fence)
        assert fence is not None  # noqa: S101  (whoever sets this handler sets the extension)
        return fence
