"""What the views of rules compare, and what they find, as tables that are kept at the end of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.rule_health import HEALTH, refresh_health

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0008_health(db: Database) -> None:
    """What the views of rules compare, and what they find, as tables that are kept at the end of runs."""
    for statement in HEALTH:
        db.execute(statement)
    for row in db.execute("SELECT DISTINCT site FROM articles").fetchall():
        refresh_health(db, row[0])
