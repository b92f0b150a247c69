"""Pages that are read, packed and asked for their wishes in one visit to a worker."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from extractors import Page
from spiders.reading.put_off import Terms, read_put_off
from spiders.reading.walls import read_pages
from storage import Archive, Exchange

URL = "https://post.example/bridge"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
SENTENCES = "The bridge over the river was opened on Monday, and carries trains. " * 9
PAGE = (
    f"<html lang='en'><head><title>A bridge</title>{{}}</head><body><article><p>{SENTENCES}</p></article></body></html>"
)


def exchange(head: str = "", **headers: str) -> Exchange:
    """As a server packs it."""
    told = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"} | headers
    return Exchange(URL, NOW, (("User-Agent", "Stet"),), 200, tuple(told.items()), gzip.compress(body(head), mtime=0))


def body(head: str = "") -> bytes:
    """As it is unpacked."""
    return PAGE.format(head).encode()


def test_a_page_is_read_and_packed_as_it_came(tmp_path) -> None:
    read = read_put_off(Terms(10**6, honours_opt_outs=True), exchange(), None, None)
    plainly = read_pages([Page(URL, body(), {"content-type": "text/html; charset=utf-8"}, 200, NOW)], None, None)
    assert read.opt_out is None
    assert read.extraction is not None
    assert read.records is not None
    assert read.extraction.article == plainly.article is not None
    with Archive(tmp_path) as archive:
        place = archive.write(exchange(), read.records)
        assert archive.read(place).body == exchange().body


WISHES = [({"X-Robots-Tag": "noarchive"}, ""), ({}, "<meta name='robots' content='noai'>")]


@pytest.mark.parametrize(("headers", "head"), WISHES)
def test_a_wish_not_to_be_kept_is_met_before_anything_is_packed(headers: dict[str, str], head: str) -> None:
    read = read_put_off(Terms(10**6, honours_opt_outs=True), exchange(head, **headers), None, None)
    assert (str(read.opt_out), read.extraction, read.records) == (headers.get("X-Robots-Tag", "noai"), None, None)
    not_honoured = read_put_off(Terms(10**6, honours_opt_outs=False), exchange(head, **headers), None, None)
    assert not_honoured.opt_out == read.opt_out
    assert not_honoured.records is not None
