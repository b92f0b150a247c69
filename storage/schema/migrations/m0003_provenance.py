"""Who read a page last; articles that are alike; the way back from a version to its bytes, as a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.near_duplicates.links import link_all
from storage.schema.migrations.registry import migrations
from storage.schema.views import PROVENANCE_VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

SKETCHES = """
CREATE TABLE sketches (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles(id),
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID
"""

# Pairs of articles that share much of their text: wire stories, syndicated columns, reposts.
ALIKE = """
CREATE TABLE alike (
    article INTEGER NOT NULL REFERENCES articles(id),
    other INTEGER NOT NULL REFERENCES articles(id),  -- the one that was stored first
    likeness REAL NOT NULL,  -- share of runs of four words that both have
    PRIMARY KEY (article, other)
) STRICT
"""

# The code and the rules that read a page last, whether or not that made a version.
READINGS = (
    "ALTER TABLE fetches ADD COLUMN extractor_version TEXT",
    "ALTER TABLE fetches ADD COLUMN rules_version TEXT",
    """
    UPDATE fetches SET (extractor_version, rules_version) =
        (SELECT extractor_version, rules_version FROM versions WHERE versions.id = fetches.version)
    """,
)


@migrations()
def m0003_provenance(db: Database) -> None:
    """Who read a page last; articles that are alike; the way back from a version to its bytes, as a view."""
    index = "CREATE INDEX alike_other ON alike(other)"
    for statement in (SKETCHES, ALIKE, index, *READINGS, *PROVENANCE_VIEWS):
        db.execute(statement)
    link_all(db)
