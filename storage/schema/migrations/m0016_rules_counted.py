"""Counts of boxes found by rule and by week, without a walk through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.boxes import INDEXES_OF_WEEKS
from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0016_rules_counted(db: Database) -> None:
    """Counts of boxes found by rule and by week, without a walk through all of them."""
    for statement in INDEXES_OF_WEEKS:
        db.execute(statement)
