"""The steps that datatrove runs, each on its share of the files: read them, then cut what repeats."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from spiders.archives.imported_pages import ImportTerms
from spiders.archives.reclean import Reader
from spiders.bulk.corpus_files import CorpusReading, NothingKnown, opened_lines, parquet_name, publish
from spiders.bulk.folders import is_there, local_copy
from spiders.bulk.repeats import concerned, learned_repeats
from spiders.reading.parallel import Parallel
from spiders.reading.site_rules import ftr_folder
from spiders.reading.workers import shared_workers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.model import Repeats


@dataclass(frozen=True)
class Bounds:
    """What pages have to keep to, as the settings have it; part of the manifest."""

    largest: int
    seconds: int
    memory: int
    honours_opt_outs: bool
    ftr_folder: str


@dataclass(frozen=True)
class ReadFiles:
    """Files -> articles, removals, rejected. What is done is passed over, so that a task goes on where it was.

    ``readers`` are the processes that read pages for each task.
    """

    source: str
    names: tuple[str, ...] = field(repr=False)  # there may be thousands, and datatrove logs its steps
    corpus: str
    bounds: Bounds
    readers: int
    name = "read archives"

    @property
    def parallel(self) -> Parallel:
        """The processes that read, which this one has started or starts now."""
        return Parallel(shared_workers(self.readers, self.bounds.seconds, self.bounds.memory), self.readers)

    def __call__(self, _data: object, rank: int, world_size: int) -> None:
        """Called by datatrove in the process of a task."""
        for index in range(rank, len(self.names), world_size):
            if not is_there(f"{self.corpus}/{parquet_name('articles', index, self.names[index])}"):
                with tempfile.TemporaryDirectory() as folder:
                    self.read(index, Path(folder), {})
                    publish(Path(folder), self.corpus, index, self.names[index])

    def read(
        self, index: int, folder: Path, repeats: Mapping[str, Repeats], only: frozenset[int] | None = None
    ) -> None:
        """The lines of a file."""
        bounds, name = self.bounds, self.names[index]
        terms = ImportTerms(bounds.largest, bounds.honours_opt_outs, for_store=False)
        with local_copy(self.source, name) as path, opened_lines(folder) as lines:
            reader = Reader(self.parallel, folder, bounds.largest, repeats, ftr_folder(bounds.ftr_folder))
            CorpusReading(reader, NothingKnown(), terms, lambda *_: None, name, lines, only).read([path])


@dataclass(frozen=True)
class CutRepeats:
    """The pages in whose texts a repeat stands are read again; all other rows stay as they are."""

    reading: ReadFiles
    name = "cut what repeats"

    def __call__(self, _data: object, rank: int, world_size: int) -> None:
        """Called by datatrove in the process of a task."""
        repeats, reading = learned_repeats(self.reading.corpus), self.reading
        if not repeats:
            return
        for index in range(rank, len(reading.names), world_size):
            records = concerned(reading.corpus, parquet_name("articles", index, reading.names[index]), repeats)
            if records:
                with tempfile.TemporaryDirectory() as folder:
                    reading.read(index, Path(folder), repeats, records)
                    publish(Path(folder), reading.corpus, index, reading.names[index], records)
