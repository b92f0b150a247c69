"""What was listed and not asked for is counted apart from what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.views import LEFT_OUT

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0009_left_out(db: Database) -> None:
    """What was listed and not asked for is counted apart from what failed."""
    for statement in LEFT_OUT:
        db.execute(statement)
