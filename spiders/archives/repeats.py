"""At the end of a run: learn what repeats on the sites that brought something, and clean what is stored of it."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy import signals

from extractors.learning.repetition import find_repeats
from spiders.archives.reclean import Account, Reader, clean_meanwhile
from spiders.reading.parallel import Parallel
from spiders.reading.site_rules import ftr_folder
from spiders.reading.workers import NOT_READ, workers_of
from spiders.storing.extension import StoreExtension, archive_folder, database_path
from storage import Store, StoreError
from storage.history.rereading import pages_of
from storage.rules.repeats import all_repeats, kept_texts, mark_applied, note_repeats, sites_of_run, to_be_cleaned

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


logger = logging.getLogger(__name__)


class RepeatLearning:
    """The extension. It has a connection of its own: the store's may be closed before the cleaning is done."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listens for the end of the run."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def spider_closed(self, reason: str) -> None:
        """Nothing is learned from a run that was stopped: who stops it does not want to wait."""
        extension = self.crawler.get_extension(StoreExtension)
        if extension is None or reason != "finished":
            return
        settings = self.crawler.settings
        path, run = database_path(settings["STET_DATABASE"]), extension.run
        parallel = Parallel(workers_of(settings), settings.getint("STET_WORKERS"))
        ftr = ftr_folder(settings["STET_FTR_FOLDER"])
        reader = Reader(parallel, archive_folder(path), settings.getint("DOWNLOAD_MAXSIZE"), {}, ftr)
        try:
            with Store.open(path) as store:
                learned, cleaned = await learn_from(store, reader, run)
            self.crawler.stats.inc_value("repeats/learned", learned)
            self.crawler.stats.inc_value("repeats/cleaned", cleaned)
        except (StoreError, sqlite3.Error, *NOT_READ) as error:
            logger.error("what repeats could not be learned: %s", error)  # noqa: TRY400  (no fault of the program)


async def learn_from(store: Store, reader: Reader, run: int) -> tuple[int, int]:
    """Learn what repeats on the sites of which a run brought new texts; returns what ``learn`` does, of all."""
    found = [await learn(store, reader, run, site) for site in sites_of_run(store.db, run)]
    return sum(learned for learned, _ in found), sum(cleaned for _, cleaned in found)


async def learn(store: Store, reader: Reader, run: int, site: str) -> tuple[int, int]:
    """Learn what repeats on a site; returns how many blocks are new and how many stored pages were read again."""
    learned = note_repeats(
        store.db, run, site, await reader.parallel.workers.call(find_repeats, kept_texts(store.db, site))
    )
    digests, fetches = to_be_cleaned(store.db, site)
    if fetches:
        now = replace(reader, repeats=all_repeats(store.db, site))
        await clean_meanwhile(store, now, pages_of(store.db, fetches), Account(), {"repeats": site})
    mark_applied(store.db, site, digests)
    return learned, len(fetches)
