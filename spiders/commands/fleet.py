"""``scrapy fleet work`` and ``status``: crawls on several machines, with PostgreSQL and a storage that all reach."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from extractors import SiteFileError
from spiders.fleet.settings import fleet_fault
from spiders.fleet.unit import unit
from spiders.given_settings import ReadsSettings
from spiders.reports.plain_text import plain
from spiders.web.sites import all_sites, chosen

if TYPE_CHECKING:
    import argparse

    from extractors import Site
    from spiders.fleet.overview import Overview

COLOURS = {"late": "yellow", "failing": "red", "crawling": "green"}


class Command(ReadsSettings):
    """Ends with 1 where PostgreSQL cannot be reached or went away; ``status`` where a site is late or failing, too."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """For the help."""
        return "[options] work | status"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Crawl the sites that are due on several machines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--at-once", type=int, default=4, help="work: sites side by side here (default 4)")
        parser.add_argument("--collect", action="store_true", help="work: take all runs into the database here, too")
        parser.add_argument("--print", choices=["systemd"], dest="unit", help="work: print what keeps it going")
        parser.add_argument("--prometheus", action="store_true", help="status: print the text format of Prometheus")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy."""
        if len(args) != 1 or args[0] not in {"work", "status"}:
            raise UsageError("give what to do: work or status", print_help=False)
        if opts.at_once < 1:
            raise UsageError(f"--at-once {opts.at_once}: expected a number from 1", print_help=False)
        if opts.unit:
            print(unit(Path.cwd()))
            return
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        if fault := fleet_fault(self.settings):
            raise UsageError(fault, print_help=False)
        from spiders.fleet.connections import UnreachableError  # noqa: PLC0415  (an extra)

        try:
            self._work(opts) if args == ["work"] else self._status(opts)
        except (SiteFileError, UnreachableError) as error:
            self.fail(str(error))

    def _work(self, opts: argparse.Namespace) -> None:
        from spiders.fleet.job import Work  # noqa: PLC0415  (an extra)
        from spiders.fleet.queue import serve  # noqa: PLC0415

        workers = max(1, (os.cpu_count() or 1) // opts.at_once)
        work = Work(self.settings, sites_in_use(), workers)  # type: ignore[arg-type]
        if not asyncio.run(serve(work, opts.at_once, collects=opts.collect)):
            self.fail("PostgreSQL went away; start it again")

    def _status(self, opts: argparse.Namespace) -> None:
        from spiders.fleet.overview import TROUBLES, overview, prometheus  # noqa: PLC0415  (an extra)

        fleet = asyncio.run(overview(self.settings["STET_FLEET_DSN"]))  # type: ignore[index]
        if opts.prometheus:
            print("\n".join(prometheus(fleet)))
        else:
            show(fleet)
        self.exitcode = int(any(site.state in TROUBLES for site in fleet.sites))


def sites_in_use() -> dict[str, Site]:
    """Those in the folder of STET_SITES, and in its list. Raises SiteFileError where there are none."""
    known = all_sites()
    sites = {name: known[name] for name in sorted(chosen())}
    if not sites:
        raise SiteFileError("no sites: STET_SITES names a folder of site files, or of a list of bundled ones")
    return sites


def show(fleet: Overview) -> None:
    """Print a row a site, then the machines and what came of it all."""
    rows = Table(box=None, pad_edge=False)
    for name in ("site", "state", "last good run", "runs", "stories", "due", "why"):
        rows.add_column(name, justify="right" if name in {"runs", "stories"} else "left")
    for site in fleet.sites:
        times = [f"{time.astimezone(UTC):%Y-%m-%d %H:%M}" if time else "-" for time in (site.succeeded_at, site.due_at)]
        state = Text(site.state, style=COLOURS.get(site.state, ""))
        why = Text(plain(site.failure or ""))
        rows.add_row(site.site, state, times[0], str(site.runs), str(site.stories), times[1], why)
    Console().print(rows)
    now = datetime.now(UTC)
    working = [f"{name} for {(now - since).total_seconds() / 3600:.0f} h" for name, since in fleet.machines.items()]
    print(f"machines: {', '.join(working) or 'none'}")
    counts = f"{fleet.runs} runs, {fleet.uncollected} not collected yet, {fleet.refused} refused"
    print(f"{counts}; {fleet.stories} stories collected")
