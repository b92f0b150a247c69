"""``scrapy politeness``: what a run asked of each host, as it was counted on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from spiders.store_command import StoreCommand
from storage.rows import row_number
from storage.store.runs import run_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from storage import Store


class Command(StoreCommand):
    """Reads the statistics that a run left."""

    def syntax(self) -> str:
        """For the help."""
        return "[number of the run]"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Print a run's requests per host, the shortest gap, and disallowed addresses asked (0)"

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where a disallowed address was asked, or there is no such run."""
        if len(args) > 1 or (args and not args[0].isdecimal()):
            raise UsageError(f"{' '.join(args)}: expected the number of a run", print_help=False)
        run = run_of(store.db, row_number(args[0])) if args else run_of(store.db)
        if run is None:
            self.fail("no such run")
            return 1
        hosts, disallowed = hosts_of(run.statistics)
        print(f"run {run.id}: {run.spider}, {run.started_at:%Y-%m-%d %H:%M} UTC, {run.reason or 'running'}")
        Console().print(hosts)
        print(f"disallowed addresses asked: {disallowed}")
        return int(disallowed > 0)


def hosts_of(statistics: Mapping[str, float]) -> tuple[Table, int]:
    """A row a host, those asked most first; and how many disallowed addresses were asked of all."""

    def counts(kind: str) -> dict[str, float]:
        prefix = f"polite/{kind}/"
        return {name.removeprefix(prefix): value for name, value in statistics.items() if name.startswith(prefix)}

    requests, gaps, disallowed = counts("requests"), counts("gap"), counts("disallowed")
    table = Table(box=None, pad_edge=False)
    for name in ("host", "requests", "shortest gap", "disallowed"):
        table.add_column(name, justify="left" if name == "host" else "right")
    for host, number in sorted(requests.items(), key=lambda pair: -pair[1]):
        gap = f"{gaps[host]:.2f} s" if host in gaps else "-"
        table.add_row(host, f"{number:.0f}", gap, f"{disallowed.get(host, 0):.0f}")
    return table, int(sum(disallowed.values()))
