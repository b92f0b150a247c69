"""What the pages share: the store among Datasette's databases, questions to it, pages made of templates."""

from __future__ import annotations

import sqlite3
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from datasette.database import QueryInterrupted
from datasette.utils import call_with_supported_arguments, sqlite_timelimit
from datasette.utils.asgi import Base400, NotFound, Response
from sqlite_utils import Database as Utils

from storage.reading_room import HERE
from storage.reading_room.bounds import for_our_own
from storage.schema.values import first_fault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

T = TypeVar("T")
Row = dict[str, Any]

LONGEST = 3000  # milliseconds that a question may take
# Kinds of fetches, as SQL lists them: what pages are shown with, and all with which no article is lost.
DRESS = "'style-sheet', 'resource'"
NO_ARTICLES = f"'left-out', {DRESS}"


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """Titles, descriptions, facets and canned queries, as metadata.yaml gives them."""
    whole = yaml.safe_load((HERE / "metadata.yaml").read_text())
    return dict(whole["databases"]["stet"])


@lru_cache(maxsize=32)
def _is_store(path: str) -> bool:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name IN ('versions', 'article_states')")
        return len(tables.fetchall()) == 2
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def is_store(database: Database) -> bool:
    """Whether a database is one that Stet made, with the schema of today."""
    return database.path is not None and _is_store(str(database.path))


def store_of(datasette: Datasette) -> Database | None:
    """The first store among the databases that are served."""
    return next((database for database in datasette.databases.values() if is_store(database)), None)


def archive_of(database: Database) -> Path:
    """The folder of WARC files that lies beside a store."""
    path = Path(str(database.path))
    return path.with_name(f"{path.stem}-archive")


async def ask(datasette: Datasette, question: Callable[[Utils], T]) -> T:
    """Answer a question on a read-only connection, in a thread, within bounds.

    Raises NotFound where no store is served, QueryInterrupted where it takes too long.
    """
    store = store_of(datasette)
    if store is None:
        raise NotFound("no database of this Stet is served: open it with `scrapy browse`, which brings it up to date")

    def work(connection: sqlite3.Connection) -> T:
        try:
            with sqlite_timelimit(connection, LONGEST), for_our_own(connection):
                return question(Utils(connection, recursive_triggers=False, execute_plugins=False))
        except StopIteration as error:  # which a thread cannot hand over: who waits for it would wait for ever
            raise LookupError("a row is not there") from error

    try:
        answer: T = await store.execute_fn(work)
    except sqlite3.OperationalError as error:
        if error.args == ("interrupted",):
            raise QueryInterrupted(error, "", {}) from error
        raise
    return answer


def polite(view: Callable[..., Awaitable[Response | None]]) -> Callable[..., Awaitable[Response | None]]:
    """A view whose refusals are a page with the reason; Datasette would print a traceback for each wrong address."""

    @wraps(view)
    async def answered(request: Request, datasette: Datasette, send: object) -> Response | None:
        try:
            given = {"request": request, "datasette": datasette, "send": send}
            return await call_with_supported_arguments(view, **given)
        except Base400 as error:
            reason, status = str(error), error.status
        except OverflowError:
            reason, status = "There is none with such a number.", 404
        except QueryInterrupted:
            reason, status = "The question took too long. Ask for less: another word, one site, fewer days.", 503
        except Exception:
            if (fault := await _fault(datasette)) is None:
                raise
            reason, status = f"The database holds what Stet cannot read: {fault}.", 500
        return await page(datasette, request, "refused.html", {"reason": reason, "status": status}, status)

    # Datasette looks at the arguments that a view names, through what it wraps.
    del answered.__wrapped__
    return answered


async def _fault(datasette: Datasette) -> str | None:
    """What is wrong with the store, for a view that failed; None where nothing is found."""
    try:
        return await ask(datasette, lambda db: first_fault(db, LONGEST / 1000))
    except (NotFound, sqlite3.Error):
        return None


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """A page of ours."""
    return Response.html(await datasette.render_template(template, dict(context), request=request), status=status)


def rows(db: Utils, sql: str, parameters: dict[str, Any] | tuple[object, ...] = ()) -> list[Row]:
    """All rows of a query. Not by ``db.query``, which puts a savepoint around each."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
