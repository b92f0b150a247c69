"""The extension that stores what a crawl does: its run, every response in the archive, every arrival at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import deferred_from_coro

from extractors.model import EXTRACTOR_VERSION
from spiders.storing.stored_spider import StoredSpider
from spiders.storing.together import Together
from storage import Archive, ArchiveError, Outcome, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from spiders.storing.together import Written
    from spiders.web.exchange import Arrival
    from storage import Exchange, Recorded, RecordPlace
    from storage.archive.warc import Records

logger = logging.getLogger(__name__)


def local_path(name: str) -> Path:
    """What is written on this machine. Raises StoreError for an address: it would be a folder called ``s3:`` here."""
    if "://" in name:
        raise StoreError(f"{name}: is an address; name a file or folder of this machine")
    return Path(name)


def database_path(setting: str) -> Path:
    """STET_DATABASE, relative to where the command was started."""
    return Path(setting).expanduser()


def archive_folder(database: Path) -> Path:
    """The archive of a database lies beside it: ``data/stet.db`` has ``data/stet-archive/``."""
    return database.with_name(f"{database.stem}-archive")


class StoreExtension:
    """The store, on the connection of all crawls of this process, and one archive file for one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        if not isinstance(crawler.spider, StoredSpider):
            raise NotConfigured  # scrapy shell, fetch and parse leave no trace
        self.crawler = crawler
        path = database_path(crawler.settings["STET_DATABASE"])
        self.together = Together.of(path)
        try:
            self.archive = Archive(archive_folder(path), self.together)
        except ArchiveError:
            self.together.close()
            raise
        self.store = self.together.store
        self.run = 0
        self._closing: Deferred[None] | None = None  # held, so that the closing is not collected half-way

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for spiders that are none of ours, StoreError for a database that cannot be used."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: StoredSpider) -> None:
        """Begin the run; where that cannot be written, nothing is asked for."""
        rules_version = spider.site.rules_version if spider.site else ""
        try:
            self.run = self.store.begin_run(spider.name, spider.arguments, EXTRACTOR_VERSION, rules_version)
        except (StoreError, sqlite3.Error) as error:
            self.stop(f"the database cannot be written: {error}")

    @contextlib.contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Add up in ``time/PART``, in processor seconds, what a part of the work takes."""
        started = time.process_time()
        yield
        self.crawler.stats.inc_value(f"time/{part}", time.process_time() - started)  # type: ignore[arg-type]

    def keep(self, exchange: Exchange, records: Records | None = None) -> RecordPlace | None:
        """Archive a response, as packed where it was read; None where that cannot be, which ends the crawl."""
        try:
            with self.timed("archive"):
                return self.archive.write(exchange, records)
        except ArchiveError as error:
            self.stop(f"the archive cannot be written: {error}")
            return None

    def stop(self, why: str) -> None:
        """End the crawl: what cannot be remembered need not be asked for."""
        if not self.crawler.stats.get_value("store/fault"):
            self.crawler.stats.set_value("store/fault", why)
            logger.error("%s", why)
            self._closing = deferred_from_coro(self.crawler.engine.close_spider_async(reason="store_failed"))

    async def record(self, arrival: Arrival) -> Recorded | None:
        """Store an arrival, whole, and count it. None where the database fails, which ends the crawl.

        A page that could not be archived is not stored: it is asked for again.
        """
        pages = (arrival.fetch, *arrival.further)
        if arrival.extraction is not None and any(page.place is None and page.error is None for page in pages):
            return None
        return (await self.note(arrival)).recorded

    def note(self, arrival: Arrival) -> asyncio.Future[Written]:
        """The same, for who does not wait until it is written."""
        told = self.together.put(self.run, arrival)
        told.add_done_callback(partial(self._told, arrival))
        return told

    def _told(self, arrival: Arrival, told: asyncio.Future[Written]) -> None:
        if told.cancelled():
            return
        if error := told.exception():
            logger.error("%s was not stored: %r", arrival.fetch.url, error)
            return
        written = told.result()
        self.crawler.stats.inc_value("time/store", written.seconds)  # type: ignore[arg-type]
        if written.fault is not None:
            self.stop(f"the database cannot be written: {written.fault}")
        elif written.recorded is not None:
            self._count(arrival, written.recorded)

    def _count(self, arrival: Arrival, recorded: Recorded) -> None:
        stats, outcome = self.crawler.stats, recorded.outcome
        stats.inc_value(f"store/{arrival.fetch.kind}/{outcome}")
        if outcome is Outcome.FAILED:
            stats.inc_value(f"store/reason/{recorded.reason}")
        for page in arrival.further:
            stats.inc_value(f"store/{page.kind}/{Outcome.FAILED if page.error else Outcome.JOINED}")
            if page.error:
                stats.inc_value(f"store/reason/{page.error}")
        if arrival.is_seed:
            stats.inc_value("store/seed/failed" if outcome is Outcome.FAILED else "store/seed/came")
        if arrival.extraction and outcome in {Outcome.STORED, Outcome.CHANGED}:
            for removal in arrival.extraction.removals:
                stats.inc_value(f"extract/removed/{removal.category}")

    async def spider_closed(self, reason: str) -> None:
        """Close the run and the files."""
        self.together.write()
        await asyncio.sleep(0)  # so that it is counted
        try:
            self.store.finish_run(self.run, reason, self.crawler.stats.get_stats())
        except (StoreError, sqlite3.Error) as error:
            if not self.crawler.stats.get_value("store/fault"):  # else it is told already
                logger.error("the end of the run cannot be written: %s", error)  # noqa: TRY400  (no fault of ours)
        finally:
            self.archive.close()
            self.together.close()
