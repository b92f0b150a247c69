"""Other people's WARC files, the same way as a crawl: judged, archived, extracted, stored, learned from.

Fetches have the dates of the records, and so do the rules that their pages are read with.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors import Extraction
from spiders.addresses import is_web_address
from spiders.archived import site_for, site_name
from spiders.article_addresses import why_no_article
from spiders.foreign_pages import Candidate, Taken, Terms, announces_page, as_it_came, read_candidate, refusal_of
from spiders.shapes import SiteShapes
from storage import ArchiveError, Discovery, Fetch, payload_digest
from storage.fetches import is_stored, payload_of_visit
from storage.foreign import Fault, read_foreign
from storage.warc import exchange_of, is_headless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spiders.reclean import Reader
    from storage import Archive, Exchange, Store
    from storage.foreign import ForeignRecord

ENVELOPE = 2**17  # bytes that headers may take beside the body
REVISITS = "revisits"


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
        self._read(paths, "response")
        if self.account.passed_over.pop(REVISITS, 0):
            self._read(paths, "revisit")

    def _read(self, paths: list[Path], kind: str) -> None:
        pages = (page for path in paths for page in self._pages(path, kind))
        terms = Terms(self.reader.largest, self.honours_opt_outs)
        self.reader.lanes.run(pages, partial(read_candidate, terms), self._keep, self._fail)

    def _pages(self, path: Path, kind: str) -> Iterator[Candidate]:
        """The pages of a file that are not stored yet."""
        for record in read_foreign(path, self.reader.largest + ENVELOPE):
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
            found = self._judged(path, record)
        except (ValueError, ArchiveError) as error:
            self._fault(path, record.offset, str(error))
            return None
        if isinstance(found, str):
            self.account.passed_over[found] += 1
            return None
        return found

    def _judged(self, path: Path, record: ForeignRecord) -> Candidate | str:
        """A page, or why it is passed over. Raises ValueError for what is no response."""
        exchange = as_it_came(exchange_of(record.headers, record.block))
        if reason := why_no_page(exchange):
            return reason
        doubt = self._doubt(exchange.url, trusted=False)
        if record.headers["warc-type"] == "revisit":
            original = self._original(record)
            if original is None and (doubt or not announces_page(exchange)):
                return doubt or "not an HTML page"
            exchange = _with_payload(exchange, original, record)
        refused = refusal_of(exchange)
        reason = self._why_passed_over(exchange, refused, doubt)
        return reason or Candidate(path, exchange, refused, doubt, *self.reader.guidance(exchange.url))

    def _why_passed_over(self, exchange: Exchange, refused: str | None, doubt: str | None) -> str | None:
        """Why a response is left where it is. A page that failed is stored where its address is an article's."""
        if refused and exchange.status < 300:
            return refused
        if doubt and (refused or self._doubt(exchange.url, trusted=True)):
            return doubt
        digest = payload_digest(exchange.body)
        return "stored already" if is_stored(self.store.db, exchange.url, exchange.fetched_at, digest) else None

    def _doubt(self, url: str, *, trusted: bool) -> str | None:
        """Why an address is not that of an article, going by what a crawl goes by; None where it is."""
        learned = partial(self._shapes.verdict, site_name(url))
        return why_no_article(url, site_for(url), learned, trusted=trusted)

    @cached_property
    def _shapes(self) -> SiteShapes:
        return SiteShapes(self.store.db)

    def _original(self, record: ForeignRecord) -> Exchange | None:
        """What a revisit refers to, from our archive; None where that is not stored."""
        url, moment = (record.headers.get(f"warc-refers-to-{part}", "") for part in ("target-uri", "date"))
        digest = payload_of_visit(self.store.db, url.strip("<>"), moment)
        original = self.store.original_of_digest(digest) if digest else None
        return self.archive.read(original.place) if original else None

    def _keep(self, page: Candidate, read: Taken | str) -> None:
        if isinstance(read, str):
            self.account.passed_over[read] += 1
            return
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
            place=self.archive.write(exchange, read.records),
            size=len(exchange.body),
        )
        reading = None if page.error else read.extraction
        recorded = self.store.record(self.run, fetch, reading, site_name(exchange.url))
        self.account.outcomes[recorded.outcome] += 1

    def _fail(self, page: Candidate, error: Exception) -> None:
        self._keep(page, page.doubt or Taken(Extraction(None, error=str(error))))

    def _fault(self, path: Path, offset: int, reason: str) -> None:
        self.account.faults += 1
        self.report(f"{path} at {offset}: {reason}")


def why_no_page(exchange: Exchange) -> str | None:
    """Why a response is none that a crawl would read as a page, going by its address and status."""
    if not is_web_address(exchange.url):
        return "not an http(s) address"
    if exchange.status < 200 or 300 <= exchange.status < 400:
        return "redirect or other answer without a page"
    return "front page" if is_front_page(exchange.url) else None


def is_front_page(url: str) -> bool:
    """Whether an address is the root of its host, or one that the site file lists as a front page."""
    parts, site = urlsplit(url), site_for(url)
    listed = site.news.front_pages if site else ()
    is_root = parts.path in {"", "/"} and not parts.query
    return is_root or url.rstrip("/") in {each.rstrip("/") for each in listed}


def _with_payload(exchange: Exchange, original: Exchange | None, record: ForeignRecord) -> Exchange:
    """A revisit as if the payload had come again. Raises ValueError where that is not stored."""
    if original is None:
        url, moment = (record.headers.get(f"warc-refers-to-{part}", "") for part in ("target-uri", "date"))
        raise ValueError(f"revisits a record that is not stored: {url} of {moment}")
    if is_headless(record.headers, record.block):
        exchange = replace(exchange, response_headers=original.response_headers)
    return replace(exchange, body=original.body)
