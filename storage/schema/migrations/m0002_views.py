"""The questions that people ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0002_views(db: Database) -> None:
    """The questions that people ask."""
    for statement in VIEWS:
        db.execute(statement)
