"""Rows of ``changes``: one for each time that an outlet changed an article, or took it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.changes.comparing import ChangeClass, State, class_of, compare
from storage.rows import insert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

CHANGES = """
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles(id),
    site TEXT NOT NULL,
    at TEXT NOT NULL,  -- when it was seen
    class TEXT NOT NULL,  -- gone, wall, correction, headline, substance, typo
    cause TEXT NOT NULL,  -- outlet, or unclear where our rules had changed too
    title_changed INTEGER NOT NULL,
    told TEXT NOT NULL,  -- what changed, in a few words
    before INTEGER REFERENCES versions(id),
    version INTEGER REFERENCES versions(id),  -- NULL where the article is gone
    fetch INTEGER REFERENCES fetches(id)  -- that told that it is gone
) STRICT
"""
INDEXES = (
    "CREATE INDEX changes_at ON changes(at)",
    "CREATE INDEX changes_class ON changes(class, at)",
    "CREATE INDEX changes_site ON changes(site, at)",
    "CREATE INDEX changes_article ON changes(article)",
    "CREATE INDEX changes_before ON changes(before)",
    "CREATE INDEX changes_version ON changes(version)",
    "CREATE INDEX changes_fetch ON changes(fetch)",
)
BY_OUTLETS = ("outlet", "unclear")
STORED = """
SELECT versions.*, articles.site FROM versions JOIN articles ON articles.id = versions.article
WHERE cause IN ('outlet', 'unclear') ORDER BY versions.id
"""
BEFORE = """
SELECT * FROM versions WHERE article = :article AND id != :id AND (fetched_at, id) < (:fetched_at, :id)
ORDER BY fetched_at DESC, id DESC LIMIT 1
"""
# Gone once, until it is seen again.
IS_GONE = """
SELECT class = 'gone' AND at >= (SELECT last_seen FROM articles WHERE id = :article) AS gone FROM changes
WHERE article = :article ORDER BY at DESC, id DESC LIMIT 1
"""


def note_change(db: Database, site: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A version, and the one that stood before: rows of ``versions``."""
    old, new = _state(before), _state(after)
    found = compare(old, new)
    row = {"article": after["article"], "site": site, "at": after["fetched_at"], "class": class_of(old, new, found)}
    row |= {"cause": after["cause"], "title_changed": int(found.title is not None), "told": found.told}
    insert(db, "changes", row | {"before": before["id"], "version": after["id"]})


def note_gone(db: Database, site: str, article: int, fetch: int, at: str) -> None:
    """That the address of an article says there is none, once."""
    if any(row["gone"] for row in db.query(IS_GONE, {"article": article})):
        return
    row = {"article": article, "site": site, "at": at, "class": ChangeClass.GONE, "cause": "outlet", "title_changed": 0}
    version = next(db.query("SELECT version FROM articles WHERE id = ?", (article,)))["version"]
    insert(db, "changes", row | {"told": "the page is gone", "before": version, "fetch": fetch})


def forget_unmade(db: Database) -> None:
    """Take out what is no change any more, since its versions were found to be of two articles."""
    articles = [f"(SELECT article FROM versions WHERE id = changes.{name})" for name in ("before", "version")]  # noqa: S608
    db.execute(f"DELETE FROM changes WHERE version IS NOT NULL AND {articles[0]} IS NOT {articles[1]}")  # noqa: S608
    db.execute(f"UPDATE changes SET article = {articles[1]} WHERE version IS NOT NULL")  # noqa: S608


def note_stored(db: Database) -> None:
    """What was changed before changes were kept."""
    for after in list(db.query(STORED)):
        for before in db.query(BEFORE, {name: after[name] for name in ("article", "id", "fetched_at")}):
            note_change(db, after["site"], before, after)


def _state(version: Mapping[str, Any]) -> State:
    return State(version["title"] or "", version["text"], version["access"], version["complete"])
