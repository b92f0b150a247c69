"""Addresses that were found and are still to be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

# Found, and not asked for yet: over the budget of a run, or the run ended before. A fetch takes its address out.
WAITING = """
CREATE TABLE waiting (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    title TEXT,  -- as the list gives it
    published TEXT,
    found_in TEXT,
    found_as TEXT NOT NULL,
    found_at TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

FRONTIER = (
    WAITING,
    "CREATE INDEX waiting_site ON waiting(site, published)",
    "CREATE INDEX fetches_asked ON fetches(url_asked)",
    """
    CREATE TRIGGER fetches_end_waiting AFTER INSERT ON fetches
    BEGIN DELETE FROM waiting WHERE url = new.url_asked; END
    """,
)


@migrations()
def m0004_waiting(db: Database) -> None:
    """Addresses that were found and are still to be asked for."""
    for statement in FRONTIER:
        db.execute(statement)
