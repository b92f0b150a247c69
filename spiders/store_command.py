"""What the commands share that work on the store and never crawl."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import sys
from typing import TYPE_CHECKING, ClassVar, TextIO

from extractors import SiteFileError
from spiders.first_moments import work_begins
from spiders.given_settings import ReadsSettings
from spiders.reading.parallel import Parallel
from spiders.reading.site_rules import ftr_folder
from spiders.reading.workers import NOT_READ, shared_workers, started, worker_count
from spiders.storing.extension import archive_folder, database_path
from storage import ArchiveError, Store, StoreError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from types import FrameType

    from extractors.sites.ftr_site import FtrFolder


FAULTS = (StoreError, ArchiveError, SiteFileError, *NOT_READ, sqlite3.Error, OSError, OverflowError, MemoryError)


def one_line_of(error: BaseException, database: Path) -> str:
    """What went wrong, and with what."""
    if isinstance(error, sqlite3.Error):
        return f"{database}: cannot be read: {error}; restore it from a backup where it is damaged"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    return "no number is that large" if isinstance(error, OverflowError) else str(error)


def can_be_said(stream: TextIO) -> None:
    """Let a terminal or pipe that knows few letters get the others as numbers, and no fault."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def end_as_by_hand() -> None:
    """A timer or a closed terminal ends a command as Ctrl-C does: its run is closed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _as_by_hand)


def _as_by_hand(number: int, frame: FrameType | None) -> None:
    """What Ctrl-C would do at this moment: an event loop has a handler of its own. Under nohup it would do nothing."""
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(number, frame)


class StoreCommand(ReadsSettings):
    """Opens the store for ``work`` and says in one line what went wrong.

    The exit status is what ``work`` returns; 1 where database, archive, a site file or the workers cannot be used; 2
    for wrong use.
    """

    requires_project = True
    requires_crawler_process = False
    creates: ClassVar[bool] = False
    """Whether a missing database is made."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy."""
        can_be_said(sys.stdout)
        end_as_by_hand()
        work_begins()
        try:
            with Store.open(self.database, create=self.creates) as store:
                self.exitcode = self.work(store, args, opts)
                sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read our output has enough (head, less): nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except FAULTS as error:
            self.fail(one_line_of(error, self.database))
        except KeyboardInterrupt:
            self.fail("stopped; start it again to go on")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """What the command does; returns the exit status."""
        raise NotImplementedError

    @property
    def database(self) -> Path:
        """STET_DATABASE."""
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        return database_path(self.settings["STET_DATABASE"])

    def parallel(self, count: int | None = None) -> Parallel:
        """Worker processes within the bounds of the settings; STET_WORKERS of them unless told."""
        assert self.settings is not None  # noqa: S101
        number = worker_count(self.settings, count)
        bounds = self.settings.getint("STET_PAGE_SECONDS"), self.settings.getint("STET_PAGE_MEMORY")
        return Parallel(started(shared_workers(number, *bounds)), number)

    @property
    def largest(self) -> int:
        """Of a page, in bytes."""
        assert self.settings is not None  # noqa: S101
        return self.settings.getint("DOWNLOAD_MAXSIZE")

    @property
    def ftr(self) -> FtrFolder | None:
        """STET_FTR_FOLDER. Raises SiteFileError where it is no folder."""
        assert self.settings is not None  # noqa: S101
        return ftr_folder(self.settings["STET_FTR_FOLDER"])

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return archive_folder(self.database)
