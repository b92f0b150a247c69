"""``scrapy clean FILE_OR_URL``: one page, its clean text and its ledger; no database, no crawl."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from extractors import Page, SiteFileError, extract, load_sites
from extractors.site import site_of
from spiders.addresses import host_of, is_web_address
from spiders.ledger import explanation, extraction_json, ledger

if TYPE_CHECKING:
    import argparse

SECONDS = 30
LARGEST = 16 * 2**20  # bytes


class Command(ScrapyCommand):
    """Reads the page in this process; what cannot be read is said in one line, with status 1."""

    requires_project = True
    requires_crawler_process = False

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
            page = self.fetched(args[0]) if is_web_address(args[0]) else saved(args[0], opts.url)
            extraction = extract(page, site_of(host_of(page.url), load_sites()), None)
        except (OSError, ValueError, SiteFileError) as error:
            self._fail(args[0], str(error))
            return
        if opts.json:
            print(json.dumps(extraction_json(extraction), ensure_ascii=False, indent=2))
        elif extraction.article:
            print(explanation(extraction) if opts.explain else ledger(extraction))
        if extraction.error:
            self._fail(args[0], extraction.error)

    def fetched(self, url: str) -> Page:
        """One polite request. Raises OSError or ValueError with the reason."""
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        request = urllib.request.Request(url, headers={"User-Agent": self.settings["USER_AGENT"]})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310  (http(s) by is_web_address)
                body = response.read(LARGEST + 1)
                headers = {name.lower(): value for name, value in response.headers.items()}
                page = Page(response.url, body, headers, response.status, datetime.now(UTC))
        except urllib.error.HTTPError as error:
            raise ValueError(f"{error.code} {error.reason}") from error
        except urllib.error.URLError as error:
            raise ValueError(f"cannot be had: {error.reason}") from error
        if len(body) > LARGEST:
            raise ValueError(f"page is larger than {LARGEST // 2**20} MB")
        return page

    def _fail(self, name: str, reason: str) -> None:
        print(f"scrapy clean: {name}: {' '.join(reason.split())}", file=sys.stderr)
        self.exitcode = 1


def saved(name: str, url: str | None) -> Page:
    """A page from a file, or from stdin for ``-``. Raises OSError, ValueError."""
    if name == "-":
        body = sys.stdin.buffer.read(LARGEST + 1)
    else:
        path = Path(name)
        if path.is_file() and path.stat().st_size > LARGEST:
            raise ValueError(f"file is larger than {LARGEST // 2**20} MB")
        try:
            body = path.read_bytes()
        except OSError as error:
            raise ValueError(f"cannot be read: {error.strerror}") from error
    return Page(url or "https://unknown.invalid/", body, {}, 200, datetime.now(UTC))
