"""``scrapy collect``: runs of a fleet, or articles of a corpus of Parquet files, into the database that is read."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.archives.open_run import open_run
from spiders.archives.reclean import Reader
from spiders.bulk.addresses import StorageError, address_of
from spiders.bulk.collecting import Collector
from spiders.bulk.manifest import CorpusError, refuse_half
from spiders.bulk.repeats import reason_of
from spiders.fleet.settings import fleet_fault
from spiders.store_command import StoreCommand

if TYPE_CHECKING:
    import argparse

    from storage import Store


class Command(StoreCommand):
    """What is there already is passed over: stopped, it goes on where it was when started again."""

    creates = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] [<folder or address of a corpus> ...]"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Take the runs of a fleet, or articles of a corpus, into the store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--where", default="", metavar="SQL", help="""such as "site = 'moscowtimes'" (DuckDB)""")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where an extra is missing, the corpus cannot be read, or PostgreSQL does not answer."""
        return self._corpora(store, args, opts.where) if args else self._runs(store)

    def _runs(self, store: Store) -> int:
        """Of the fleet, each once."""
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        if fault := fleet_fault(self.settings):
            raise UsageError(
                f"give folders or addresses that scrapy bulk wrote; runs of a fleet: {fault}", print_help=False
            )
        from spiders.fleet.collecting import collect_all  # noqa: PLC0415  (an extra)

        return collect_all(self.settings, store, self.archive, self._reader, self.fail)

    @cache  # noqa: B019  (one command a process)
    def _reader(self) -> Reader:
        """For pages that are cleaned of what repeats; the workers are started for the first run that there is."""
        return Reader(self.parallel(), self.archive, self.largest, {}, self.ftr)

    def _corpora(self, store: Store, args: list[str], where: str) -> int:
        if missing := [name for name in ("duckdb", "fsspec") if find_spec(name) is None]:
            self.fail(f"needs {', '.join(missing)}: make bulk installs it")
            return 1
        import duckdb  # noqa: PLC0415  (an extra)

        outcomes, status = Counter[str](), 0
        try:
            named = corpora(args)
            with open_run(store, "collect", {"corpora": " ".join(args), "where": where}, outcomes.copy) as run:
                for corpus in named:
                    Collector(store, run, outcomes).collect(corpus, where)
        except (CorpusError, StorageError, duckdb.Error) as error:
            self.fail(reason_of(error))
            status = 1
        counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
        print(f"{outcomes.total()} articles: {counts or 'none'}")
        return status


def corpora(names: list[str]) -> list[str]:
    """The addresses of corpora. Raises UsageError where one is none, or not whole, StorageError."""
    found = [address_of(name) for name in names]
    for corpus in found:
        try:
            refuse_half(corpus)
        except CorpusError as error:
            raise UsageError(str(error), print_help=False) from error
    return found
