"""``scrapy rules``: which rules stopped working, and what came through or went missing since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.archives.suggestions import examine_site, suggestion
from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from spiders.web.sites import all_sites
from storage import StoreError
from storage.history.rereading import stored_sites
from storage.rules.troubles import troubles_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from storage import Store
    from storage.rules.troubles import Trouble


class Command(StoreCommand):
    """Reads the database alone: each site's latest 20 articles beside the 200 before them."""

    def syntax(self) -> str:
        """For the help."""
        return "[site] | suggest <site>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Tell rules that stopped working, and what came through since"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--ftr", action="store_true", help="tell the lines of STET_FTR_FOLDER that are not used")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where something should be looked at."""
        if args[:1] == ["suggest"]:
            return self._suggest(store, args[1:])
        if len(args) > 1:
            raise UsageError("give one site, or none for all")
        if opts.ftr:
            return self._check_configs()
        sites = stored_sites(store.db)
        if args and args[0] not in sites:
            raise StoreError(f"{args[0]}: nothing is stored of such a site")
        troubles = troubles_of(store.db, args or sites, retired())
        print("\n".join(map(line, troubles)) or "no trouble found")
        return int(bool(troubles))

    def _suggest(self, store: Store, args: list[str]) -> int:
        if len(args) != 1:
            raise UsageError("suggest takes one site")
        site = all_sites().get(args[0])
        pages = examine_site(store, self.parallel(), self.archive, self.largest, args[0])
        print("\n".join(suggestion(pages, datetime.now(UTC).date(), site)))
        return 0

    def _check_configs(self) -> int:
        if self.ftr is None:
            raise UsageError("--ftr needs STET_FTR_FOLDER", print_help=False)
        problems, without_effect = [], []
        for name, config in self.ftr.configs():
            problems += [f"{name}:{each}" for each in config.problems]
            without_effect += [f"{name}:{each}" for each in config.without_effect]
        print("\n".join(map(plain, [*problems, *without_effect])) or "all lines are used")
        return int(bool(problems))


def retired() -> Iterator[tuple[str, str]]:
    """Rules whose time is over by their site file."""
    today = datetime.now(UTC).date()
    for site in all_sites().values():
        yield from ((site.name, rule.id) for rule in site.drop if not rule.valid_on(today))


def line(trouble: Trouble) -> str:
    """One trouble, for people and for a monitor's log."""
    told = f"{trouble.site}: {trouble.trouble}: {trouble.subject} (since {trouble.since[:10]}): {trouble.figures}"
    return plain(f"{told}; such as {trouble.example}")
