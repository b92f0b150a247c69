"""Rows of ledgers and states of articles counted as they come; lists by site and language read from an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.tallies import STATEMENTS

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0019_tallies(db: Database) -> None:
    """Rows of ledgers and states of articles counted as they come; lists by site and language read from an index."""
    for statement in STATEMENTS:
        db.execute(statement)
