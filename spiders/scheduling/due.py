"""Crawl the sites that are due, several at once, one such run at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from typing import TYPE_CHECKING

from spiders.reports.exit_status import failure_of
from spiders.scheduling.side_by_side import SideBySide
from spiders.web.sites import chosen
from storage.store.runs import past_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from sqlite_utils import Database

    from extractors import Site


@contextlib.contextmanager
def lock(path: Path) -> Iterator[int | None]:
    """Hold a lock file while the block runs; gives None, or the process that holds it already.

    The kernel lets go of it when the process ends, however it ends, and the processes that were started meanwhile: they
    inherit it. Raises OSError where there can be no such file.
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
        os.set_inheritable(file.fileno(), True)
        yield None


def _private(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK, 0o600)


def _number(text: str) -> int:
    """Of a process, as a lock file has it; 0 where something else stands there."""
    return int(text) if text.isascii() and text.isdecimal() else 0


def sites_in_use(db: Database, sites: dict[str, Site]) -> set[str]:
    """The user's own sites, those of the list in the same folder, and those that were crawled before."""
    return (chosen() | {name for name in sites if past_runs(db, name, limit=1)}) & sites.keys()


class DueRuns(SideBySide[str]):
    """The crawls of sites by name. ``failures`` says of each site why its run failed."""

    def __init__(self, process: AsyncCrawlerProcess, sites: list[str], at_once: int) -> None:
        super().__init__(process, sites, at_once)
        self.failures: dict[str, str] = {}
        self.finished: list[str] = []

    def crawler_of(self, item: str) -> tuple[Crawler, dict[str, str]]:
        """Raises ValueError where its browser is missing."""
        return self.process.create_crawler(item), {}

    def ended(self, item: str, crawler: Crawler | None, fault: str | None) -> None:
        """A run that was stopped is neither finished nor failed."""
        statistics = crawler.stats.get_stats() if crawler and not fault else {}
        if failure := fault or failure_of(statistics):
            if statistics.get("finish_reason") != "shutdown":
                self.failures[item] = failure
        else:
            self.finished.append(item)


class ToldRuns(DueRuns):
    """Those of one process of several: how each crawl ended is told on stdout, a line of JSON each."""

    def ended(self, item: str, crawler: Crawler | None, fault: str | None) -> None:
        """Nothing is told of what was stopped."""
        super().ended(item, crawler, fault)
        if item in self.failures or item in self.finished:
            self._tell(json.dumps([item, self.failures.get(item)]))

    def _tell(self, line: str) -> None:
        try:
            os.write(1, f"{line}\n".encode())
        except BrokenPipeError:  # whoever started this is gone
            self.stop()
