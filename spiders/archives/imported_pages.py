"""A page of another's WARC file, and what is to be read of it: what a crawl would not have kept is passed over."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Self

from extractors import Extraction
from extractors.metadata.structured import ARTICLE_TYPE
from extractors.page.links import next_page_of
from extractors.pages import is_another_article
from spiders.discovery.front_pages import same_site
from spiders.politeness.opt_outs import opt_out_of
from spiders.reading.archived_pages import UNPACKING_FAULTS, page_of, site_for
from spiders.reading.cut_pages import told_if_cut
from spiders.reading.put_off import Terms
from spiders.reading.walls import read_pages
from spiders.web.addresses import page_key
from spiders.web.exchange import response_of
from spiders.web.failures import refusal
from storage.archive.warc import serialise_exchange
from storage.archive.warc_reading import undo_chunks
from storage.near_duplicates.links import sketched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from extractors import Page, Repeats, Site
    from storage import Exchange
    from storage.archive.imported_records import ImportedRecord
    from storage.archive.warc import Records


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands in a file of others, and what it calls itself; empty where it does not say.

    ``number`` counts the records of the file: several may share an offset.
    """

    path: Path
    offset: int
    number: int
    record_id: str = ""
    url: str = ""

    @classmethod
    def of(cls, path: Path, record: ImportedRecord, number: int) -> Self:
        """Of a record that can be read."""
        headers = record.headers
        url = headers.get("warc-target-uri", "").strip("<>")
        return cls(path, record.offset, number, headers.get("warc-record-id", ""), url)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of a file, what repeats on its site, and the rules where no site file names its host.

    ``error`` says why there is no need to read it. ``doubt`` says why its address is not that of an article; it is one
    all the same where the page itself says so.
    """

    origin: Origin
    exchange: Exchange
    error: str | None
    doubt: str | None
    repeats: Repeats
    fallback: Site | None


@dataclass(frozen=True, slots=True)
class ImportTerms(Terms):
    """``for_store`` says that what is read goes into a store: records are packed for its archive, texts sketched."""

    for_store: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """What the first so many pages of an article give, and their records, packed for the archive."""

    extraction: Extraction
    pages: int
    records: tuple[Records | None, ...]


class _NotKeptError(Exception):
    """A page asks not to be kept."""


def read_candidates(terms: ImportTerms, candidates: Sequence[Candidate]) -> Taken | str:
    """What a page gives, with the further pages of its article; or why it is passed over. Runs in a worker."""
    first = candidates[0]
    if first.error:
        return _taken(terms, Extraction(None, error=first.error), candidates[:1])
    try:
        pages = [_page(terms, first), *_readable(terms, candidates[1:])]
    except _NotKeptError as error:
        return str(error)
    except UNPACKING_FAULTS:
        return first.doubt or _taken(terms, Extraction(None, error="cannot be unpacked"), candidates[:1])
    extraction = read_pages(pages, rules_of(first), first.repeats)
    extraction = told_if_cut(extraction, first.exchange, pages[0].body)
    if first.doubt and not says_article(extraction):
        return first.doubt
    return _taken(terms, extraction, candidates[: len(pages)])


def _taken(terms: ImportTerms, extraction: Extraction, candidates: Sequence[Candidate]) -> Taken:
    if not terms.for_store:
        return Taken(extraction, len(candidates), (None,) * len(candidates))
    records = tuple(serialise_exchange(candidate.exchange, None) for candidate in candidates)
    return Taken(sketched(extraction), len(candidates), records)


def _page(terms: ImportTerms, candidate: Candidate) -> Page:
    """Raises _NotKeptError, or one of UNPACKING_FAULTS."""
    page = page_of(candidate.exchange, terms.largest)
    if terms.honours_opt_outs and (opt_out := opt_out_of(response_of(candidate.exchange, page.body))):
        raise _NotKeptError(f"the page asks not to be kept: {opt_out}")
    return page


def _readable(terms: ImportTerms, candidates: Sequence[Candidate]) -> Iterator[Page]:
    """The further pages of an article, up to one that cannot be read."""
    with suppress(_NotKeptError, *UNPACKING_FAULTS):
        for candidate in takewhile(lambda each: not each.error, candidates):
            yield _page(terms, candidate)


def rules_of(candidate: Candidate) -> Site | None:
    """The rules that a page is read with."""
    return site_for(candidate.exchange.url) or candidate.fallback


def goes_on_at(terms: ImportTerms, numbered: tuple[int, Candidate]) -> str | None:
    """The key of the address at which a page's article goes on, on the same site. Runs in a worker."""
    candidate = numbered[1]
    try:
        page = page_of(candidate.exchange, terms.largest)
    except UNPACKING_FAULTS:
        return None
    address = next_page_of([page], rules_of(candidate))
    return page_key(address) if address and same_site(address, page.url) else None


def leads_to_another(terms: ImportTerms, numbered: tuple[int, Candidate, Candidate]) -> bool:
    """Whether a page leads to one that is another article. Runs in a worker."""
    _, page, following = numbered
    pages = [*_readable(terms, [page]), *_readable(terms, [following])]
    return len(pages) == 2 and is_another_article(pages[0], pages[1], rules_of(page))


def says_article(extraction: Extraction) -> bool:
    """Whether a page calls itself an article in its JSON-LD. ``og:type`` says that of section pages too."""
    article = extraction.article
    return article is not None and ARTICLE_TYPE.search(article.page_type or "") is not None


def refusal_of(exchange: Exchange) -> str | None:
    """Why a response is no page to read; None where it may be one."""
    return refusal(response_of(exchange, exchange.body))


def announces_page(exchange: Exchange) -> bool:
    """Whether the head of a response, whose payload is not at hand, speaks of a page."""
    return refusal_of(replace(exchange, body=b"<html>")) is None


def _is_plain(body: bytes, packing: str) -> bool:
    """Whether a Content-Encoding was undone already by the tool that wrote the file: what is packed is no markup."""
    if "gzip" in packing:
        return not body.startswith(b"\x1f\x8b")
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def as_it_came(exchange: Exchange) -> Exchange:
    """With Transfer-Encoding undone, as our archive has it, and without a Content-Encoding that was undone already."""
    headers = {name.lower(): value for name, value in exchange.response_headers}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        undone = undo_chunks(exchange.body)
        exchange = exchange if undone is None else replace(exchange, body=undone)
    if headers.get("content-encoding") and _is_plain(exchange.body, headers["content-encoding"].lower()):
        renamed = (
            (f"X-Crawl-{name}" if name.lower() == "content-encoding" else name, value)
            for name, value in exchange.response_headers
        )
        exchange = replace(exchange, response_headers=tuple(renamed))
    return exchange
