"""One archive file -> three Parquet files: its articles, their ledger, and what was rejected and why."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from spiders.archives.file_reading import FileReading
from spiders.bulk.folders import local_copy, put, put_first
from spiders.bulk.tables import Kept, article_row, origin_row, removal_rows, write_lines, write_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spiders.archives.imported_pages import Candidate, Origin, Taken
    from spiders.bulk.tables import Row
    from storage import Exchange

REVISIT = "revisits an earlier record: its page is that of the record"
TABLES = ("removals", "rejected", "articles")
"""In the order in which they are put: where the last is there, a file is done."""


class NothingKnown:
    """Each file is read by itself, wherever: nothing is known of others."""

    def is_article(self, _site: str, _url: str) -> bool | None:
        """Addresses are judged by how they look."""
        return None

    def has(self, _exchange: Exchange) -> bool:
        """Each record stands in one file."""
        return False

    def original(self, _url: str, _moment: str) -> Exchange | None:
        """Revisits are rejected before."""
        return None


@dataclass
class CorpusReading(FileReading):
    """Reads one file into lines of JSON, a stream for each table; of some records only, unless ``only`` is None."""

    file: str
    lines: Mapping[str, IO[str]]
    only: frozenset[int] | None = None

    def wants(self, origin: Origin) -> bool:
        """Whether a record is one of those."""
        return self.only is None or origin.number in self.only

    def _write(self, table: str, rows: Iterable[Row]) -> None:
        write_lines(self.lines[table], rows)

    def keep(self, pages: Sequence[Candidate], read: Taken) -> None:
        """An article with its ledger; a page that gave none is rejected with the reason."""
        first, extraction = pages[0].origin, read.extraction
        if (article := extraction.article) is None:
            self.pass_over(first, extraction.error or "no article")
            return
        self._write("articles", [article_row(self.file, pages[: read.pages], article, extraction)])
        self._write("removals", removal_rows(self.file, first.number, extraction))

    def pass_over(self, origin: Origin, reason: str) -> None:
        """A row."""
        self._write("rejected", [origin_row(self.file, origin) | {"reason": reason}])

    def pass_over_revisit(self, origin: Origin) -> None:
        """A row."""
        self.pass_over(origin, REVISIT)

    def fault(self, origin: Origin, reason: str) -> None:
        """A row."""
        self.pass_over(origin, f"cannot be read: {reason}")


@contextmanager
def opened_lines(folder: Path) -> Iterator[dict[str, IO[str]]]:
    """The streams of all tables: opening a file for each row costs as much as reading its record."""
    with ExitStack() as until_done:
        paths = {table: folder / f"{table}.jsonl" for table in TABLES}
        yield {table: until_done.enter_context(path.open("w", encoding="utf-8")) for table, path in paths.items()}


def parquet_name(table: str, index: int, name: str) -> str:
    """Where a table of a file stands below the corpus: the number keeps names of several folders apart."""
    return f"{table}/{index:06d}-{name.rpartition('/')[2]}.parquet"


def publish(lines: Path, corpus: str, index: int, name: str, without: frozenset[int] | None = None) -> None:
    """The lines of all tables as Parquet files, the articles last; ``without`` are the records that are made anew.

    Whoever was thought dead and reads a file late finds it there, perhaps without what repeats: it stays as it is.
    """
    with tempfile.TemporaryDirectory() as folder:
        for table in TABLES:
            made, target = Path(folder) / f"{table}.parquet", parquet_name(table, index, name)
            given, address = (table, lines / f"{table}.jsonl", made), f"{corpus.rstrip('/')}/{target}"
            if without is None:
                write_parquet(*given)
                put_first(made, address)
            else:
                with local_copy(corpus, target) as before:
                    write_parquet(*given, Kept(before, without))
                put(made, address)
