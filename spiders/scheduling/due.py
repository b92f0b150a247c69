"""Crawl the sites that are due, several at once, one such run at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from spiders.reports.exit_status import failure_of

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.crawler import AsyncCrawlerProcess, Crawler


@contextlib.contextmanager
def lock(path: Path) -> Iterator[int | None]:
    """Hold a lock file while the block runs; gives None, or the process that holds it already.

    The kernel lets go of it when the process ends, however it ends. Raises OSError where there can be no such file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", errors="replace", opener=_private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield _number(file.read(32))
            return
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield None


def _private(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK, 0o600)


def _number(text: str) -> int:
    """Of a process, as a lock file has it; 0 where something else stands there."""
    return int(text) if text.isascii() and text.isdecimal() else 0


class DueRuns:
    """Starts crawls one after another, ``at_once`` side by side. ``failures`` says of each site why its run failed."""

    def __init__(self, process: AsyncCrawlerProcess, sites: list[str], at_once: int) -> None:
        self._process, self._queue, self._at_once = process, list(sites), at_once
        self.failures: dict[str, str] = {}
        self.finished: list[str] = []

    def run(self) -> None:
        """Blocks until all have ended, or a signal stopped them."""
        for _ in range(min(self._at_once, len(self._queue))):
            self._start_next()
        self._process.start()

    def _start_next(self) -> None:
        site = self._queue.pop(0)
        try:
            crawler = self._process.create_crawler(site)
        except ValueError as error:  # its browser is missing
            self.failures[site] = str(error)
            if self._queue:
                self._start_next()
            return
        task = self._process.crawl(crawler)
        # Called before the process looks whether anything is left to wait for.
        task.add_done_callback(lambda task: self._ended(site, crawler, task))

    def _ended(self, site: str, crawler: Crawler, task: Task[None]) -> None:
        statistics = {} if task.exception() else crawler.stats.get_stats()
        failure = f"could not start: {task.exception()}" if task.exception() else failure_of(statistics)
        if statistics.get("finish_reason") == "shutdown":
            self._queue.clear()  # stopped by hand or by the timer, which is no failure
        elif failure:
            self.failures[site] = failure
        else:
            self.finished.append(site)
        if self._queue:
            self._start_next()
