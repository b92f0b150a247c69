"""Search in every script: an index of folded words and of pairs of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.full_text.index import INDEX, index_missing
from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0013_search(db: Database) -> None:
    """Search in every script: an index of folded words and of pairs of characters."""
    db.execute(INDEX)
    index_missing(db)
