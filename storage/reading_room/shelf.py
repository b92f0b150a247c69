"""The file of reading lists: which articles a reader keeps, with notes. It lies beside the store, no part of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.store.fetches import utc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.reading_room.room import Row

WAIT_SECONDS = 20
MOST_KEPT = 2000  # articles of one reader
# By address: the numbers of articles are another database's when one is made anew.
TABLE = """
CREATE TABLE IF NOT EXISTS kept (
    reader TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    site TEXT NOT NULL,
    note TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (reader, url)
) STRICT
"""
KEEP = """
INSERT INTO kept VALUES (:reader, :url, :title, :site, :note, :moment, :moment)
ON CONFLICT DO UPDATE SET title = excluded.title, site = excluded.site, note = excluded.note,
    changed_at = excluded.changed_at
"""
OTHERS = "SELECT count(*) FROM kept WHERE reader = ? AND url <> ?"
LISTED = "SELECT * FROM kept WHERE reader = ? ORDER BY kept_at DESC, url"


class ShelfError(Exception):
    """The file cannot be read or written; the message says why."""


def shelf_of(database: Path) -> Path:
    """``data/stet.db`` has ``data/stet-reading-lists.db``."""
    return database.with_name(f"{database.stem}-reading-lists.db")


def kept(path: Path, reader: str) -> list[Row]:
    """What a reader keeps, newest first; nothing where nobody has kept anything. Raises ShelfError."""
    if not path.exists():
        return []
    with _opened(path, write=False) as connection:
        return [dict(row) for row in connection.execute(LISTED, (reader,))]


def keep(path: Path, reader: str, article: Row, note: str) -> None:
    """Put an article (url, title, site) on a reader's list, or change its note. Raises ShelfError."""
    with _opened(path, write=True) as connection, connection:
        if connection.execute(OTHERS, (reader, article["url"])).fetchone()[0] >= MOST_KEPT:
            raise ShelfError(f"a reading list holds {MOST_KEPT:,} articles; take one off first")
        told = {"title": article["title"] or "", "url": article["url"], "site": article["site"]}
        connection.execute(KEEP, {**told, "reader": reader, "note": note, "moment": utc(datetime.now(UTC))})


def let_go(path: Path, reader: str, url: str) -> None:
    """Take an article off a reader's list. Raises ShelfError."""
    if path.exists():
        with _opened(path, write=True) as connection, connection:
            connection.execute("DELETE FROM kept WHERE reader = ? AND url = ?", (reader, url))


@contextmanager
def _opened(path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    try:
        with closing(_connected(path, write=write)) as connection:
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise ShelfError(f"{path.name} cannot be used: {error}") from error


def _connected(path: Path, *, write: bool) -> sqlite3.Connection:
    """The file is made for its owner alone, as the store is."""
    if write:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    mode = "rw" if write else "ro"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=WAIT_SECONDS)
    connection.row_factory = sqlite3.Row
    if write:
        connection.execute(TABLE)
    return connection
