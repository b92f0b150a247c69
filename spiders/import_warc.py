"""Other people's WARC files, the same way as a crawl: archived, extracted, stored, with the dates of the records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from scrapy.http import Response

from extractors import Extraction
from spiders.addresses import is_web_address
from spiders.archived import extract_exchange, site_name
from spiders.failures import refusal
from storage import ArchiveError, Discovery, Fetch, payload_digest
from storage.fetches import is_stored, payload_of_visit
from storage.foreign import Fault, read_foreign
from storage.warc import exchange_of, undo_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spiders.lanes import Lanes
    from storage import Archive, Exchange, Store
    from storage.foreign import ForeignRecord

ENVELOPE = 2**17  # bytes that headers may take beside the body
REVISITS = "revisits"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of a file; ``error`` says why there is no need to read it."""

    path: Path
    exchange: Exchange
    error: str | None


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
    lanes: Lanes
    largest: int
    run: int
    report: Callable[[str], None]
    advance: Callable[[Path, int], None]
    account: Account = field(default_factory=Account)

    def read(self, paths: list[Path]) -> None:
        """All files; then, where there are any, the revisits, whose payloads are stored by then."""
        self._read(paths, "response")
        if self.account.passed_over.pop(REVISITS, 0):
            self._read(paths, "revisit")

    def _read(self, paths: list[Path], kind: str) -> None:
        pages = (page for path in paths for page in self._pages(path, kind))
        self.lanes.run(pages, partial(extract_candidate, self.largest), self._keep, self._fail)

    def _pages(self, path: Path, kind: str) -> Iterator[Candidate]:
        """The pages of a file that are not stored yet."""
        for record in read_foreign(path, self.largest + ENVELOPE):
            self.advance(path, record.offset)
            if isinstance(record, Fault):
                if kind == "response":  # else it was told the first time
                    self._fault(path, record.offset, record.reason)
                continue
            found = record.headers.get("warc-type")
            if found == kind and (page := self._page(path, record)):
                yield page
            elif (found, kind) == ("revisit", "response"):
                self.account.passed_over[REVISITS] += 1

    def _page(self, path: Path, record: ForeignRecord) -> Candidate | None:
        try:
            exchange = self._exchange(record)
        except (ValueError, ArchiveError) as error:
            self._fault(path, record.offset, str(error))
            return None
        if reason := self._why_passed_over(exchange):
            self.account.passed_over[reason] += 1
            return None
        return Candidate(path, exchange, refusal_of(exchange))

    def _why_passed_over(self, exchange: Exchange) -> str | None:
        """Why a response is left where it is: it is no page, or stored. A page that failed is stored as that."""
        if not is_web_address(exchange.url):
            return "not an http(s) address"
        if exchange.status < 200 or 300 <= exchange.status < 400:
            return "redirect or other answer without a page"
        if exchange.status < 300 and (refused := refusal_of(exchange)):
            return refused
        digest = payload_digest(exchange.body)
        return "stored already" if is_stored(self.store.db, exchange.url, exchange.fetched_at, digest) else None

    def _exchange(self, record: ForeignRecord) -> Exchange:
        exchange = as_it_came(exchange_of(record.headers, record.block))
        if record.headers["warc-type"] != "revisit":
            return exchange
        url, moment = (record.headers.get(f"warc-refers-to-{part}", "") for part in ("target-uri", "date"))
        digest = payload_of_visit(self.store.db, url.strip("<>"), moment)
        original = self.store.original_of_digest(digest) if digest else None
        if original is None:
            raise ValueError(f"revisits a record that is not stored: {url} of {moment}")
        return replace(exchange, body=self.archive.read(original.place).body)

    def _keep(self, page: Candidate, extraction: Extraction) -> None:
        exchange = page.exchange
        found = Discovery(exchange.url, page.path.name, "warc", datetime.now(UTC))
        fetch = Fetch(
            exchange.url,
            exchange.url,
            exchange.fetched_at,
            status=exchange.status,
            headers=exchange.response_headers,
            error=page.error,
            discovery=found,
            place=self.archive.write(exchange),
            size=len(exchange.body),
        )
        reading = None if page.error else extraction
        recorded = self.store.record(self.run, fetch, reading, site_name(exchange.url))
        self.account.outcomes[recorded.outcome] += 1

    def _fail(self, page: Candidate, error: Exception) -> None:
        self._keep(page, Extraction(None, error=str(error)))

    def _fault(self, path: Path, offset: int, reason: str) -> None:
        self.account.faults += 1
        self.report(f"{path} at {offset}: {reason}")


def extract_candidate(largest: int, page: Candidate) -> Extraction:
    """Runs in a worker."""
    return Extraction(None, error=page.error) if page.error else extract_exchange(largest, page.exchange)


def refusal_of(exchange: Exchange) -> str | None:
    """Why a response is no page to read; None where it may be one."""
    headers = dict(exchange.response_headers)
    return refusal(Response(exchange.url, exchange.status, headers, exchange.body))


def as_it_came(exchange: Exchange) -> Exchange:
    """With Transfer-Encoding undone, as our archive has it, and without a Content-Encoding that was undone already."""
    headers = {name.lower(): value for name, value in exchange.response_headers}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        undone = undo_chunks(exchange.body)
        exchange = exchange if undone is None else replace(exchange, body=undone)
    if "gzip" in headers.get("content-encoding", "").lower() and not exchange.body.startswith(b"\x1f\x8b"):
        renamed = (
            (f"X-Crawl-{name}" if name.lower() == "content-encoding" else name, value)
            for name, value in exchange.response_headers
        )
        exchange = replace(exchange, response_headers=tuple(renamed))
    return exchange
