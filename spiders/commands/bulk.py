"""``scrapy bulk INPUT --output FOLDER``: archives of any size to a corpus of Parquet files."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from extractors import SiteFileError
from spiders.bulk.addresses import address_of
from spiders.bulk.executors import KINDS, Engine
from spiders.bulk.manifest import CorpusError
from spiders.bulk.repeats import reason_of
from spiders.bulk.run import make_corpus
from spiders.bulk.steps import Bounds
from spiders.given_settings import ReadsSettings
from spiders.reading.workers import NoWorkerError, worker_count
from spiders.reports.plain_text import first_lines

if TYPE_CHECKING:
    import argparse

NEEDS = {"local": ("datatrove", "duckdb", "fsspec"), "slurm": ("datatrove", "duckdb", "fsspec"), "ray": ("ray",)}


class Command(ReadsSettings):
    """No store: started again with the same words, it goes on where it was."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """For the help."""
        return "[options] <folder or address of WARC or WACZ files>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Read archives on many processes or machines into Parquet files"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--output", metavar="FOLDER", help="where the corpus goes: a folder or s3://...")
        parser.add_argument("--executor", choices=KINDS, default="local", help="what runs the tasks (default local)")
        parser.add_argument(
            "--tasks",
            type=int,
            metavar="N",
            help="parts of the list of files (default one for eight workers; Ray: workers; Slurm: each file)",
        )
        parser.add_argument("--workers", type=int, metavar="N", help="processes that read pages (default STET_WORKERS)")
        parser.add_argument("--duplicates", action="store_true", help="a table of texts that are the same or nearly so")
        parser.add_argument("--partition", default="", help="of Slurm")
        parser.add_argument("--time", default="24:00:00", help="that Slurm gives a task (default 24:00:00)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy."""
        self._refuse_wrong_use(args, opts)
        needed = (*NEEDS["local"], *NEEDS[opts.executor], *(("tokenizers",) if opts.duplicates else ()))
        missing = [name for name in needed if find_spec(name) is None]
        if missing:
            self.fail(f"needs {', '.join(missing)}: make {'ray' if missing == ['ray'] else 'bulk'} installs it")
            return
        import duckdb  # noqa: PLC0415  (an extra)

        try:
            engine_of = partial(self._engine, opts, worker_count(self.settings, opts.workers))  # type: ignore[arg-type]
            places = address_of(args[0]), address_of(opts.output)
            counts = make_corpus(*places, self._bounds(), engine_of, duplicates=opts.duplicates)
        except (CorpusError, SiteFileError, NoWorkerError, OSError) as error:
            self.fail(str(error))
            return
        except duckdb.Error as error:  # a damaged Parquet file, no room left
            self.fail(reason_of(error))
            return
        except KeyboardInterrupt:
            self.fail("stopped; start it again to go on")
            return
        print(f"{counts['articles']} articles of {counts['sites']} sites, {counts['removals']} blocks cut")
        for line in first_lines(f"  rejected {count}: {reason}" for reason, count in counts["reasons"].items()):
            print(line)
        if found := counts.get("duplicates"):
            print(f"{found['articles']} articles in {found['clusters']} clusters of the same or nearly the same text")

    @staticmethod
    def _refuse_wrong_use(args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or not opts.output:
            raise UsageError("give one folder or address of archives, and --output")
        if opts.tasks is not None and opts.tasks < 1:
            raise UsageError(f"{opts.tasks} tasks: expected a number from 1", print_help=False)
        if opts.executor == "slurm" and not opts.partition:
            raise UsageError("Slurm wants a --partition", print_help=False)

    @staticmethod
    def _engine(opts: argparse.Namespace, workers: int, files: int) -> Engine:
        """Each process that is started costs some seconds: no more of them than run at once."""
        if opts.executor == "local":
            return Engine.local(opts.tasks, workers, files)
        tasks = min(opts.tasks or (files if opts.executor == "slurm" else workers), files)
        return Engine(opts.executor, tasks, workers, partition=opts.partition, hours=opts.time)

    def _bounds(self) -> Bounds:
        assert self.settings is not None  # noqa: S101
        number = self.settings.getint
        return Bounds(
            number("DOWNLOAD_MAXSIZE"),
            number("STET_PAGE_SECONDS"),
            number("STET_PAGE_MEMORY"),
            self.settings.getbool("STET_HONOUR_OPT_OUTS"),
            self.settings["STET_FTR_FOLDER"],
        )
