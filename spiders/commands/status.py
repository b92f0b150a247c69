"""``scrapy status``: for each site the last run, what it brought, the next one; for people and for monitoring."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from spiders.reports.health import Health, health_of, prometheus
from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from spiders.web.sites import all_sites
from storage.store.runs import close_killed

if TYPE_CHECKING:
    import argparse

    from storage import Store

COLOURS = {"good": "green", "failing": "red", "stale": "yellow"}


class Command(StoreCommand):
    """Reads the database alone."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Say of each site how its last run went and when the next is due"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and the format."""
        super().add_options(parser)
        parser.add_argument("--prometheus", action="store_true", help="print the text format of Prometheus")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where a site is stale or failing."""
        close_killed(store.db)
        now = datetime.now(UTC)
        sites = [health_of(store.db, site) for site in all_sites().values()]
        if opts.prometheus:
            print("\n".join(prometheus(sites, now)))
        else:
            Console().print(table(sites, now))
        return int(any(site.state(now) in {"stale", "failing"} for site in sites))


def table(sites: list[Health], now: datetime) -> Table:
    """A row a site."""
    rows = Table(box=None, pad_edge=False)
    for name in ("site", "state", "last run", "new", "failed", "next", "why"):
        rows.add_column(name, justify="right" if name in {"new", "failed"} else "left")
    for site in sites:
        state = site.state(now)
        coloured = f"[{COLOURS[state]}]{state}[/]" if state in COLOURS else state
        last = f"{site.started:%Y-%m-%d %H:%M}" if site.started else "-"
        coming = "running" if site.is_running else "due" if site.is_due(now) else f"{site.next_run(now):%Y-%m-%d %H:%M}"
        rows.add_row(
            site.site, coloured, last, str(site.new), str(site.failed), coming, Text(plain(site.failure or ""))
        )
    return rows
