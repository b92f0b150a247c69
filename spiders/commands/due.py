"""``scrapy due``: crawl the sites whose interval has passed. For cron and systemd timers; safe to start twice."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from scrapy.exceptions import UsageError

from spiders.given_settings import ReadsSettings
from spiders.reading.site_rules import ftr_folder
from spiders.reading.workers import started, worker_count, workers_of
from spiders.reports.health import health_of
from spiders.scheduling.division import divided, processes_that_pay
from spiders.scheduling.due import DueRuns, ToldRuns, lock, sites_in_use
from spiders.scheduling.host_locks import host_file, locks_in
from spiders.scheduling.processes import DueProcesses
from spiders.scheduling.timetables import TIMETABLES
from spiders.store_command import FAULTS, one_line_of
from spiders.storing.extension import database_path
from spiders.web.sites import all_sites
from storage import Store
from storage.store.runs import close_killed


class Command(ReadsSettings):
    """Ends with 0 where all went well, nothing was due or another such run is under way; with 1 where a site failed."""

    requires_project = True
    default_settings = {"STET_SPARE_QUIET_LISTS": True}  # noqa: RUF012  (as Scrapy declares it)

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Crawl the sites whose interval has passed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and the timetables."""
        super().add_options(parser)
        parser.add_argument(
            "--print", choices=sorted(TIMETABLES), dest="timetable", help="print what starts it regularly"
        )
        parser.add_argument("--at-once", type=int, default=4, help="sites that are crawled side by side (default 4)")
        parser.add_argument(
            "--processes", type=int, help="crawling processes, which divide the sites (default as many as pay here)"
        )
        parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)  # one of several: names on stdin

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy."""
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        if args:
            raise UsageError("due takes no names; scrapy crawl NAME crawls one site")
        for name, given in {"--at-once": opts.at_once, "--processes": opts.processes}.items():
            if given is not None and given < 1:
                raise UsageError(f"{name} {given}: expected a number from 1", print_help=False)
        worker_count(self.settings)
        path = database_path(self.settings["STET_DATABASE"])
        if opts.timetable:
            print(TIMETABLES[opts.timetable](Path.cwd(), path, self.settings["STET_CONTACT"]))
            return
        if opts.part:
            self._crawl_part(sys.stdin.read().splitlines(), opts.at_once)
            return
        lock_file = path.with_name(f"{path.name}.lock")
        with ExitStack() as until_done:
            try:
                holder = until_done.enter_context(lock(lock_file))
            except OSError as error:
                print(f"scrapy due: {lock_file}: cannot be locked: {error.strerror}", file=sys.stderr)
                self.exitcode = 1
                return
            if holder is not None:
                print(f"scrapy due: another run is under way (process {holder or 'unknown'}), nothing to do")
                return
            self.exitcode = self._crawl(path, opts.at_once, opts.processes)

    def _crawl(self, path: Path, at_once: int, processes: int | None) -> int:
        try:
            ftr_folder(self.settings["STET_FTR_FOLDER"])  # type: ignore[index]
            sites = due_sites(path)
            runs = self._runs(sites, at_once, processes or processes_that_pay(at_once, os.cpu_count() or 1))
        except FAULTS as error:
            print(f"scrapy due: {one_line_of(error, path)}", file=sys.stderr)
            return 1
        if not sites:
            print("scrapy due: no site is due; sites in STET_SITES and those that were crawled before are looked at")
            return 0
        runs.run()
        for site, failure in runs.failures.items():
            print(f"scrapy due: {site}: {failure}", file=sys.stderr)
        print(f"scrapy due: {len(runs.finished)} of {len(sites)} sites done")
        return int(bool(runs.failures))

    def _runs(self, sites: list[str], at_once: int, processes: int) -> DueRuns | DueProcesses:
        """Raises NoWorkerError, or OSError where the hosts cannot be locked."""
        assert self.settings is not None  # noqa: S101
        count = min(processes, at_once)
        parts = divided(sites, all_sites(), count) if count > 1 else [sites]
        if len(parts) > 1:
            locks_in(host_file(self.settings))
            return DueProcesses(self.settings, parts, at_once)
        if sites:
            started(workers_of(self.settings))
        return DueRuns(self.crawler_process, sites, at_once)  # type: ignore[arg-type]

    def _crawl_part(self, sites: list[str], at_once: int) -> None:
        """Whoever started this has looked at everything, holds the lock, and is told of each site on stdout."""
        ToldRuns(self.crawler_process, sites, at_once).run()  # type: ignore[arg-type]


def due_sites(path: Path) -> list[str]:
    """The names of the sites that are due, those first that have waited longest. Raises StoreError."""
    now = datetime.now(UTC)
    with Store.open(path) as store:
        close_killed(store.db)
        sites = all_sites()
        used = sites_in_use(store.db, sites)
        health = [health_of(store.db, sites[name]) for name in sorted(used)]
    due = [site for site in health if site.is_due(now)]
    return [site.site for site in sorted(due, key=lambda site: site.next_run(now))]
