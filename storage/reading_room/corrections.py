"""Readers who are signed in mark what was cut by mistake, and what was left over; nothing else can be written."""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.utils.asgi import BadRequest, Forbidden, Response

from extractors.model import Category
from storage.reading_room import SHORTEST_TOKEN, TOKEN_VARIABLE
from storage.reading_room.room import ask, page, rows, store_of
from storage.reading_room.words import CATEGORIES
from storage.rules.corrections import ARTICLE
from storage.store.fetches import utc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

T = TypeVar("T")
VERDICTS = {ARTICLE, *(category.value for category in Category)}
LONGEST_NAME = 60
LONGEST_REASON = 300
BUSY_SECONDS = 20
BUSY = f"A crawl has held the database for {BUSY_SECONDS} seconds, so nothing was stored. Try again in a moment."
HAS_SETTLED = "This mark has become a label already; it can be taken back in the file of labels alone."
GUESS_SECONDS = 1
MOST_WAITING = 20

LISTED = """
SELECT corrections.*, versions.article, articles.site, articles.title, removals.category, removals.layer, removals.rule
FROM corrections JOIN versions ON versions.id = corrections.version JOIN articles ON articles.id = versions.article
LEFT JOIN removals ON removals.id = corrections.removal ORDER BY corrections.id DESC LIMIT 500
"""
INSERT = """
INSERT INTO corrections (version, removal, block, verdict, text, marked_by, marked_at, reason)
VALUES (:version, :removal, :block, :verdict, :text, :marked_by, :marked_at, :reason)
ON CONFLICT DO UPDATE SET verdict = excluded.verdict, marked_by = excluded.marked_by, marked_at = excluded.marked_at,
    reason = coalesce(excluded.reason, reason)
"""
SETTLED = """
SELECT settled_at FROM corrections
WHERE version = :version AND (removal = :removal OR block = :block) AND settled_at IS NOT NULL
"""
EARLIER = """
SELECT verdict, marked_by FROM corrections WHERE version = :version AND (removal = :removal OR block = :block)
"""
REMOVED = "SELECT text FROM removals WHERE id = ? AND version = ?"
MARK = """
SELECT versions.article, versions.id, settled_at FROM corrections JOIN versions ON versions.id = corrections.version
WHERE corrections.id = ?
"""
KEPT = "SELECT text, article FROM versions WHERE id = ?"


async def show(request: Request, datasette: Datasette) -> Response:
    """``/corrections``: what was marked."""
    context = {"corrections": await ask(datasette, lambda db: rows(db, LISTED))}
    return await page(datasette, request, "corrections.html", context)


async def sign_in(request: Request, datasette: Datasette) -> Response:
    """``/sign-in``: a name and the token that ``scrapy browse`` prints. The token never stands in an address."""
    if request.method != "POST":
        return await page(datasette, request, "sign_in.html", {"wrong": False, "next": request.args.get("next")})
    given = dict(await request.post_vars())
    name = " ".join(str(given.get("name", "")).split())[:LONGEST_NAME]
    if not name or not await _is_token(given.get("token", "")):
        told = {"wrong": True, "name": name, "next": given.get("next")}
        return await page(datasette, request, "sign_in.html", told)
    response = Response.redirect(_back(given.get("next"), datasette))
    response.set_cookie("ds_actor", datasette.sign({"a": {"id": name}}, "actor"), httponly=True, samesite="strict")
    return response


def _back(place: object, datasette: Datasette) -> str:
    """To where the reader was; never to another server."""
    path = str(place or "")
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours else str(datasette.urls.path("/"))


async def _is_token(given: str) -> bool:
    """Whether somebody knows the token. One guess a second, of all readers together. Raises Forbidden where many wait.

    A token that is short enough to be guessed lets nobody in.
    """
    if guesses.waiting >= MOST_WAITING:
        raise Forbidden("too many have tried to sign in; try again in a minute")
    async with guesses:
        expected = os.environ.get(TOKEN_VARIABLE) or ""
        if len(expected) >= SHORTEST_TOKEN and secrets.compare_digest(given.encode(), expected.encode()):
            return True
        await asyncio.sleep(GUESS_SECONDS)
        return False


class Guesses:
    """One after another; ``waiting`` are those that have not been answered."""

    def __init__(self) -> None:
        self.waiting = 0
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self._lock().acquire()
        except BaseException:
            self.waiting -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self.waiting -= 1
        self._lock().release()

    def _lock(self) -> asyncio.Lock:
        return self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())


guesses = Guesses()


