"""Articles that stand on several pages: the fetches behind the first, and on which page a removal stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations
from storage.schema.views import FURTHER_PAGES_VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

# The first page of a version is versions.fetch, which each has; only few have more. So no fetch stands in two places,
# and the schema still says that there is no version without one. The view version_pages has them all.
FURTHER_PAGES = """
CREATE TABLE further_pages (
    version INTEGER NOT NULL REFERENCES versions(id),
    position INTEGER NOT NULL,  -- from 2: the first page is the fetch of the version
    fetch INTEGER NOT NULL REFERENCES fetches(id),  -- the last one may be of a page that could not be had
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID
"""


@migrations()
def m0010_further_pages(db: Database) -> None:
    """Articles that stand on several pages: the fetches behind the first, and on which page a removal stood."""
    index = "CREATE INDEX further_pages_fetch ON further_pages(fetch)"
    page = "ALTER TABLE removals ADD COLUMN page INTEGER NOT NULL DEFAULT 1"
    for statement in (FURTHER_PAGES, index, page, *FURTHER_PAGES_VIEWS):
        db.execute(statement)
