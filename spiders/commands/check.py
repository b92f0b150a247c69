"""``scrapy check``: is everything there and whole? In place of Scrapy's own, which tests contracts of spiders."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from scrapy.exceptions import UsageError

from spiders.reading.walls import wall_in
from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from storage.care.check import check_archive, check_database, count_records
from storage.care.mending import mend

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from storage import Store
    from storage.care.check import Problem

MOST_SHOWN = 50


class Command(StoreCommand):
    """Changes nothing without ``--mend``. May run while a crawl runs."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Verify database, archive and their links; say how to mend what is wrong"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--quick", action="store_true", help="look at the archive's file sizes, read no record")
        parser.add_argument(
            "--mend",
            action="store_true",
            help="take out texts that stood in place of articles, part articles that were mixed",
        )

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where something is wrong."""
        if args:
            raise UsageError("takes options only")
        if opts.mend:
            walls, parted = mend(store.db, wall_in)
            for each in parted:
                print(plain(f"article {each.article} ({each.url}) was taken out of article {each.out_of}"))
            print(
                f"mended: {walls} texts that were none of articles, {len(parted)} articles that were mixed with others"
            )
        records = count_records(store.db)
        problems = self._problems(store, records, quick=opts.quick)
        shown = list(islice(problems, MOST_SHOWN))
        for problem in shown:
            print(f"{plain(problem.what)}\n  mend: {problem.mend}")
        further = sum(1 for _ in problems)
        print(f"{records} records, {store.db.table('articles').count} articles: {len(shown) + further} problems")
        return int(bool(shown))

    def _problems(self, store: Store, records: int, *, quick: bool) -> Iterator[Problem]:
        yield from check_database(store.db)
        console = Console(stderr=True)
        found = check_archive(store.db, self.archive, quick=quick)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            yield from filter(None, progress.track(found, total=records, description="archive"))
