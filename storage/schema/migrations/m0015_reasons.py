"""Why a reader marked something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database


@migrations()
def m0015_reasons(db: Database) -> None:
    """Why a reader marked something."""
    db.execute("ALTER TABLE corrections ADD COLUMN reason TEXT")
