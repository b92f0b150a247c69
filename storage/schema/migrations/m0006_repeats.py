"""What repeats on each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

# Blocks that stand in many articles of a site, learned at the end of runs and cut from then on.
REPEATS = """
CREATE TABLE repeats (
    site TEXT NOT NULL,
    digest TEXT NOT NULL,  -- the rule of its removals is repeat- and this
    category TEXT NOT NULL,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,  -- in which it was met
    run INTEGER NOT NULL REFERENCES runs(id),  -- that learned it
    learned_at TEXT NOT NULL,
    withdrawn_at TEXT,  -- when a reader's mark said that it is content
    applied_at TEXT,  -- when the stored articles were cleaned of it, or got it back
    PRIMARY KEY (site, digest)
) STRICT
"""


@migrations()
def m0006_repeats(db: Database) -> None:
    """What repeats on each site."""
    db.execute(REPEATS)
    db.execute("CREATE INDEX repeats_run ON repeats(run)")
