"""Mend what earlier crawls took for an article, or for versions of one: walls go, articles come apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from storage.changes.recording import forget_unmade
from storage.full_text.index import index_missing
from storage.near_duplicates.mixed import Parted, part_mixed, renew
from storage.schema.database import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

# In place of the article -> why; None for an article. Title, text, and whether the page says when or by whom it is.
Judge = Callable[[str | None, str, bool], str | None]

# Rows that go with a version, those first that point at others.
OF_VERSIONS = (
    *(("changes", "before"), ("changes", "version")),
    *(("removals", "version"), ("boxes", "version"), ("further_pages", "version")),
)

STORED = """
SELECT versions.id, versions.article, versions.title, text,
    coalesce(published, '') != '' OR authors != '[]' AS is_dated
FROM versions JOIN articles ON articles.id = versions.article
WHERE versions.id NOT IN (SELECT version FROM corrections)
"""


def mend(db: Database, judge: Judge) -> tuple[int, list[Parted]]:
    """How many texts were taken out that stood in place of an article, and which articles came apart."""
    with transaction(db):
        walls = list(_walls(db, judge))
        for version, article, reason in walls:
            _take_out(db, version, article, reason)
        parted = part_mixed(db)
        forget_unmade(db)
        index_missing(db)
        return len(walls), parted


def _walls(db: Database, judge: Judge) -> Iterator[tuple[int, int, str]]:
    for row in db.query(STORED):
        if reason := judge(row["title"], row["text"], bool(row["is_dated"])):
            yield row["id"], row["article"], reason


def _take_out(db: Database, version: int, article: int, reason: str) -> None:
    """The fetch stays, as failed with the reason, and so does its record in the archive."""
    db.execute(
        "UPDATE fetches SET outcome = 'failed', error = ?, version = NULL, article = NULL WHERE version = ?",
        (reason, version),
    )
    other = "(SELECT max(id) FROM versions WHERE article = :article AND id != :version)"
    gone = {"article": article, "version": version}
    db.execute(f"UPDATE articles SET version = {other} WHERE id = :article AND version = :version", gone)  # noqa: S608
    for table, column in (*OF_VERSIONS, ("versions", "id")):
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (version,))  # noqa: S608  (constants)
    if db.execute("SELECT 1 FROM versions WHERE article = ?", (article,)).fetchone():
        renew(db, article)
    else:
        _forget(db, article, reason)


def _forget(db: Database, article: int, reason: str) -> None:
    """An article of which no text is left; its addresses are asked for again."""
    sql = "UPDATE urls SET article = NULL, by_text = 0, failures = 1, error = ?, etag = NULL, last_modified = NULL"
    db.execute(f"{sql} WHERE article = ?", (reason, article))
    db.execute("UPDATE fetches SET article = NULL WHERE article = ?", (article,))
    db.execute("DELETE FROM alike WHERE :article IN (article, other)", {"article": article})
    for table in ("sketches", "guids", "changes"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608  (constants)
    db.execute("DELETE FROM articles WHERE id = ?", (article,))
