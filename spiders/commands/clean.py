"""``scrapy clean FILE_OR_URL``: one page, its clean text and its ledger; no database, no crawl."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from extractors import Page, SiteFileError
from extractors.page.links import next_page_of, single_page_of
from extractors.pages import extract_pages
from extractors.sites.ftr_site import FtrSite
from spiders.clean_spider import Cleaned, clean
from spiders.given_settings import ReadsSettings
from spiders.reading.site_rules import rules_of
from spiders.reading.workers import NOT_READ, shared_workers, started
from spiders.reports.plain_text import explanation, extraction_json, ledger
from spiders.web.addresses import is_web_address
from spiders.web.sites import all_sites

if TYPE_CHECKING:
    import argparse

    from extractors import Site
    from spiders.reading.workers import Workers

TAG = re.compile(rb"<[a-z!?][^<>]*>", re.IGNORECASE)
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, where NUL bytes are text


class Command(ReadsSettings):
    """What cannot be had or read is said in one line, with status 1."""

    requires_project = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] <file, - or URL>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Clean one page: print its text and what was cut"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address that a saved page came from; decides which site's rules hold")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--explain", action="store_true", help="say of each cut which layer and rule made it, and why"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Status 0: an article. 1: no article or no page. 2: wrong usage."""
        if len(args) != 1:
            raise UsageError("give one file, - or URL")
        try:
            cleaned = self._cleaned(args[0], opts.url)
        except (OSError, ValueError, *NOT_READ, SiteFileError) as error:
            self._fail(args[0], str(error))
            return
        extraction = cleaned.extraction
        if opts.json:
            print(json.dumps(extraction_json(extraction), ensure_ascii=False, indent=2))
        elif extraction.article:
            print(explanation(extraction) if opts.explain else ledger(extraction), end="")
        if cleaned.missing:
            self._tell(args[0], cleaned.missing)
        if extraction.error:
            self._fail(args[0], extraction.error)

    def _cleaned(self, name: str, url: str | None) -> Cleaned:
        """Raises OSError, ValueError, WorkerError, NoWorkerError with the reason."""
        if is_web_address(name):
            return clean(self.crawler_process, name, self._workers)
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        body = read_file(name, self.settings.getint("DOWNLOAD_MAXSIZE"))
        page = Page(url or "https://unknown.invalid/", body, {}, 200, datetime.now(UTC))
        site = rules_of(page.url, all_sites(), self.settings["STET_FTR_FOLDER"])
        return asyncio.run(self._workers.call(clean_saved, page, site))

    @property
    def _workers(self) -> Workers:
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        bounds = self.settings.getint("STET_PAGE_SECONDS"), self.settings.getint("STET_PAGE_MEMORY")
        return started(shared_workers(1, *bounds))

    def _tell(self, name: str, what: str) -> None:
        print(f"scrapy clean: {name}: {' '.join(what.split())}", file=sys.stderr)

    def _fail(self, name: str, reason: str) -> None:
        self._tell(name, reason)
        self.exitcode = 1


def clean_saved(page: Page, site: Site | None) -> Cleaned:
    """What a saved page gives, and where it leads to more of its article, which is not asked for. Runs in a worker."""
    whole = single_page_of(page, site) if isinstance(site, FtrSite) else None
    following = next_page_of([page], site)
    missing = f"the whole article stands at {whole}" if whole else f"the article goes on at {following}"
    told = f"{missing}: not asked for, give the address to have it" if whole or following else None
    return Cleaned(page, extract_pages([page], site), told)


def read_file(name: str, largest: int) -> bytes:
    """The bytes of a file, of stdin for ``-``. Raises OSError, and ValueError for what can be no page."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            body = file.read(largest + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    if len(body) > largest:
        raise ValueError(f"larger than {largest // 2**20} MB")
    if not body.strip():
        raise ValueError("empty page")
    if body.startswith(b"%PDF-"):
        raise ValueError("not an HTML page: PDF")
    if b"\x00" in body[:1024] and not body.startswith(BYTE_ORDER_MARKS):
        raise ValueError("not an HTML page: binary data")
    if not TAG.search(body.replace(b"\x00", b"")):
        raise ValueError("not an HTML page: no tag in it")
    return body