async def sign_out(request: Request, datasette: Datasette) -> Response:
    """``/sign-out``, by POST."""
    response = Response.redirect(datasette.urls.path("/"))
    if request.method == "POST":
        response.set_cookie("ds_actor", "", expires=0, max_age=0, httponly=True, samesite="strict")
    return response


async def mark(request: Request, datasette: Datasette) -> Response:
    """``/correct``, by POST: version, verdict, and removal or block. Raises Forbidden, BadRequest."""
    name = reader_of(request, post=True)
    row = _mark_of(await request.post_vars(), name)
    article, earlier = await _write(datasette, lambda connection: _insert(connection, row))
    if earlier:
        verdict, marked_by = earlier
        told = f"Changed: before, it was marked as {CATEGORIES.get(verdict, verdict)} by {marked_by}."
        datasette.add_message(request, told, datasette.INFO)
    anchor = f"removal-{row['removal']}" if row["removal"] is not None else f"block-{row['block']}"
    return Response.redirect(datasette.urls.path(f"/article/{article}?version={row['version']}#{anchor}"))


async def undo(request: Request, datasette: Datasette) -> Response:
    """``/undo``, by POST: the number of a correction, which goes. Raises Forbidden, BadRequest."""
    reader_of(request, post=True)
    number = _number((await request.post_vars()).get("correction"))
    article, version = await _write(datasette, lambda connection: _delete(connection, number))
    return Response.redirect(datasette.urls.path(f"/article/{article}?version={version}#cuts"))


def reader_of(request: Request, *, post: bool = False) -> str:
    """Who is signed in; ``post`` says that a form has to ask. Raises Forbidden, BadRequest."""
    if post and request.method != "POST":
        raise BadRequest("this is sent by the form of an article's page")
    if not request.actor:
        raise Forbidden("sign in first")
    return str(request.actor.get("id"))


async def _write(datasette: Datasette, work: Callable[[sqlite3.Connection], T]) -> T:
    """Wait for a crawl that is writing, up to BUSY_SECONDS. Raises BadRequest."""
    store = store_of(datasette)
    if store is None:
        raise BadRequest("no database of this Stet is served")

    def waiting(connection: sqlite3.Connection) -> T:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        return work(connection)

    try:
        written: T = await store.execute_write_fn(waiting)
    except sqlite3.OperationalError as error:
        raise BadRequest(BUSY) from error
    return written


def _delete(connection: sqlite3.Connection, number: int | None) -> tuple[int, int]:
    """Take a mark back; returns article and version."""
    row = connection.execute(MARK, (number,)).fetchone()
    if row is None:
        raise BadRequest("there is no such mark: somebody has taken it back")
    if row[2]:
        raise BadRequest(HAS_SETTLED)
    with connection:
        connection.execute("DELETE FROM corrections WHERE id = ?", (number,))
    return int(row[0]), int(row[1])


def _mark_of(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    numbers = {key: _number(given.get(key)) for key in ("version", "removal", "block")}
    verdict = str(given.get("verdict"))
    of_removal = numbers["removal"] is not None
    if numbers["version"] is None or of_removal == (numbers["block"] is not None) or verdict not in VERDICTS:
        raise BadRequest("a mark names a version, one removal or block of it, and what it is")
    if not of_removal and verdict == ARTICLE:
        raise BadRequest("this passage is kept as part of the article already")
    reason = " ".join(str(given.get("reason") or "").split())[:LONGEST_REASON] or None
    return {**numbers, "verdict": verdict, "marked_by": name, "marked_at": utc(datetime.now(UTC)), "reason": reason}


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _insert(connection: sqlite3.Connection, row: dict[str, Any]) -> tuple[int, tuple[str, str] | None]:
    """Store a mark, or change it; returns the article, and what stood there before: verdict and name.

    The text is the store's own, not what a form may say.
    """
    if connection.execute(SETTLED, row).fetchone():
        raise BadRequest(HAS_SETTLED)
    version = connection.execute(KEPT, (row["version"],)).fetchone()
    if version is None:
        raise BadRequest("there is no such version")
    if row["removal"] is not None:
        found = connection.execute(REMOVED, (row["removal"], row["version"])).fetchone()
        text = found[0] if found else None
    else:
        lines = version[0].split("\n")
        text = lines[row["block"]] if row["block"] < len(lines) else None
    if text is None:
        raise BadRequest("the version has no such removal or block")
    earlier = connection.execute(EARLIER, row).fetchone()
    with connection:
        connection.execute(INSERT, row | {"text": text})
    return int(version[1]), earlier
