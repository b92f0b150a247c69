"""What outlets changed after publication, with its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.changes.recording import CHANGES, INDEXES, note_stored
from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0014_changes(db: Database) -> None:
    """What outlets changed after publication, with its class."""
    for statement in (CHANGES, *INDEXES):
        db.execute(statement)
    note_stored(db)
