"""Articles whose text of before was found again, after a wrong clock, show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.full_text.index import index_missing
from storage.schema.migrations.registry import migrations
from storage.shown import SHOWN, show

if TYPE_CHECKING:
    from sqlite_utils import Database

ANOTHER = f"""
SELECT id FROM articles WHERE id IN (SELECT article FROM versions GROUP BY article HAVING count(*) > 1)
    AND version != (SELECT id FROM ({SHOWN.format(article="articles.id")}))
"""  # noqa: S608  (our own text)


@migrations()
def m0018_shown_again(db: Database) -> None:
    """Articles whose text of before was found again, after a wrong clock, show it."""
    for row in list(db.query(ANOTHER)):
        shown = show(db, row["id"])
        db.execute("UPDATE articles SET title = ? WHERE id = ?", (shown["title"], row["id"]))
    index_missing(db)
