"""A selection as one WACZ file: every archived page of its articles, and the articles as they were read."""

from __future__ import annotations

import json
import tempfile
from typing import IO, TYPE_CHECKING, Any

from datasette.utils.asgi import BadRequest, NotFound, asgi_send_file

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.wacz import ReplayPage, Wacz
from storage.reading_room.export import articles
from storage.reading_room.page_styles import places_of, records_of, sheets_of
from storage.reading_room.rendering import source_of
from storage.reading_room.room import archive_of, ask, rows, store_of
from storage.reading_room.search import Selection

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row
    from storage.records import RecordPlace

ARTICLES = "stet/articles.jsonl"
IN_MEMORY = 16 * 2**20
MOST_IN_ROOM = 200  # articles: it is written while a reader waits
CAPTURED = """
SELECT DISTINCT versions.title, pages.position, fetches.url, fetches.fetched_at, fetches.warc_file, fetches.warc_offset,
    fetches.warc_length, fetches.payload_digest, fetches.is_revisit
FROM versions JOIN version_pages AS pages ON pages.version = versions.id JOIN fetches ON fetches.id = pages.fetch
WHERE versions.article = ? AND fetches.warc_file IS NOT NULL ORDER BY fetches.fetched_at, pages.position
"""


class TooManyError(ValueError):
    """More articles are selected than one answer may have; the message says how many that is."""


async def send(
    request: Request, datasette: Datasette, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> Response | None:
    """``/export.wacz``, with the words and filters of the search. Raises NotFound, BadRequest."""
    selection, store = Selection.of(request.args), store_of(datasette)
    if store is None:
        raise NotFound("no database of this Stet is served")
    archive = archive_of(store)
    with tempfile.NamedTemporaryFile(suffix=".wacz") as stream:
        try:
            await ask(datasette, lambda db: write(db, archive, selection, stream, MOST_IN_ROOM))
        except TooManyError as error:
            raise BadRequest(f"{error}: `scrapy export --wacz FILE` takes any number") from error
        stream.flush()
        await asgi_send_file(send, stream.name, filename="stet.wacz", content_type="application/wacz")
    return None


def write(db: Database, archive: Path, selection: Selection, stream: IO[bytes], most: int | None = None) -> list[str]:
    """Write a selection; returns what of the archive is missing, in words.

    Raises TooManyError where it has more than ``most`` articles.
    """
    missing: list[str] = []
    number = after = 0
    with Wacz(stream, archive, selection.title) as wacz, tempfile.SpooledTemporaryFile(IN_MEMORY) as lines:
        while batch := articles(db, selection, after):
            after, number = batch[-1]["id"], number + len(batch)
            if most is not None and number > most:
                raise TooManyError(f"more than {most:,} articles")
            for row in batch:
                lines.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())
                missing += _add(db, wacz, row["id"])
        wacz.finish({ARTICLES: lines})
    return missing


def _add(db: Database, wacz: Wacz, article: int) -> list[str]:
    missing = []
    for row in rows(db, CAPTURED, (article,)):
        try:
            title = row["title"] or row["url"]
            named = title if row["position"] == 1 else f"{title} (page {row['position']})"
            wacz.add(
                ReplayPage(row["url"], row["fetched_at"], named), [*records_of(db, row), *_of_styles(db, wacz, row)]
            )
        except ArchiveError as error:
            missing.append(str(error))
    return missing


def _of_styles(db: Database, wacz: Wacz, row: Row) -> Iterator[RecordPlace]:
    """The records of the style sheets that a page links. Raises ArchiveError where the page is not there."""
    exchange = read_exchange(wacz.folder, *places_of(db, row))
    try:
        source = source_of(exchange)
    except ValueError:
        return
    for sheet in sheets_of(db, wacz.folder, source, row):
        if sheet.row:
            yield from records_of(db, sheet.row)
