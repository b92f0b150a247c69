"""Other people's WARC files, the same way as a crawl: judged, archived, extracted, stored, learned from.

Fetches have the dates of the records, and so do the rules that their pages are read with.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from extractors import Extraction
from spiders.archives.held_pages import HeldPages, pairs
from spiders.archives.imported_pages import Candidate, Taken, Terms, goes_on_at, leads_to_another, read_candidates
from spiders.archives.imported_records import RecordClassifier
from spiders.reading.archived_pages import site_name
from storage import ArchiveError, Discovery, Fetch, FetchKind, Outcome
from storage.archive.imported_records import Fault, read_imported
from storage.schema.database import UNSTORABLE, savepoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from spiders.archives.held_pages import Held
    from spiders.archives.reclean import Reader
    from storage import Archive, Recorded, Store
    from storage.archive.imported_records import ImportedRecord
    from storage.archive.warc import Records

ENVELOPE = 2**17  # bytes that headers may take beside the body
REVISITS = "revisits"
PAGES = {"response": {"response", "resource"}, "revisit": {"revisit"}}
LEFT = "further page of an article that was read without it"


@dataclass
class Account:
    """Pages by what became of them, records that were passed over by reason, and the number of faults."""

    outcomes: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    faults: int = 0


@dataclass
class Importer:
    """Brings pages into a run.

    ``report`` gets a line for each record that cannot be read, ``advance`` the file that is read, and how far.
    """

    store: Store
    archive: Archive
    reader: Reader
    run: int
    honours_opt_outs: bool
    report: Callable[[str], None]
    advance: Callable[[Path, int], None]
    account: Account = field(default_factory=Account)

    def read(self, paths: list[Path]) -> None:
        """All files; then, where there are any, the revisits, whose payloads are stored by then."""
        with HeldPages() as waiting:
            self._read(paths, "response", waiting)
            if self.account.passed_over.pop(REVISITS, 0):
                self._read(paths, "revisit", waiting)

    def _read(self, paths: list[Path], kind: str, waiting: HeldPages) -> None:
        """Pages whose articles may have further ones are held back until all are known."""
        pages = (page for path in paths for page in self._pages(path, kind))
        self._take((page,) for page in pages if not waiting.hold(page))
        held = waiting.take()
        self._take(self._articles(waiting, held, self._following(waiting, held)))

    def _take(self, articles: Iterator[tuple[Candidate, ...]]) -> None:
        read = partial(read_candidates, self._terms)
        self.reader.parallel.run(articles, read, self._keep, self._fail, self._one_commit)

    @contextmanager
    def _one_commit(self) -> Iterator[None]:
        """For what comes from a worker at once; what could not be stored is not counted."""
        before = self.account.outcomes.copy()
        try:
            with self.store.one_commit():
                yield
        except BaseException:
            self.account.outcomes = before
            raise

    @cached_property
    def _judge(self) -> RecordClassifier:
        return RecordClassifier(self.store, self.archive, self.reader)

    @cached_property
    def _terms(self) -> Terms:
        return Terms(self.reader.largest, self.honours_opt_outs)

    def _following(self, waiting: HeldPages, held: list[Held]) -> dict[int, str]:
        """Where each page goes on, by the offset of the page."""
        found: dict[int, str] = {}

        def note(numbered: tuple[int, Candidate], key: str | None) -> None:
            found.update({numbered[0]: key} if key else {})

        def check(numbered: tuple[int, Candidate, Candidate], is_another: bool) -> None:
            if is_another:
                del found[numbered[0]]

        numbered = ((page.offset, waiting.load(page)) for page in held)
        self.reader.parallel.run(numbered, partial(goes_on_at, self._terms), note, lambda *_: None)
        both = ((page.offset, waiting.load(page), waiting.load(other)) for page, other in pairs(held, dict(found)))
        self.reader.parallel.run(both, partial(leads_to_another, self._terms), check, lambda *_: None)
        return found

    def _articles(
        self, waiting: HeldPages, held: list[Held], following: dict[int, str]
    ) -> Iterator[tuple[Candidate, ...]]:
        """The pages that waited, those of an article together."""
        left = {page.offset for page in held}
        for pages in waiting.articles(held, following):
            left -= {page.offset for page in pages}
            article = tuple(map(waiting.load, pages))
            if doubt := self._judge.doubt(article[0].exchange.url, trusted=True):
                self.account.passed_over[doubt] += 1
            else:
                yield article
        self.account.passed_over += Counter({LEFT: len(left)})

    def _pages(self, path: Path, kind: str) -> Iterator[Candidate]:
        """The pages of a file that are not stored yet."""
        for record in read_imported(path, self.reader.largest + ENVELOPE):
            self.advance(path, record.offset)
            if isinstance(record, Fault):
                if kind == "response":  # else it was told the first time
                    self._fault(path, record.offset, record.reason)
                continue
            found = record.headers.get("warc-type")
            if found in PAGES[kind]:
                if page := self._page(path, record):
                    yield page
            elif (found, kind) == ("revisit", "response"):
                self.account.passed_over[REVISITS] += 1

    def _page(self, path: Path, record: ImportedRecord) -> Candidate | None:
        try:
            found = self._judge.judged(path, record)
        except (ValueError, ArchiveError) as error:
            self._fault(path, record.offset, str(error))
            return None
        if isinstance(found, str):
            self.account.passed_over[found] += 1
            return None
        return found

    def _keep(self, pages: Sequence[Candidate], read: Taken | str) -> None:
        if isinstance(read, str):
            self.account.passed_over[read] += 1
            return
        first, *further = map(self._fetch, pages, read.records)
        reading = None if first.error else read.extraction
        kind = FetchKind.FURTHER_PAGE
        others = [replace(fetch, kind=kind) for fetch in further]
        recorded = self._record(first, reading, others)
        self.account.outcomes[recorded.outcome] += 1
        self.account.outcomes += Counter({Outcome.JOINED: len(others)})
        self.account.passed_over += Counter({LEFT: len(pages) - 1 - len(others)})

    def _record(self, first: Fetch, reading: Extraction | None, others: list[Fetch]) -> Recorded:
        """Store a page; one that the database cannot take is stored as failed, and the next one goes on."""
        name = site_name(first.url)
        try:
            with savepoint(self.store.db):
                return self.store.record(self.run, first, reading, name, others)
        except UNSTORABLE as error:
            failed = replace(first, error=f"cannot be stored: {error}")
            return self.store.record(self.run, failed, None, name)

    def _fetch(self, page: Candidate, records: Records | None) -> Fetch:
        exchange = page.exchange
        return Fetch(
            exchange.url,
            exchange.url,
            exchange.fetched_at,
            status=exchange.status,
            headers=exchange.response_headers,
            error=page.error,
            discovery=Discovery(exchange.url, page.path.name, "warc", datetime.now(UTC)),
            place=self.archive.write(exchange, records),
            size=len(exchange.body),
        )

    def _fail(self, pages: Sequence[Candidate], error: Exception) -> None:
        self._keep(pages[:1], pages[0].doubt or Taken(Extraction(None, error=str(error)), (None,)))

    def _fault(self, path: Path, offset: int, reason: str) -> None:
        self.account.faults += 1
        self.report(f"{path} at {offset}: {reason}")
