"""The ledger by boxes; what is counted, counts boxes and articles instead of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.boxes import STATEMENTS
from storage.schema.migrations.registry import migrations
from storage.sentences import is_sentence

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0012_boxes(db: Database) -> None:
    """The ledger by boxes; what is counted, counts boxes and articles instead of blocks."""
    db.register_function(is_sentence, deterministic=True)
    for statement in STATEMENTS:
        db.execute(statement)
