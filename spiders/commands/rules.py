"""``scrapy rules``: which rules stopped working, and what came through or went missing since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from extractors import load_sites
from spiders.ledger import plain
from spiders.store_command import StoreCommand
from storage.troubles import troubles_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from storage import Store
    from storage.troubles import Trouble


class Command(StoreCommand):
    """Reads the database alone: each site's latest 20 articles beside the 200 before them."""

    def syntax(self) -> str:
        """For the help."""
        return "[site]"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Tell rules that stopped working, and what came through since"

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where something should be looked at."""
        if len(args) > 1:
            raise UsageError("give one site, or none for all")
        troubles = troubles_of(store.db, args[0] if args else None, retired())
        print("\n".join(map(line, troubles)) or "no trouble found")
        return int(bool(troubles))


def retired() -> Iterator[tuple[str, str]]:
    """Rules whose time is over by their site file."""
    today = datetime.now(UTC).date()
    for site in load_sites().values():
        yield from ((site.name, rule.id) for rule in site.drop if not rule.valid_on(today))


def line(trouble: Trouble) -> str:
    """One trouble, for people and for a monitor's log."""
    told = f"{trouble.site}: {trouble.trouble}: {trouble.subject} (since {trouble.since[:10]}): {trouble.figures}"
    return plain(f"{told}; such as {trouble.example}")
