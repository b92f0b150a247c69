"""Articles whose text was cut by a wall later show the last version before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.full_text.index import index_missing
from storage.schema.migrations.registry import migrations
from storage.shown import show

if TYPE_CHECKING:
    from sqlite_utils import Database

CUT = """
SELECT articles.id FROM articles JOIN versions ON versions.id = articles.version
WHERE versions.complete = 0 AND EXISTS (
    SELECT 1 FROM versions AS other WHERE other.article = articles.id AND other.complete IS NOT 0
)
"""


@migrations()
def m0017_shown(db: Database) -> None:
    """Articles whose text was cut by a wall later show the last version before it."""
    for row in list(db.query(CUT)):
        shown = show(db, row["id"])
        db.execute("UPDATE articles SET title = ? WHERE id = ?", (shown["title"], row["id"]))
    index_missing(db)
