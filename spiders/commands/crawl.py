"""``scrapy crawl``, with an exit status that tells failure from success."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from spiders.given_settings import ReadsSettings
from spiders.reading.site_rules import ftr_folder
from spiders.reading.workers import started, worker_count, workers_of
from spiders.reports.exit_status import failure_of
from spiders.store_command import FAULTS, one_line_of
from spiders.storing.extension import archive_folder, database_path
from storage import Archive, Store

if TYPE_CHECKING:
    import argparse


class Command(ReadsSettings, ScrapyCrawl):
    """Scrapy's own ends with 0 even when nothing could be fetched."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Crawl a site (by the name of its file), or page -a url=... / -a site=..."

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Status 0: done. 1: the run failed, with the reason on stderr. 2: wrong usage."""
        if len(args) != 1:
            raise UsageError("give one name; scrapy list shows them")
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        assert self.crawler_process is not None  # noqa: S101
        database = database_path(self.settings["STET_DATABASE"])
        try:
            Store.open(database).close()
            Archive(archive_folder(database)).close()
            ftr_folder(self.settings["STET_FTR_FOLDER"])
            crawler = self._create_crawler(args[0])
            worker_count(self.settings)
            crawler.spidercls(**opts.spargs)  # wrong arguments are told before anything starts
            started(workers_of(self.settings))
        except (KeyError, ValueError, TypeError) as error:
            raise UsageError(str(error.args[0]), print_help=False) from error
        except FAULTS as error:
            print(f"scrapy crawl: {one_line_of(error, database)}", file=sys.stderr)
            self.exitcode = 1
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        failure = (
            "it could not start" if self.crawler_process.bootstrap_failed else failure_of(crawler.stats.get_stats())
        )
        if failure:
            print(f"scrapy crawl {args[0]}: {failure}", file=sys.stderr)
            self.exitcode = 1
