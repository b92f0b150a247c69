"""How the rules of each site do, as views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.rule_health import RULE_VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0007_rules(db: Database) -> None:
    """How the rules of each site do, as views."""
    for statement in RULE_VIEWS:
        db.execute(statement)
