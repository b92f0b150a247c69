"""What readers correct; counts for the charts, kept by triggers; indexes for dates and facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.counts import COUNT_STORED, COUNTS
from storage.schema.migrations.registry import migrations
from storage.schema.views import LATEST_ARTICLES

if TYPE_CHECKING:
    from sqlite_utils import Database

# What readers marked in the reading room. Exactly one of removal and block is there.
CORRECTIONS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions(id),
    removal INTEGER REFERENCES removals(id),  -- what should not have been cut
    block INTEGER,  -- which line of the text, from 0, should have been cut
    verdict TEXT NOT NULL,  -- article, or the category that it belongs to
    text TEXT NOT NULL,
    marked_by TEXT NOT NULL,
    marked_at TEXT NOT NULL,
    settled_at TEXT,  -- when it became a label or a fixture
    CHECK ((removal IS NULL) != (block IS NULL)),
    UNIQUE (version, removal),
    UNIQUE (version, block)
) STRICT
"""

READING_ROOM = (
    CORRECTIONS,
    *COUNTS,
    # When it was published, in UTC; where the page does not say, when it was first seen.
    """
    ALTER TABLE articles ADD COLUMN dated TEXT
    GENERATED ALWAYS AS (coalesce(datetime(published), datetime(first_seen), first_seen)) VIRTUAL
    """,
    "CREATE INDEX articles_dated ON articles(dated, site, access)",
    "CREATE INDEX articles_state ON articles(site, access, last_seen)",
    "CREATE INDEX articles_access ON articles(access)",
    "CREATE INDEX articles_language ON articles(language)",
    "CREATE INDEX articles_section ON articles(section)",
    "CREATE INDEX removals_layer ON removals(layer)",
    "CREATE INDEX fetches_outcome ON fetches(outcome)",
    "CREATE INDEX fetches_time ON fetches(fetched_at, site, outcome)",
    *COUNT_STORED,
    # A search filters thousands of hits: with these columns it need not read their rows.
    "DROP INDEX articles_version",
    "CREATE INDEX articles_version ON articles(version, site, dated, language, access)",
    *LATEST_ARTICLES,
)


@migrations()
def m0005_reading_room(db: Database) -> None:
    """What readers correct; counts for the charts, kept by triggers; indexes for dates and facets."""
    for statement in READING_ROOM:
        db.execute(statement)
