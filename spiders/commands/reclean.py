"""``scrapy reclean``: archived pages through the code and the rules of today."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress
from scrapy.exceptions import UsageError

from spiders.archives.reclean import Account, Reader, clean_anew, names_of, rehearser, verifier
from spiders.reports.plain_text import first_lines, plain
from spiders.store_command import StoreCommand
from storage.history.rereading import Reread, archived_pages, count_archived, stored_sites
from storage.rules.repeats import all_repeats

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from storage import Store
    from storage.history.rereading import ArchivedPage


class Command(StoreCommand):
    """Asks no server. May run while a crawl runs; stopped, it goes on where it was when started again."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Clean archived pages anew with the code and rules of today"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only pages of one site: the name of its file, or a host")
        parser.add_argument("--since", metavar="DATE", help="only pages fetched on that day (UTC) or later")
        parser.add_argument("--workers", type=int, metavar="N", help="processes that read (default STET_WORKERS)")
        parser.add_argument("--all", action="store_true", help="also pages that today's code and rules have read")
        modes = parser.add_mutually_exclusive_group()
        modes.add_argument("--dry-run", action="store_true", help="store nothing; print what would change")
        modes.add_argument(
            "--verify", action="store_true", help="store nothing; prove that each article is what its page gives"
        )

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1: pages that cannot be read, or, with --verify, articles that are not proved."""
        if args:
            raise UsageError("takes options only")
        account = Account()
        reader = Reader(self.parallel(opts.workers), self.archive, self.largest, all_repeats(store.db), self.ftr)
        pages = self._pages(store, reader, opts)
        if opts.dry_run:
            reader.read_all(pages, rehearser(account, print), account)
        elif opts.verify:
            reader.read_all(pages, verifier(account, reader), account)
        else:
            clean_anew(store, reader, pages, account, _arguments(opts))
        for line in (*first_lines(account.unreadable), *(() if opts.dry_run else account.named)):
            print(plain(line))
        print(_summary(account, opts))
        return int(bool(account.unreadable or (opts.verify and account.named)))

    def _pages(self, store: Store, reader: Reader, opts: argparse.Namespace) -> Iterator[ArchivedPage]:
        stored = stored_sites(store.db)
        names = None if opts.site is None else names_of(opts.site, stored)
        if names is not None and not set(names) & set(stored):
            raise UsageError(f"--site {opts.site}: nothing of such a site is stored", print_help=False)
        since = _day(opts.since)
        pages = _watched(archived_pages(store.db, names, since), count_archived(store.db, names, since))
        if opts.verify:
            return (page for page in pages if page.is_current)
        return pages if opts.all else filter(reader.is_outdated, pages)


def _arguments(opts: argparse.Namespace) -> dict[str, str]:
    return {name: str(getattr(opts, name)) for name in ("site", "since", "all") if getattr(opts, name)}


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError as error:
        raise UsageError(f"--since {text}: expected a day such as 2026-01-31", print_help=False) from error


def _watched(pages: Iterable[ArchivedPage], total: int) -> Iterator[ArchivedPage]:
    console = Console(stderr=True)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(pages, total=total, description="reading")


def _summary(account: Account, opts: argparse.Namespace) -> str:
    counts = account.outcomes
    pages = f"{sum(counts.values())} pages read"
    if opts.verify:
        told = [f"{counts[name]} {name}" for name in ("verified", "outdated", "wrong")]
    elif opts.dry_run:
        told = [f"{counts[Reread.CHANGED]} would change", f"{counts[Reread.FOUND]} would be found"]
        told += [f"{counts[Reread.LOST]} would be lost", f"{counts[Reread.SAME]} the same"]
    else:
        told = [f"{counts[outcome]} {outcome}" for outcome in Reread]
    return f"{pages}: {', '.join(told)}, {len(account.unreadable)} unreadable"
