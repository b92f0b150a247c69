"""A page of another's WARC file, and what is to be read of it: what a crawl would not have kept is passed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scrapy.http import Response

from extractors import Extraction
from extractors.metadata.structured import ARTICLE_TYPE
from extractors.pages import extract_pages
from spiders.archived import UNPACKING_FAULTS, page_of, site_for
from spiders.failures import refusal
from spiders.opt_outs import opt_out_of
from storage.warc import serialise_exchange, undo_chunks

if TYPE_CHECKING:
    from pathlib import Path

    from extractors import Repeats, Site
    from storage import Exchange


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of a file, what repeats on its site, and the rules where no site file names its host.

    ``error`` says why there is no need to read it. ``doubt`` says why its address is not that of an article; it is one
    all the same where the page itself says so.
    """

    path: Path
    exchange: Exchange
    error: str | None
    doubt: str | None
    repeats: Repeats
    fallback: Site | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What pages have to keep to: bytes when unpacked, and whether their wish not to be kept is honoured."""

    largest: int
    honours_opt_outs: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page gives, and its records for the archive, packed."""

    extraction: Extraction
    records: tuple[bytes, bytes] | None = None


def read_candidate(terms: Terms, candidate: Candidate) -> Taken | str:
    """What a page gives, or why it is passed over. Runs in a worker."""
    extraction = _extraction(terms, candidate)
    if isinstance(extraction, str):
        return extraction
    return Taken(extraction, serialise_exchange(candidate.exchange, None))


def _extraction(terms: Terms, candidate: Candidate) -> Extraction | str:
    if candidate.error:
        return Extraction(None, error=candidate.error)
    try:
        page = page_of(candidate.exchange, terms.largest)
    except UNPACKING_FAULTS:
        return candidate.doubt or Extraction(None, error="cannot be unpacked")
    response = Response(page.url, headers=_by_name(candidate.exchange), body=page.body)
    if terms.honours_opt_outs and (word := opt_out_of(response)):
        return f"the page asks not to be kept: {word}"
    extraction = extract_pages([page], site_for(page.url) or candidate.fallback, candidate.repeats)
    return candidate.doubt if candidate.doubt and not says_article(extraction) else extraction


def says_article(extraction: Extraction) -> bool:
    """Whether a page calls itself an article in its JSON-LD. ``og:type`` says that of section pages too."""
    article = extraction.article
    return article is not None and ARTICLE_TYPE.search(article.page_type or "") is not None


def refusal_of(exchange: Exchange) -> str | None:
    """Why a response is no page to read; None where it may be one."""
    return refusal(Response(exchange.url, exchange.status, _by_name(exchange), exchange.body))


def announces_page(exchange: Exchange) -> bool:
    """Whether the head of a response, whose payload is not at hand, speaks of a page."""
    return refusal_of(replace(exchange, body=b"<html>")) is None


def _by_name(exchange: Exchange) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in exchange.response_headers:
        headers.setdefault(name, []).append(value)
    return headers


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
