"""``scrapy export``: a selection of articles, whole: a WACZ file with their archived pages, texts, or a data set."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.store_command import StoreCommand
from spiders.storing.extension import local_path
from storage.reading_room import collection, dataset
from storage.reading_room.epub import write_epub
from storage.reading_room.export import articles
from storage.reading_room.markdown import markdown_of
from storage.reading_room.search import Selection

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from storage import Store
    from storage.reading_room.room import Row

FORMS = ("wacz", "jsonl", "parquet", "csv", "markdown", "epub")
FILTERS = {
    "site": "articles of one site",
    "language": "articles in one language; en finds en-US",
    "access": "free, metered, locked or unknown",
    "since": "published on this day or later, as 2026-11-23",
    "until": "published on this day or before",
}


class Command(StoreCommand):
    """Reads database and archive."""

    def syntax(self) -> str:
        """For the help."""
        return "[options] --wacz FILE | --jsonl FILE | --parquet FOLDER | ... [words to search for]"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Export a selection of articles, with their archived pages as WACZ"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and those of this command."""
        super().add_options(parser)
        parser.add_argument("--wacz", help="records, index and articles in one file for replay tools")
        parser.add_argument("--jsonl", help="articles with ledger and provenance, one a line")
        parser.add_argument("--parquet", metavar="FOLDER", help="articles, ledger, manifest, data set card")
        parser.add_argument("--csv", metavar="FOLDER", help="the same for spreadsheets")
        parser.add_argument("--markdown", help="texts to read on elsewhere")
        parser.add_argument("--epub", help="the same as a book, a chapter for each article")
        for name, told in FILTERS.items():
            parser.add_argument(f"--{name}", help=told)

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 1 where records are missing, or nothing was selected."""
        form, path = _only({name: getattr(opts, name) for name in FORMS})
        given = {name: getattr(opts, name) or "" for name in FILTERS}
        selection = Selection.of({"q": " ".join(args), **given})
        if selection.notes:
            raise UsageError("; ".join(selection.notes))
        if not articles(store.db, selection, 0):
            self.fail("no article is selected")
            return 1
        if form in dataset.FORMS:
            return self._dataset(store, selection, path, form)
        with whole_file(path) as stream:
            if opts.wacz:
                return self._wacz(store, selection, stream)
            if opts.epub:
                return _book(store, selection, stream)
            return _texts(store, selection, stream, _line if opts.jsonl else markdown_of)

    def _dataset(self, store: Store, selection: Selection, path: Path, form: str) -> int:
        try:
            with whole_folder(path) as folder:
                dataset.write(store.db, selection, folder, form)
        except ModuleNotFoundError as error:
            self.fail(str(error))
            return 1
        return 0

    def _wacz(self, store: Store, selection: Selection, stream: IO[bytes]) -> int:
        missing = collection.write(store.db, self.archive, selection, stream)
        if missing:
            self.fail(f"{len(missing)} records are not in it, the first: {missing[0]} (scrapy check names all)")
        return int(bool(missing))


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears, or takes the place of an earlier one, when it is whole; pipes are written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder that gets its name when all that is in it is whole. Raises UsageError where the name is taken."""
    if path.exists():
        raise UsageError(f"{path} is there already: name another folder", print_help=False)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.mkdir()  # what is there already may be somebody's
    try:
        yield unfinished
        unfinished.rename(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _only(given: Mapping[str, str | None]) -> tuple[str, Path]:
    """Raises UsageError where there is not one, StoreError."""
    named = [(form, path) for form, path in given.items() if path]
    if len(named) != 1:
        raise UsageError(f"name one file or folder: {', '.join(f'--{form}' for form in FORMS)}")
    ((form, name),) = named
    return form, local_path(name)


def _line(row: Row) -> str:
    return f"{json.dumps(row, ensure_ascii=False)}\n"


def _texts(store: Store, selection: Selection, stream: IO[bytes], written: Callable[[Row], str]) -> int:
    for row in _selected(store, selection):
        stream.write(written(row).encode("utf-8", "replace"))
    return 0


def _book(store: Store, selection: Selection, stream: IO[bytes]) -> int:
    write_epub(stream, selection.title, _selected(store, selection))
    return 0


def _selected(store: Store, selection: Selection) -> Iterator[Row]:
    after = 0
    while batch := articles(store.db, selection, after):
        after = batch[-1]["id"]
        yield from batch
