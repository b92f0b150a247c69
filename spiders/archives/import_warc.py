"""Other people's WARC files, the same way as a crawl: judged, archived, extracted, stored, learned from.

Fetches have the dates of the records, and so do the rules that their pages are read with.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from spiders.archives.file_reading import Account, FileReading
from spiders.archives.held_pages import HeldPages
from spiders.discovery.url_patterns import SitePatterns
from spiders.reading.archived_pages import site_name
from spiders.reading.cut_pages import POSSIBLY_CUT
from spiders.reports.plain_text import MOST_LINES
from storage import Discovery, Fetch, FetchKind, Outcome
from storage.rows import sayable
from storage.schema.database import UNSTORABLE, savepoint
from storage.store.fetches import is_stored, payload_of_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from extractors import Extraction
    from spiders.archives.imported_pages import Candidate, Origin, Taken
    from storage import Archive, Exchange, Recorded, Store
    from storage.archive.warc import Records

REVISITS = "revisits"


@dataclass
class Stored:
    """What a store and its archive know already."""

    store: Store
    archive: Archive

    def is_article(self, site: str, url: str) -> bool | None:
        """Whether the stored addresses of its pattern are articles; None where too few are known."""
        return self._patterns.is_article(site, url)

    @cached_property
    def _patterns(self) -> SitePatterns:
        return SitePatterns(self.store.db)

    def has(self, exchange: Exchange) -> bool:
        """Whether it is stored."""
        return is_stored(self.store.db, exchange.url, exchange.fetched_at, exchange.body)

    def original(self, url: str, moment: str) -> Exchange | None:
        """What a revisit refers to, from our archive; None where that is not stored."""
        digest = payload_of_visit(self.store.db, url, moment)
        original = self.store.original_of_digest(digest) if digest else None
        return self.archive.read(original.place) if original else None


@dataclass
class Importer(FileReading):
    """Brings pages into a run. ``report`` gets a line for each of the first records that cannot be read."""

    known: Stored
    run: int
    report: Callable[[str], None]
    account: Account = field(default_factory=Account)

    def read_files(self, paths: list[Path]) -> None:
        """All files; then, where there are any, the revisits, whose payloads are stored by then."""
        with HeldPages() as waiting:
            self.read_into(waiting, paths, "response")
            if self.account.passed_over.pop(REVISITS, 0):
                self.read_into(waiting, paths, "revisit")

    @contextmanager
    def together(self) -> Iterator[None]:
        """One commit; what could not be stored is not counted."""
        before = self.account.outcomes.copy()
        try:
            with self.known.store.one_commit():
                yield
        except BaseException:
            self.account.outcomes = before
            raise

    def pass_over(self, _origin: Origin, reason: str) -> None:
        """Counted by reason."""
        self.account.passed_over[reason] += 1

    def pass_over_revisit(self, origin: Origin) -> None:
        """They come when all the others are stored."""
        self.pass_over(origin, REVISITS)

    def fault(self, origin: Origin, reason: str) -> None:
        """The first are told, all are counted."""
        self.account.faults += 1
        if self.account.faults <= MOST_LINES:
            self.report(f"{origin.path} at {origin.offset}: {reason}")
        elif self.account.faults == MOST_LINES + 1:
            self.report("further records cannot be read either; they are counted at the end")

    def keep(self, pages: Sequence[Candidate], read: Taken) -> None:
        """Archived and stored."""
        first, *further = map(self._fetch, pages, read.records)
        reading = None if first.error else read.extraction
        is_cut = POSSIBLY_CUT in read.extraction.flags
        others = [replace(fetch, kind=FetchKind.FURTHER_PAGE) for fetch in further]
        recorded = self._record(replace(first, is_cut=is_cut), reading, others)
        self.account.outcomes[recorded.outcome] += 1
        self.account.outcomes += Counter({Outcome.JOINED: len(others)})

    def _record(self, first: Fetch, reading: Extraction | None, others: list[Fetch]) -> Recorded:
        """Store a page; one that the database cannot take is stored as failed, and the next one goes on."""
        name = site_name(first.url)
        try:
            with savepoint(self.known.store.db):
                return self.known.store.record(self.run, first, reading, name, others)
        except UNSTORABLE as error:
            failed = replace(first, error=f"cannot be stored: {error}")
            return self.known.store.record(self.run, failed, None, name)

    def _fetch(self, page: Candidate, records: Records | None) -> Fetch:
        exchange = page.exchange
        return Fetch(
            exchange.url,
            exchange.url,
            exchange.fetched_at,
            status=exchange.status,
            headers=exchange.response_headers,
            error=page.error,
            discovery=Discovery(exchange.url, sayable(page.origin.path.name), "warc", datetime.now(UTC)),
            place=self.known.archive.write(exchange, records),
            size=len(exchange.body),
        )
