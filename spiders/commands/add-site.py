"""``scrapy add-site example.org``: look where an outlet lists its news, write a first site file; ``--from`` of many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy.exceptions import UsageError

from spiders.discovery.opml import read_outlets
from spiders.discovery.outlets import Outlet, outlet_of
from spiders.first_site_file import NAME, NotWrittenError, SiteWriter
from spiders.given_settings import ReadsSettings
from spiders.reports.plain_text import plain
from spiders.scheduling.surveys import Surveys
from spiders.web.failures import one_line
from spiders.web.sites import RESERVED

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import AsyncCrawlerProcess

    from spiders.survey_spider import Survey


class Command(ReadsSettings):
    """Asks for robots.txt, front pages and the lists that they name; for no article."""

    requires_project = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] <domain or feed> | --from FILE"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Look where an outlet lists its news and write a first site file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--name", help="of the site and its file (default from the domain)")
        parser.add_argument("--print", action="store_true", dest="prints", help="print the file instead of writing it")
        parser.add_argument(
            "--from", dest="source", metavar="FILE", help="OPML, CSV, or domains and feeds; - for stdin"
        )
        parser.add_argument("--at-once", type=int, default=8, help="outlets looked at side by side (default 8)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Status 1 where an outlet gave nothing to write, or where there is a file of one that was named alone."""
        if bool(opts.source) == bool(args) or len(args) > 1:
            raise UsageError("give one domain, such as example.org, or --from FILE")
        if opts.source and (opts.name or opts.prints):
            raise UsageError("--name and --print are for one domain, not for --from", print_help=False)
        if opts.name and not NAME.fullmatch(opts.name):
            raise UsageError(f"--name {opts.name}: expected small letters, digits and _", print_help=False)
        if opts.name in RESERVED:
            raise UsageError(f"--name {opts.name}: no site can be called so", print_help=False)
        if opts.at_once < 1:
            raise UsageError(f"--at-once {opts.at_once}: expected a number from 1", print_help=False)
        self._name, self._prints = opts.name, opts.prints
        self._written, self._failed = 0, 0
        sites = self.crawler_process.spider_loader.load("page").sites  # type: ignore[union-attr]
        self._writer = SiteWriter(sites)
        try:
            (self._one(args[0]) if args else self._many(opts.source, opts.at_once))
        except OSError as error:
            self._fail(f"{error.filename}: {error.strerror}")

    def _one(self, text: str) -> None:
        outlet = outlet_of(text)
        if not (outlet.home or outlet.feeds):
            raise UsageError("give one domain, such as example.org")
        there = None if self._prints else self._writer.there(outlet, self._name)
        if there:
            self._fail(f"{text}: {there}; --name gives it another name, --print only shows it")
            return
        self._survey([outlet], 1, Progress(disable=True))
        if self._written and not self._prints:
            print("next: look it over, then scrapy crawl with its name")

    def _many(self, source: str, at_once: int) -> None:
        try:
            outlets = read_outlets(sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes())
        except ValueError as error:
            self._fail(f"{source}: {error}")
            return
        nameless = [outlet for outlet in outlets if not (outlet.home or outlet.feeds)]
        for outlet in nameless:
            self._fail(f"{one_line(outlet.named)}: neither a domain nor the address of a feed")
        there = {outlet: why for outlet in outlets if (why := self._writer.there(outlet))}
        for outlet, why in there.items():
            print(plain(f"{outlet.named}: {why}"))
        console = Console(stderr=True)
        columns = TextColumn("outlets"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as line:
            self._survey([each for each in outlets if each not in there and each not in nameless], at_once, line)
        print(
            f"scrapy add-site: {self._written} of {len(outlets)} written, {len(there)} there already,"
            f" {self._failed} failed"
        )

    def _survey(self, outlets: list[Outlet], at_once: int, line: Progress) -> None:
        """Look at each, write what was found as soon as it is known."""
        task = line.add_task("outlets", total=len(outlets))

        def tell(outlet: Outlet, survey: Survey) -> None:
            self._write(outlet, survey)
            line.advance(task)

        process: AsyncCrawlerProcess = self.crawler_process  # type: ignore[assignment]
        surveys = Surveys(process, outlets, at_once, self._writer.sites, tell)
        if outlets:
            surveys.run()
        if surveys.fault:
            self._fail(surveys.fault)

    def _write(self, outlet: Outlet, survey: Survey) -> None:
        try:
            name, text = self._writer.text(outlet, survey, self._name)
            print(text.rstrip("\n") if self._prints else plain(self._writer.write(outlet, survey, name, text)))
            self._written += 1
        except NotWrittenError as error:
            self._fail(f"{outlet.named}: {error}")
        except OSError as error:
            self._fail(f"{outlet.named}: {error.filename}: {error.strerror}")

    def _fail(self, reason: str) -> None:
        print(plain(f"scrapy add-site: {reason}"), file=sys.stderr)
        self._failed += 1
        self.exitcode = 1
