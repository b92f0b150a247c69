"""From a version of an article back to its bytes: every step of the way, as one record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.store.further_pages import further_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

Row = dict[str, Any]

VERSIONS = """
SELECT versions.*, versions.id = articles.version AS is_current FROM versions
JOIN articles ON articles.id = versions.article
WHERE versions.article = ? ORDER BY versions.fetched_at, versions.id
"""


@dataclass(frozen=True, slots=True)
class Trace:
    """One version: rows of ``articles``, ``versions``, ``boxes``, ``removals``, ``fetches`` (JSON read) and ``runs``.

    ``fetch`` is that of the first page, ``further`` those of the others, in their order; the last one may have failed.
    ``run`` is the one that fetched, ``made_by`` the one that cleaned; they differ after re-cleaning.
    ``seen_again`` counts later fetches that found the text unchanged.
    """

    article: Row
    version: Row
    boxes: list[Row]
    removals: list[Row]
    fetch: Row
    further: list[Row]
    run: Row
    made_by: Row
    seen_again: int


def traces(db: Database, article: int) -> Iterator[Trace]:
    """The versions of an article, oldest first."""
    for version in db.query(VERSIONS, (article,)):
        yield _trace(db, version)


def trace_of(db: Database, version: int) -> Trace:
    """One version, which is there."""
    columns, _, _ = VERSIONS.partition("WHERE")
    return _trace(db, next(db.query(f"{columns} WHERE versions.id = ?", (version,))))


def _trace(db: Database, version: Row) -> Trace:
    fetch = _read(_row(db, "SELECT * FROM fetches WHERE id = ?", version["fetch"]))
    again = "SELECT count(*) AS fetches FROM fetches WHERE version = ? AND id != ? AND kind = 'page'"
    return Trace(
        article=_row(db, "SELECT * FROM articles WHERE id = ?", version["article"]),
        version=version,
        boxes=list(db.query("SELECT * FROM boxes WHERE version = ? ORDER BY number", (version["id"],))),
        removals=list(db.query("SELECT * FROM removals WHERE version = ? ORDER BY id", (version["id"],))),
        fetch=fetch,
        further=[_read(row) for row in further_of(db, version["id"])],
        run=_row(db, "SELECT * FROM runs WHERE id = ?", fetch["run"]),
        made_by=_row(db, "SELECT * FROM runs WHERE id = ?", version["run"]),
        seen_again=next(db.query(again, (version["id"], fetch["id"])))["fetches"],
    )


def _read(fetch: Row) -> Row:
    return fetch | {column: json.loads(fetch[column]) for column in ("redirects", "headers")}


def _row(db: Database, sql: str, key: int) -> Row:
    return next(db.query(sql, (key,)))


def articles_of(db: Database, site: str) -> Iterator[int]:
    """The rows of a site's articles."""
    for row in db.query("SELECT id FROM articles WHERE site = ? ORDER BY id", (site,)):
        yield int(row["id"])
