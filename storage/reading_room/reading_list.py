"""A reader's own list: articles that are kept, with notes; as a page, a book (EPUB) and Markdown."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.utils.asgi import BadRequest, NotFound, Response, asgi_send_file

from storage.reading_room.corrections import reader_of
from storage.reading_room.epub import MIME, Epub
from storage.reading_room.export import articles
from storage.reading_room.markdown import markdown_of
from storage.reading_room.room import ask, page, rows, store_of
from storage.reading_room.search import Selection
from storage.reading_room.shelf import ShelfError, keep, kept, let_go, shelf_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from sqlite_utils import Database

    from storage.reading_room.room import Row

T = TypeVar("T")
LONGEST_NOTE = 2000
BUSY = "could not be written: {}. Nothing was kept; try again in a moment."
ARTICLE = "SELECT id, url, title, site FROM articles WHERE id = ?"
# An article that has got another address since is found by the one that it had.
FOUND = """
SELECT wanted.value AS url, articles.id, articles.title, articles.site, articles.language, articles.dated,
    articles.access, articles.complete, articles.description AS snippet
FROM json_each(?) AS wanted LEFT JOIN urls ON urls.url = wanted.value
JOIN articles ON articles.id = coalesce((SELECT id FROM articles WHERE url = wanted.value), urls.article)
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/reading-list``: what the reader who is signed in keeps, newest first."""
    listed = await _list(request, datasette) if request.actor else []
    return await page(datasette, request, "reading_list.html", {"listed": listed})


async def send(
    request: Request, datasette: Datasette, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> Response | None:
    """``/reading-list.epub`` and ``.md``. Raises Forbidden."""
    reader_of(request)
    listed = [row for row in await _list(request, datasette) if row["id"] is not None]
    form = request.url_vars["form"]
    name, kind = f"reading-list.{form}", MIME if form == "epub" else "text/markdown; charset=utf-8"
    with tempfile.NamedTemporaryFile(suffix=f".{form}") as stream:
        written = _book if form == "epub" else _markdown
        await ask(datasette, lambda db: written(stream, _whole(db, listed)))
        stream.flush()
        await asgi_send_file(send, stream.name, filename=name, content_type=kind)
    return None


async def keep_one(request: Request, datasette: Datasette) -> Response:
    """``/keep``, by POST: the number of an article and a note. Raises Forbidden, BadRequest, NotFound."""
    given, reader = await request.post_vars(), reader_of(request, post=True)
    article = await _article(datasette, given.get("article"))
    note = str(given.get("note") or "").strip()[:LONGEST_NOTE]
    await _written(lambda: keep(_path(datasette), reader, article, note))
    return Response.redirect(datasette.urls.path(f"/article/{article['id']}#kept"))


async def let_one_go(request: Request, datasette: Datasette) -> Response:
    """``/let-go``, by POST: the address of an article. Raises Forbidden, BadRequest."""
    given, reader = await request.post_vars(), reader_of(request, post=True)
    await _written(lambda: let_go(_path(datasette), reader, str(given.get("url"))))
    return Response.redirect(datasette.urls.path("/reading-list"))


async def kept_note(request: Request, datasette: Datasette, url: str) -> Row | None:
    """What the reader who is signed in has on the list of an article."""
    listed = await _kept(request, datasette) if request.actor else []
    return next((row for row in listed if row["url"] == url), None)


async def _list(request: Request, datasette: Datasette) -> list[Row]:
    """The rows of the list with what the store knows of the articles; ``id`` is None where it knows none."""
    listed = await _kept(request, datasette)
    urls = json.dumps([row["url"] for row in listed])
    known = {row["url"]: row for row in await ask(datasette, lambda db: rows(db, FOUND, (urls,)))}
    return [row | known.get(row["url"], {"id": None}) | {"url": row["url"]} for row in listed]


async def _kept(request: Request, datasette: Datasette) -> list[Row]:
    reader, path = str(request.actor.get("id")), _path(datasette)
    try:
        return await asyncio.to_thread(kept, path, reader)
    except ShelfError as error:
        raise BadRequest(str(error)) from error


async def _article(datasette: Datasette, number: object) -> Row:
    key = str(number or "")
    found = await ask(datasette, lambda db: rows(db, ARTICLE, (int(key) if key.isdecimal() else 0,)))
    if not found:
        raise NotFound(f"no article {key}")
    return found[0]


async def _written(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except ShelfError as error:
        raise BadRequest(BUSY.format(error)) from error


def _path(datasette: Datasette) -> Path:
    store = store_of(datasette)
    if store is None:
        raise NotFound("no database of this Stet is served")
    return shelf_of(Path(str(store.path)))


def _whole(db: Database, listed: list[Row]) -> Iterator[tuple[Row, str]]:
    for row in listed:
        for whole in articles(db, Selection("", {"article": str(row["id"])}), 0):
            yield whole, row["note"]


def _book(stream: Any, found: Iterator[tuple[Row, str]]) -> None:
    book = Epub(stream, "Reading list")
    for row, note in found:
        book.add(row, note)
    book.close()


def _markdown(stream: Any, found: Iterator[tuple[Row, str]]) -> None:
    for row, note in found:
        stream.write(markdown_of(row, note).encode("utf-8", "replace"))
