"""``scrapy list``: the sites; ``--opml`` as feed readers and ``add-site --from`` take them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.list import Command as ScrapyList

from extractors import SiteFileError
from spiders.discovery.opml import written
from spiders.given_settings import ReadsSettings
from spiders.scheduling.due import sites_in_use
from spiders.storing.extension import database_path
from spiders.web.sites import all_sites, chosen
from storage import Store, StoreError

if TYPE_CHECKING:
    import argparse


class Command(ReadsSettings, ScrapyList):
    """Scrapy's own, and the sites in use as OPML."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "List the sites; --opml: those in use, for feed readers and add-site --from"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and OPML."""
        super().add_options(parser)
        parser.add_argument("--opml", action="store_true", help="the sites in use (all, where none is) as OPML")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy."""
        if not opts.opml:
            super().run(args, opts)
            return
        try:
            sites = all_sites()
            used = self._in_use() or sites.keys()
        except (StoreError, SiteFileError) as error:
            print(f"scrapy list: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        print(written(sites[name] for name in sorted(used)).decode(), end="")

    def _in_use(self) -> set[str]:
        path = database_path(self.settings["STET_DATABASE"])  # type: ignore[index]
        if not path.is_file():
            return chosen()
        with Store.open(path, create=False) as store:
            return sites_in_use(store.db, all_sites())
