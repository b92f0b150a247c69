"""Which records of other people's WARC files are pages, going by what a crawl goes by; the rest is passed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from spiders.archives.imported_pages import Candidate, Origin, announces_page, as_it_came, refusal_of
from spiders.discovery.article_addresses import why_no_article
from spiders.reading.archived_pages import site_for, site_name
from spiders.web.addresses import is_web_address
from storage.archive.warc_reading import exchange_of, is_headless

if TYPE_CHECKING:
    from spiders.archives.reclean import Reader
    from storage import Exchange
    from storage.archive.imported_records import ImportedRecord


class Known(Protocol):
    """What is known before a file is opened: a store's, or nothing."""

    def is_article(self, site: str, url: str) -> bool | None:
        """Whether addresses like this one are articles; None where too few are known."""

    def has(self, exchange: Exchange) -> bool:
        """Whether it is there already."""

    def original(self, url: str, moment: str) -> Exchange | None:
        """What a revisit refers to, by its address and the time as the record gives it; None where it is not there."""


@dataclass
class RecordClassifier:
    """Of one import."""

    known: Known
    reader: Reader

    def judged(self, origin: Origin, record: ImportedRecord) -> Candidate | str:
        """A page, or why it is passed over. Raises ValueError for what is no response, ArchiveError."""
        exchange = as_it_came(exchange_of(record.headers, record.block))
        if reason := why_no_page(exchange):
            return reason
        doubt = self.doubt(exchange.url, trusted=False)
        if record.headers["warc-type"] == "revisit":
            original = self._original(record)
            if original is None and (doubt or not announces_page(exchange)):
                return doubt or "not an HTML page"
            exchange = _with_payload(exchange, original, record)
        refused = refusal_of(exchange)
        reason = self._why_passed_over(exchange, refused, doubt)
        return reason or Candidate(origin, exchange, refused, doubt, *self.reader.guidance(exchange.url))

    def _why_passed_over(self, exchange: Exchange, refused: str | None, doubt: str | None) -> str | None:
        """Why a response is left where it is. A page that failed is stored where its address is an article's."""
        if refused and exchange.status < 300:
            return refused
        may_be_further = not refused and self._links_further(exchange.url)
        if doubt and not may_be_further and (refused or self.doubt(exchange.url, trusted=True)):
            return doubt
        return "stored already" if self.known.has(exchange) else None

    def doubt(self, url: str, *, trusted: bool) -> str | None:
        """Why an address is not that of an article, going by what a crawl goes by; None where it is."""
        learned = partial(self.known.is_article, site_name(url))
        return why_no_article(url, site_for(url), learned, trusted=trusted)

    def _links_further(self, url: str) -> bool:
        """Whether the rules for a page can name the next page of its article."""
        site = site_for(url) or self.reader.guidance(url)[1]
        return site is not None and bool(site.links_to_next)

    def _original(self, record: ImportedRecord) -> Exchange | None:
        url, moment = _referred_to(record)
        return self.known.original(url.strip("<>"), moment)


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


def _referred_to(record: ImportedRecord) -> tuple[str, str]:
    """URL and time of the record that a revisit names, as they are written; empty where it names none."""
    return record.headers.get("warc-refers-to-target-uri", ""), record.headers.get("warc-refers-to-date", "")


def _with_payload(exchange: Exchange, original: Exchange | None, record: ImportedRecord) -> Exchange:
    """A revisit as if the payload had come again. Raises ValueError where that is not stored."""
    if original is None:
        raise ValueError(f"revisits a record that is not stored: {' of '.join(_referred_to(record))}")
    if is_headless(record.headers, record.block):
        exchange = replace(exchange, response_headers=original.response_headers)
    return replace(exchange, body=original.body)
