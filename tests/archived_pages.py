"""Pages that are archived and stored as an earlier Stet would have done it, without a crawl."""

from __future__ import annotations

import gzip
import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from extractors.model import Block, BlockKind, Extraction
from spiders.reading.archived_pages import extract_exchange, site_name
from storage import Archive, Exchange, Fetch, Store
from tests.storage_samples import NOON

if TYPE_CHECKING:
    from tests.crawling import Desk

LARGEST = 2**24
SETTINGS = {"STET_WORKERS": 1}
SENTENCE = "The council of the town heard on day {0} what the engineers had found under pier {0} of the old bridge."


def page(number: int, title: str = "The bridge is closed") -> bytes:
    """HTML with an article of its own."""
    paragraphs = "".join(f"<p>{SENTENCE.format(number * 100 + line)}</p>" for line in range(8))
    head = f"<html lang=en><head><title>{title} {number}</title></head>"
    return f"{head}<body><article><h1>{title} {number}</h1>{paragraphs}</article></body></html>".encode()


def exchange_with(number: int, hours: float = 0, body: bytes | None = None, host: str = "bridge.example") -> Exchange:
    """The page over the wire, packed."""
    return Exchange(
        url=f"https://{host}/news/{number}",
        fetched_at=NOON + timedelta(hours=hours),
        request_headers=(("User-Agent", "Stet"),),
        status=200,
        response_headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
        body=gzip.compress(page(number) if body is None else body, mtime=0),
    )


def as_before(extraction: Extraction) -> Extraction:
    """What earlier rules made of it: with an appeal that they did not know."""
    assert extraction.article is not None
    appeal = Block(BlockKind.PARAGRAPH, "Keep us going with a small gift.")
    article = replace(extraction.article, blocks=(*extraction.article.blocks, appeal))
    return replace(extraction, article=article, rules_version="earlier")


def keep(desk: Desk, *exchanges: Exchange, earlier: bool = False) -> None:
    """Archive and store pages."""
    folder = desk.database.with_name("stet-archive")
    with Store.open(desk.database) as store, Archive(folder, store) as archive:
        run = store.begin_run("example", {}, "1", "")
        for exchange in exchanges:
            extraction = extract_exchange(LARGEST, exchange)
            fetch = Fetch(
                exchange.url,
                exchange.url,
                exchange.fetched_at,
                status=exchange.status,
                headers=exchange.response_headers,
                place=archive.write(exchange),
                size=len(exchange.body),
            )
            store.record(run, fetch, as_before(extraction) if earlier else extraction, site_name(exchange.url))
        store.finish_run(run, "finished", {})


def run(desk: Desk, name: str, *arguments: str) -> int:
    """A command in this process, which has its workers warm; returns the exit status."""
    command = import_module(f"spiders.commands.{name}").Command()
    command.settings = get_project_settings()
    command.settings.setdict(SETTINGS | {"STET_DATABASE": str(desk.database)})
    parser = ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(arguments)
    command.run(rest, options)
    return int(command.exitcode)


def change(desk: Desk, sql: str) -> None:
    """Change the database behind the store's back."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(sql)
