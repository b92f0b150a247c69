"""The pages of other people's WARC files: judged, put together to articles, read; for a store and for a corpus."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from extractors import Extraction
from spiders.archives.held_pages import HeldPages, pairs
from spiders.archives.imported_pages import (
    Candidate,
    ImportTerms,
    Origin,
    Taken,
    goes_on_at,
    leads_to_another,
    read_candidates,
)
from spiders.archives.imported_records import RecordClassifier
from storage import ArchiveError
from storage.archive.imported_records import Fault, read_imported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from spiders.archives.held_pages import Held
    from spiders.archives.imported_records import Known
    from spiders.archives.reclean import Reader
    from spiders.reading.parallel import Parallel
    from storage.archive.imported_records import ImportedRecord

ENVELOPE = 2**17  # bytes that headers may take beside the body
PAGES = {"response": {"response", "resource"}, "revisit": {"revisit"}}
LEFT = "further page of an article that was read without it"


@dataclass
class Account:
    """Pages by what became of them, records that were passed over by reason, and the number of faults."""

    outcomes: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    faults: int = 0

    def counts(self) -> dict[str, int]:
        """For the statistics of the run."""
        return dict(self.outcomes) | {"faults": self.faults}


@dataclass
class FileReading:
    """Reads files, and hands on what they give: what is done with it is for who inherits from this.

    ``known`` is what is known before a file is opened; ``advance`` gets the file that is read, and how far.
    """

    reader: Reader
    known: Known
    terms: ImportTerms
    advance: Callable[[Path, int], None]

    def keep(self, pages: Sequence[Candidate], read: Taken) -> None:
        """Take the pages of an article, and what they give; there may be fewer records than pages."""
        raise NotImplementedError

    def pass_over(self, origin: Origin, reason: str) -> None:
        """Take what is left where it is, and why."""
        raise NotImplementedError

    def fault(self, origin: Origin, reason: str) -> None:
        """Take what cannot be read, and why."""
        raise NotImplementedError

    def pass_over_revisit(self, origin: Origin) -> None:
        """Take a record that has the payload of another one."""
        raise NotImplementedError

    def wants(self, origin: Origin) -> bool:  # noqa: ARG002
        """Whether a record is to be looked at."""
        return True

    def together(self) -> AbstractContextManager[None]:
        """What is entered around keeping what came from a worker at once."""
        return nullcontext()

    def read(self, paths: list[Path], kind: str = "response") -> None:
        """All records of a kind. Pages whose articles may have further ones are held back until all are known."""
        with HeldPages() as waiting:
            self.read_into(waiting, paths, kind)

    def read_into(self, waiting: HeldPages, paths: list[Path], kind: str) -> None:
        """The same, with the pages that earlier looks held."""
        pages = (page for path in paths for page in self._pages(path, kind))
        self._take((page,) for page in pages if not waiting.hold(page))
        held = waiting.take()
        self._take(self._articles(waiting, held, self._following(waiting, held)))

    def _take(self, articles: Iterator[tuple[Candidate, ...]]) -> None:
        read = partial(read_candidates, self.terms)
        self._parallel.run(articles, read, self._hand_on, self._fail, self.together)

    def _hand_on(self, pages: Sequence[Candidate], read: Taken | str) -> None:
        if isinstance(read, str):
            self.pass_over(pages[0].origin, read)
            return
        self.keep(pages, read)
        for page in pages[read.pages :]:
            self.pass_over(page.origin, LEFT)

    def _fail(self, pages: Sequence[Candidate], error: Exception) -> None:
        self._hand_on(pages[:1], pages[0].doubt or Taken(Extraction(None, error=str(error)), 1, (None,)))

    @cached_property
    def _parallel(self) -> Parallel:
        return replace(self.reader.parallel, size_of=_bytes_of)

    @cached_property
    def _judge(self) -> RecordClassifier:
        return RecordClassifier(self.known, self.reader)

    def _following(self, waiting: HeldPages, held: list[Held]) -> dict[int, str]:
        """Where each page goes on, by the offset of the page."""
        found: dict[int, str] = {}

        def note(numbered: tuple[int, Candidate], key: str | None) -> None:
            found.update({numbered[0]: key} if key else {})

        def check(numbered: tuple[int, Candidate, Candidate], is_another: bool) -> None:
            if is_another:
                del found[numbered[0]]

        numbered = ((page.offset, waiting.load(page)) for page in held)
        self._parallel.run(numbered, partial(goes_on_at, self.terms), note, lambda *_: None)
        both = ((page.offset, waiting.load(page), waiting.load(other)) for page, other in pairs(held, dict(found)))
        self._parallel.run(both, partial(leads_to_another, self.terms), check, lambda *_: None)
        return found

    def _articles(
        self, waiting: HeldPages, held: list[Held], following: dict[int, str]
    ) -> Iterator[tuple[Candidate, ...]]:
        """The pages that waited, those of an article together."""
        left = {page.offset: page for page in held}
        for pages in waiting.articles(held, following):
            for page in pages:
                left.pop(page.offset, None)
            article = tuple(map(waiting.load, pages))
            if doubt := self._judge.doubt(article[0].exchange.url, trusted=True):
                self.pass_over(article[0].origin, doubt)
            else:
                yield article
        for page in left.values():
            self.pass_over(waiting.load(page).origin, LEFT)

    def _pages(self, path: Path, kind: str) -> Iterator[Candidate]:
        """The pages of a file that are not known yet."""
        for number, record in enumerate(read_imported(path, self.reader.largest + ENVELOPE)):
            self.advance(path, record.offset)
            if isinstance(record, Fault):
                if kind == "response":  # else it was told the first time
                    self.fault(Origin(path, record.offset, number), record.reason)
                continue
            found, origin = record.headers.get("warc-type"), Origin.of(path, record, number)
            if not self.wants(origin):
                continue
            if found in PAGES[kind]:
                if page := self._page(origin, record):
                    yield page
            elif (found, kind) == ("revisit", "response"):
                self.pass_over_revisit(origin)

    def _page(self, origin: Origin, record: ImportedRecord) -> Candidate | None:
        try:
            found = self._judge.judged(origin, record)
        except (ValueError, ArchiveError) as error:
            self.fault(origin, str(error))
            return None
        if isinstance(found, str):
            self.pass_over(origin, found)
            return None
        return found


def _bytes_of(item: Iterable[Candidate | int]) -> int:
    """That the pages of an article, or numbered pages, bring along to a worker."""
    return sum(len(page.exchange.body) for page in item if isinstance(page, Candidate))
