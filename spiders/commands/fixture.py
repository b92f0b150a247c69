"""``scrapy fixture URL``: make the test folder of a page of a known site."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from extractors import Page, SiteFileError, extract
from extractors.sites.site_file import site_of
from spiders.clean_spider import clean
from spiders.commands.clean import read_file
from spiders.given_settings import ReadsSettings
from spiders.reading.archived_pages import UNPACKING_FAULTS, page_of
from spiders.reading.workers import NOT_READ, shared_workers, started
from spiders.reports.fixtures import FIXTURES, case_name, idle_rules, write_fixture
from spiders.storing.extension import archive_folder, database_path
from spiders.web.addresses import host_of, is_web_address
from spiders.web.sites import all_sites
from storage import ArchiveError, Store, StoreError
from storage.archive.exchanges import read_exchange
from storage.history.rereading import archived_page
from storage.history.versions import find

if TYPE_CHECKING:
    import argparse

    from extractors import Extraction, Site
    from spiders.reading.workers import Workers

REASONS = (*UNPACKING_FAULTS, *NOT_READ, SiteFileError, StoreError, ArchiveError)


class Command(ReadsSettings):
    """The page of a stored article comes from the archive, any other from a file or from the web."""

    requires_project = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] <URL, file, or number of a stored article>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Make the test folder of a page: page, meta, expected"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address that a saved page came from")
        parser.add_argument("--case", help="name of the folder; from the address unless told")
        parser.add_argument("--into", default=str(FIXTURES), help="folder of all fixtures")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Status 0: the folder is made. 1: no page, article or site file, or the folder is there. 2: wrong usage."""
        if len(args) != 1:
            raise UsageError("give one URL, file or number of an article")
        try:
            page, extraction = self._read(args[0], opts.url)
            site = _site_for(page.url)
            folder = Path(opts.into) / site.name / (opts.case or case_name(page.url))
            write_fixture(folder, page, extraction)
        except FileExistsError as error:
            self._fail(args[0], f"{error.filename} is there already; give another name with --case")
        except REASONS as error:
            self._fail(args[0], str(error))
        else:
            print("\n".join(_told(folder, site, extraction)))

    def _read(self, name: str, url: str | None) -> tuple[Page, Extraction]:
        """Raises one of REASONS. The web is not asked for a page that no site file is there for."""
        page = self._archived(name)
        if page is None and is_web_address(name):
            _site_for(name)
            cleaned = clean(self.crawler_process, name, self._workers, alone=True)
            return cleaned.page, cleaned.extraction
        if page is None:
            if url is None:
                raise ValueError("say with --url where the saved page came from")
            page = Page(url, read_file(name, self._largest), {}, 200, datetime.now(UTC))
        return page, asyncio.run(self._workers.call(extract, page, _site_for(page.url), None))

    def _archived(self, name: str) -> Page | None:
        """The page of an article that is stored; None where there is none, or no database. A number has to be there."""
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        database = database_path(self.settings["STET_DATABASE"])
        with suppress(*(() if name.isdecimal() else (StoreError,))), Store.open(database, create=False) as store:
            archived = archived_page(store.db, find(store.db, name))
            exchange = read_exchange(archive_folder(database), archived.place, archived.original)
            return page_of(exchange, self._largest)
        return None

    @property
    def _largest(self) -> int:
        assert self.settings is not None  # noqa: S101
        return self.settings.getint("DOWNLOAD_MAXSIZE")

    @property
    def _workers(self) -> Workers:
        assert self.settings is not None  # noqa: S101
        bounds = self.settings.getint("STET_PAGE_SECONDS"), self.settings.getint("STET_PAGE_MEMORY")
        return started(shared_workers(1, *bounds))

    def _fail(self, name: str, reason: str) -> None:
        print(f"scrapy fixture: {name}: {' '.join(reason.removeprefix(f'{name}: ').split())}", file=sys.stderr)
        self.exitcode = 1


def _site_for(url: str) -> Site:
    site = site_of(host_of(url), all_sites())
    if site is None:
        raise ValueError(f"no site file names {host_of(url)}; write extractors/sites/<name>.toml first")
    return site


def _told(folder: Path, site: Site, extraction: Extraction) -> list[str]:
    article = extraction.article
    assert article is not None  # noqa: S101  (run has asked)
    idle = idle_rules(site, extraction)
    return [
        f"{folder}: {len(article.blocks)} paragraphs, {len(extraction.removals)} cuts",
        *([f"no work here for {', '.join(idle)}"] if idle else []),
        "Read expected.json: it holds what the rules of today give, right or wrong.",
        "The page holds the outlet's words: put your own in their place before you publish it.",
    ]
