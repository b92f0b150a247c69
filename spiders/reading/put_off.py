"""Pages whose archiving is put off until they are read: a worker that unpacks a page packs its records, too.

What takes time and needs no database is then done where there are processors for it: unpacking, looking for a wish not
to be kept, reading, packing and digesting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.politeness.opt_outs import opt_out_of
from spiders.reading.archived_pages import page_of
from spiders.reading.cut_pages import told_if_cut
from spiders.reading.walls import read_pages
from spiders.web.exchange import response_of
from storage.archive.warc import serialise_exchange
from storage.near_duplicates.links import sketched

if TYPE_CHECKING:
    from extractors import Extraction, Repeats, Site
    from spiders.politeness.opt_outs import OptOut
    from storage import Exchange
    from storage.archive.warc import Records


@dataclass(frozen=True, slots=True)
class Terms:
    """What pages have to keep to: bytes when unpacked, and whether their wish not to be kept is honoured."""

    largest: int
    honours_opt_outs: bool


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as a worker has read it; nothing was read or packed of one whose wish not to be kept is honoured."""

    opt_out: OptOut | None
    extraction: Extraction | None = None
    records: Records | None = None


def read_put_off(terms: Terms, exchange: Exchange, site: Site | None, repeats: Repeats | None) -> ReadPage:
    """Read a page of an article that has no other. Runs in a worker."""
    page = page_of(exchange, terms.largest)
    opt_out = opt_out_of(response_of(exchange, page.body))
    if opt_out and terms.honours_opt_outs:
        return ReadPage(opt_out)
    extraction = told_if_cut(read_pages([page], site, repeats), exchange, page.body)
    return ReadPage(opt_out, sketched(extraction), serialise_exchange(exchange, None))
