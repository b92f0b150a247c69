"""An archived exchange -> the page that the extractors read, exactly as the crawl made it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from backports.zstd import ZstdError
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from extractors import Extraction, Page, Site
from extractors.extract import FAULTS_OF_THE_READER
from spiders.reading.cut_pages import told_if_cut
from spiders.reading.walls import read_pages
from spiders.reading.workers import WorkerError
from spiders.web.addresses import host_of
from spiders.web.exchange import packings_of
from spiders.web.sites import all_sites
from storage.archive.exchanges import read_exchange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from extractors import Repeats
    from spiders.web.sites import Sites
    from storage import Exchange
    from storage.history.rereading import ArchivedPage

# Its methods that unpack need no crawler; its constructor does.
UNPACKER = HttpCompressionMiddleware.__new__(HttpCompressionMiddleware)
UNPACKING_FAULTS = (ValueError, OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page to be read again, what repeats on its site, and the rules where no site file names its host."""

    page: ArchivedPage
    repeats: Repeats
    fallback: Site | None


def page_of(exchange: Exchange, largest: int) -> Page:
    """The page, unpacked as in the crawl.

    Raises one of UNPACKING_FAULTS where it cannot be, or is larger than ``largest`` bytes.
    """
    headers = {name.lower(): value for name, value in exchange.response_headers}
    try:
        body, unknown = UNPACKER._handle_encoding(exchange.body, packings_of(exchange), largest)
    except (brotli.error, ZstdError) as error:
        raise ValueError("cannot be unpacked") from error
    if not unknown:
        headers.pop("content-encoding", None)
    return Page(exchange.url, body, headers, exchange.status, exchange.fetched_at)


@lru_cache(maxsize=1)
def sites() -> Sites:
    """The site files, read once a process."""
    return all_sites()


def site_for(url: str) -> Site | None:
    """The site whose rules hold for an address today."""
    return sites().of_host(host_of(url))


def site_name(url: str) -> str:
    """Under which name a page is stored: its site file's, else its host."""
    site = site_for(url)
    return site.name if site else host_of(url).removeprefix("www.")


def read_again(folder: Path, largest: int, asked: Asked) -> Extraction:
    """What an archived page, with the further ones of its article, gives with the code and rules of today.

    Raises ArchiveError where one of them is not there, WorkerError for what lies with the reader and not with the page.
    """
    further = ((each.place, each.original) for each in asked.page.further if each.place)
    records = [(asked.page.place, asked.page.original), *further]
    exchanges = [read_exchange(folder, place, original) for place, original in records]
    extraction = extract_exchanges(largest, exchanges, asked.repeats, asked.fallback)
    if extraction.error and extraction.error.startswith(FAULTS_OF_THE_READER):
        raise WorkerError(extraction.error)
    return extraction


def extract_exchange(
    largest: int, exchange: Exchange, repeats: Repeats | None = None, fallback: Site | None = None
) -> Extraction:
    """What a page gives; ``fallback`` are the rules where no site file names its host."""
    return extract_exchanges(largest, [exchange], repeats, fallback)


def extract_exchanges(
    largest: int, exchanges: Sequence[Exchange], repeats: Repeats | None, fallback: Site | None
) -> Extraction:
    """What the pages of an article give.

    One that cannot be unpacked gives an error, as any other that cannot be read.
    """
    site = site_for(exchanges[0].url) or fallback
    try:
        pages = [page_of(exchange, largest) for exchange in exchanges]
    except UNPACKING_FAULTS:
        return Extraction(None, error="cannot be unpacked", site=site.name if site else None)
    return told_if_cut(read_pages(pages, site, repeats), exchanges[0], pages[0].body)
