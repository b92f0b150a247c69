"""Is everything there and whole: the database, the archive, and what links them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.files import OPEN_SUFFIX, is_in_use, is_plain_name, is_regular
from storage.records import RecordPlace
from storage.schema.values import missing_rows, wrong_values
from storage.shown import SHOWN
from storage.store.fetches import original_of_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

RESTORE = "restore the database from a backup; sqlite3 FILE .recover saves what can be read"
REFETCH = "put the file back from a backup; else the texts stay, their proof is lost"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and how to mend it."""

    what: str
    mend: str


def check_database(db: Database) -> Iterator[Problem]:
    """The database by itself: pages, links between tables, the index, articles without what they need."""
    try:
        yield from _check_tables(db)
    except sqlite3.DatabaseError as error:
        yield Problem(f"the database file is damaged: {error}", RESTORE)


def _check_tables(db: Database) -> Iterator[Problem]:
    for row in db.execute("PRAGMA integrity_check").fetchall():
        if row[0] != "ok":
            yield Problem(f"the database file is damaged: {row[0]}", RESTORE)
    for fault in (*missing_rows(db), *wrong_values(db)):
        yield Problem(fault, RESTORE)
    yield from _check_index(db)
    for question, what, mend in QUESTIONS:
        for row in db.query(question):
            yield Problem(what.format(**row), mend)


def _check_index(db: Database) -> Iterator[Problem]:
    try:
        db.execute("INSERT INTO versions_fts(versions_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return  # SQLite has the question asked by writing
        yield Problem(
            f"the full-text index does not match the texts: {error}", "sqlite-utils rebuild-fts FILE versions"
        )
    finally:
        db.rollback()


SHOWN_OF_ARTICLE = SHOWN.format(article="articles.id")
SHOWS_ANOTHER = f"SELECT id, url FROM articles WHERE version != (SELECT id FROM ({SHOWN_OF_ARTICLE}))"  # noqa: S608
QUESTIONS = (
    (
        "SELECT id, url FROM articles WHERE version IS NULL",
        "article {id} ({url}) has no text",
        "no crash leaves this: was the database changed by hand?",
    ),
    (
        SHOWS_ANOTHER,
        "article {id} ({url}) does not point at its latest version, or the last before a wall",
        "no crash leaves this: was the database changed by hand?",
    ),
    (
        """
        SELECT fetches.id, url FROM versions JOIN fetches ON fetches.id = versions.fetch
        WHERE warc_file IS NULL AND found_as IS NOT 'corpus'
        """,
        "the text of fetch {id} ({url}) has no record in the archive",
        "fetch the page again: scrapy crawl page -a url=...",
    ),
    (
        """
        SELECT version, position, url FROM version_pages
        WHERE position > 1 AND outcome != 'failed' AND warc_file IS NULL
        """,
        "page {position} of version {version} ({url}) has no record in the archive",
        "fetch the article again: scrapy crawl page -a url=... with the address of its first page",
    ),
    (
        """
        SELECT version, max(position) AS position, count(*) + 1 AS found FROM further_pages
        GROUP BY version HAVING max(position) != count(*) + 1 OR min(position) != 2
        """,
        "version {version} has {found} of {position} pages",
        "no crash leaves this: was the database changed by hand?",
    ),
)

PLACES = """
SELECT id, url, warc_file, warc_offset, warc_length, payload_digest, is_revisit FROM fetches
WHERE warc_file IS NOT NULL ORDER BY warc_file, warc_offset
"""


def count_records(db: Database) -> int:
    """How many records ``check_archive`` looks at."""
    return int(next(db.query("SELECT count(*) AS n FROM fetches WHERE warc_file IS NOT NULL"))["n"])


def check_archive(db: Database, folder: Path, *, quick: bool) -> Iterator[Problem | None]:
    """Each record that the database names, in the order of the files; None for one that is whole.

    ``quick`` looks whether the file is there and long enough, and reads nothing.
    """
    for row in db.query(PLACES):
        place = RecordPlace(
            row["warc_file"], row["warc_offset"], row["warc_length"], row["payload_digest"], bool(row["is_revisit"])
        )
        reason = _too_short(folder, place) if quick else _unreadable(db, folder, place)
        yield Problem(f"fetch {row['id']} ({row['url']}): {reason}", REFETCH) if reason else None
    for path in sorted(folder.glob(f"*{OPEN_SUFFIX}")):
        if not is_in_use(path):
            yield Problem(f"{path.name} was left by a process that was killed", "the next crawl finishes it")


def _too_short(folder: Path, place: RecordPlace) -> str | None:
    if not is_plain_name(place.file):
        return f"{place.file!r} is no file of {folder}"
    path = folder / place.file
    path = path if path.exists() else path.with_name(path.name + OPEN_SUFFIX)
    if not is_regular(path):
        return f"{place.file} is not in {folder}"
    return f"{place.file} ends before {place.offset}" if path.stat().st_size < place.offset + place.length else None


def _unreadable(db: Database, folder: Path, place: RecordPlace) -> str | None:
    original = original_of_digest(db, place.payload_digest) if place.is_revisit else None
    try:
        read_exchange(folder, place, original.place if original else None)
    except ArchiveError as error:
        return str(error)
    return None
