"""Crawls of one process, some side by side, the others when these have ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from asyncio import Task

    from scrapy.crawler import AsyncCrawlerProcess, Crawler

Item = TypeVar("Item")


class SideBySide(Generic[Item]):
    """Starts a crawl for each item, ``at_once`` side by side."""

    def __init__(self, process: AsyncCrawlerProcess, items: list[Item], at_once: int) -> None:
        self.process, self._queue, self._at_once = process, list(items), at_once

    def run(self) -> None:
        """Blocks until all have ended, or a signal stopped them."""
        for _ in range(min(self._at_once, len(self._queue))):
            self._start_next()
        self.process.start()

    def crawler_of(self, item: Item) -> tuple[Crawler, dict[str, str]]:
        """The crawler for an item and its arguments. Raises ValueError where it cannot be."""
        raise NotImplementedError

    def ended(self, item: Item, crawler: Crawler | None, fault: str | None) -> None:
        """Called for each item; ``fault`` says why it could not start."""
        raise NotImplementedError

    def stop(self) -> None:
        """Start no more."""
        self._queue.clear()

    def _start_next(self) -> None:
        while self._queue:
            item = self._queue.pop(0)
            try:
                crawler, arguments = self.crawler_of(item)
            except ValueError as error:
                self.ended(item, None, str(error))
                continue
            task = self.process.crawl(crawler, **arguments)
            # Called before the process looks whether anything is left to wait for.
            task.add_done_callback(partial(self._done, item, crawler))
            return

    def _done(self, item: Item, crawler: Crawler, task: Task[None]) -> None:
        fault = f"could not start: {task.exception()}" if task.exception() else None
        # One that could not start has no statistics, and says so with an error.
        if fault is None and crawler.stats.get_value("finish_reason") == "shutdown":
            self.stop()  # by hand or by the timer
        self.ended(item, crawler, fault)
        self._start_next()
