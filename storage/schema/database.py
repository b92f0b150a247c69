"""Opening the database: pragmas, schema, and transactions that wait for their turn."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from storage.schema.foreign import foreign_part
from storage.schema.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_SECONDS = 60
CACHE_KIB = 32 * 1024
AT_ONCE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}  # what two that open at once are told
NO_ROOM = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}  # for the files that SQLite puts beside


class StoreError(Exception):
    """The database cannot be used; the message says what is wrong and what to do."""


def open_database(path: Path, *, create: bool) -> Database:
    """Connect, set the pragmas and bring the schema up to date. Raises StoreError."""
    if not create and not path.is_file():
        raise StoreError(f"{path}: no such database; a crawl makes it, or name another with -s STET_DATABASE=FILE")
    try:
        db = _connected(path)
        _refuse_what_could_run(db, path)
        _migrate(db, path)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be opened as a Stet database: {error}") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened: {error.strerror}") from error
    return db


def _connected(path: Path) -> Database:
    """For writing where that can be, else for reading: on a disk that is read-only, or so full that nothing can be put
    beside the file."""
    if not _can_be_written(path):
        return _readable(path)
    try:
        return _writable(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in NO_ROOM or not path.stat().st_size:
            raise
        return _readable(path)


def _readable(path: Path) -> Database:
    db = Database(sqlite3.connect(_read_only_address(path), uri=True, timeout=WAIT_SECONDS))
    db.execute("PRAGMA query_only = ON")
    return db


def is_read_only(db: Database) -> bool:
    """Whether nothing can be written: the disk does not let us."""
    return bool(next(db.query("PRAGMA query_only"))["query_only"])


def _can_be_written(path: Path) -> bool:
    """SQLite writes beside the file too."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _writable(path: Path) -> Database:
    """Made if it is missing, for nobody else to read: SQLite itself would let everybody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK, 0o600))
    db = Database(sqlite3.connect(path, timeout=WAIT_SECONDS))
    _set_pragmas(db)
    return db


def _read_only_address(path: Path) -> str:
    """Where nothing can be written nothing changes, unless a log beside it says that somebody else writes."""
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return f"{path.resolve().as_uri()}?{mode}"


def _set_pragmas(db: Database) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    # WAL lets readers read while we write. NORMAL: a power cut may take the last commits, never the database.
    _switch_to_wal(db)
    db.execute("PRAGMA synchronous = NORMAL")


def _switch_to_wal(db: Database) -> None:
    """SQLite does not wait where two processes switch a new database at once: so we do."""
    for _ in range(WAIT_SECONDS * 20):
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in AT_ONCE:
                raise
            time.sleep(0.05)
        else:
            return
    db.execute("PRAGMA journal_mode = WAL")


def _refuse_what_could_run(db: Database, path: Path) -> None:
    if part := foreign_part(db):
        raise StoreError(f"{path}: {part}: it could run what a stranger wrote; drop it in a copy if it is your own")


def _migrate(db: Database, path: Path) -> None:
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - {migration.name for migration in migrations._migrations}:
        raise StoreError(f"{path}: was made by a newer Stet; update the program")
    if migrations.pending(db):
        # Inside one transaction: of two processes that open a new database at once, the second waits and finds it made.
        with transaction(db):
            migrations.apply(db)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing, and in turn: takes the write lock first and waits for it up to a minute.

    A transaction that began as a reader (plain BEGIN) could not wait: when another process has written in between,
    SQLite refuses it at once. One inside of another is part of it: they are committed, or fail, together.
    """
    if db.conn.in_transaction:
        yield
        return
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    except BaseException as error:
        db.rollback()
        if isinstance(error, sqlite3.OperationalError):
            raise StoreError(_explain(error)) from error
        raise


# What a value is that SQLite cannot take: half a character, a number of twenty digits, a date before time.
UNSTORABLE = (UnicodeError, OverflowError, ValueError, sqlite3.DataError, sqlite3.InterfaceError)


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """All or nothing inside of a transaction, which goes on."""
    if not db.conn.in_transaction:
        yield
        return
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # a full disk ends all of it
            db.execute("ROLLBACK TO part")
        raise
    finally:
        if db.conn.in_transaction:
            db.execute("RELEASE part")


def _explain(error: sqlite3.OperationalError) -> str:
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
        return "the disk is full: nothing of this page was stored; make room and start again"
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
        return f"another process has held the database for {WAIT_SECONDS} s; wait for it or stop it"
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
        return "nothing can be written: the disk is read-only or full"
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR:
        return "the disk refused to be written: is it full, or are files limited in size?"
    return f"the database refused: {error}"
