"""Stop promptly: finish what is being downloaded, let go of what still waits for its turn."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SECONDS = 0.2  # between two looks


class Stopped(IgnoreRequest):
    """The run was stopped before a request was sent. Nothing is stored of it: the next run asks."""


class PromptStop:
    """Scrapy's own sends everything that waits for a host's delay first, which with a Crawl-delay takes minutes."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._look = create_looping_call(self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Looks from opening to closing."""
        stop = cls(crawler)
        crawler.signals.connect(stop.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(stop.spider_closed, signal=signals.spider_closed)
        return stop

    def spider_opened(self) -> None:
        """Start looking; a terminal that is closed stops the run as Ctrl-C does, unless nohup keeps it."""
        if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
            signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
        self._look.start(SECONDS, now=False)

    def spider_closed(self) -> None:
        """Stop looking."""
        if self._look.running:
            self._look.stop()

    def look(self) -> None:
        """Fail what waits in the queues of a run that is closing."""
        if not is_stopping(self.crawler):
            return
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(Failure(Stopped("the run was stopped")))  # type: ignore[no-untyped-call]


def is_stopping(crawler: Crawler) -> bool:
    """Whether a run is on its way to its end, by hand or because nothing is left to do."""
    slot = crawler.engine._slot
    return slot is not None and bool(slot.closing)
