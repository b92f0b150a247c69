"""``scrapy import-warc FILE...``: pages out of other people's WARC files."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import DownloadColumn, Progress
from scrapy.exceptions import UsageError

from spiders.archives.file_reading import Account
from spiders.archives.import_warc import Importer, Stored
from spiders.archives.imported_pages import ImportTerms
from spiders.archives.open_run import open_run
from spiders.archives.reclean import Reader
from spiders.archives.repeats import learn_from
from spiders.reports.plain_text import first_lines, plain
from spiders.store_command import StoreCommand
from storage import Archive
from storage.archive.containers import MEMBERS, PACKED
from storage.rules.repeats import all_repeats

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from storage import Store


ENDINGS = (*MEMBERS, ".zip")  # of the files of a folder


class Command(StoreCommand):
    """What is stored already is passed over: stopped, it goes on where it was when started again."""

    creates = True

    def syntax(self) -> str:
        """For the help."""
        return "[options] <file or folder> ..."

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Take the pages of WARC files into the archive and the store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--workers", type=int, metavar="N", help="processes that read (default STET_WORKERS)")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where records could not be read; the others are stored all the same."""
        paths = list(warc_files(args))
        assert self.settings is not None  # noqa: S101  (cmdline sets it)
        terms = ImportTerms(self.largest, self.settings.getbool("STET_HONOUR_OPT_OUTS"))
        account = Account()
        with open_run(store, "import-warc", {"files": " ".join(args)}, account.counts) as run:
            reader = Reader(self.parallel(opts.workers), self.archive, self.largest, all_repeats(store.db), self.ftr)
            with Archive(self.archive, store) as archive, Watch(paths) as watch:
                known = Stored(store, archive)
                Importer(reader, known, terms, watch.reached, run, watch.report, account).read_files(paths)
            learned, cleaned = asyncio.run(learn_from(store, reader, run))
        print("\n".join([*summary(account), *first_lines(left_out(args))]))
        if learned:
            print(f"  learned {learned} blocks that repeat; {cleaned} articles were cleaned of them")
        return int(account.faults > 0)


class Watch(Progress):
    """A line for each file while a person watches; what is wrong is written above it."""

    def __init__(self, paths: list[Path]) -> None:
        console = Console(stderr=True)
        columns = (*Progress.get_default_columns(), DownloadColumn())
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._files = {path: self.add_task(path.name, total=_size(path), visible=False) for path in paths}

    def reached(self, path: Path, offset: int) -> None:
        """Reading is so far in a file."""
        self.update(self._files[path], completed=offset, visible=True)

    def report(self, line: str) -> None:
        """Something cannot be read."""
        self.console.print(plain(line), markup=False, highlight=False, soft_wrap=True)


def warc_files(names: list[str]) -> Iterator[Path]:
    """The files that are named, and those in folders that are. Raises UsageError where there is none."""
    if not names:
        raise UsageError("give WARC files, or folders of them")
    for name in names:
        path = Path(name)
        found = sorted(each for each in path.rglob("*") if _is_archive(each) and not each.is_dir())
        if not found and not path.is_file():
            raise UsageError(f"{name}: no WARC file", print_help=False)
        yield from found or [path]


def _size(path: Path) -> int | None:
    """For the progress; what has none is told when it is read."""
    return path.stat().st_size if path.is_file() else None


def left_out(names: list[str]) -> Iterator[str]:
    """The files in the named folders that are none by their names, a line for each ending."""
    files = [path for name in names for path in Path(name).rglob("*") if path.is_file() and not _is_archive(path)]
    endings = Counter(_ending(path.name.lower()) for path in files)
    for ending, count in endings.most_common():
        yield plain(f"  passed over {count} files in folders, no WARC by name: {ending or 'no ending'}")


def _is_archive(path: Path) -> bool:
    """By its name."""
    return path.name.lower().endswith(ENDINGS)


def _ending(name: str) -> str:
    """With what stands in front of it where that only says how it is packed: ``.tar.gz``."""
    path = PurePath(name)
    return PurePath(path.stem).suffix + path.suffix if path.suffix in PACKED else path.suffix


def summary(account: Account) -> Iterator[str]:
    """What was brought in, a line for each kind of thing."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in account.outcomes.most_common())
    yield f"{sum(account.outcomes.values())} pages: {counts or 'none'}"
    yield from first_lines(
        f"  passed over {count}: {plain(reason)}" for reason, count in account.passed_over.most_common()
    )
    if account.faults:
        yield f"  {account.faults} records could not be read"
