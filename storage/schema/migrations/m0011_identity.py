"""What identity goes by: texts without headlines, the names that feeds give, which URLs are tied by a text only."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.near_duplicates.mixed import part_mixed
from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

# The name of an article in the feeds of its site; it stays when address and headline change.
GUIDS = """
CREATE TABLE guids (
    site TEXT NOT NULL,
    guid TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles(id),
    PRIMARY KEY (site, guid)
) STRICT, WITHOUT ROWID
"""

# No redirect led from a URL to the article: its canonical URL or its text did, which is proved at the next look.
TIED_BY_TEXT = """
UPDATE urls SET by_text = 1 WHERE article IS NOT NULL
    AND url NOT IN (SELECT url FROM articles WHERE articles.id = urls.article)
    AND NOT EXISTS (SELECT 1 FROM fetches WHERE fetches.article = urls.article AND fetches.redirects != '[]'
        AND urls.url IN (fetches.url, fetches.url_asked))
"""

IDENTITY = (
    GUIDS,
    "CREATE INDEX guids_article ON guids(article)",
    "ALTER TABLE waiting ADD COLUMN guid TEXT",
    "ALTER TABLE urls ADD COLUMN by_text INTEGER NOT NULL DEFAULT 0",  # 1 where only the same text ties it
    "ALTER TABLE versions ADD COLUMN body_digest TEXT",  # of the text alone
    "CREATE INDEX versions_body ON versions(body_digest)",
)


@migrations()
def m0011_identity(db: Database) -> None:
    """What identity goes by; and what was taken for versions of one article comes apart."""
    for statement in IDENTITY:
        db.execute(statement)
    db.conn.create_function("body_digest", 1, _body_digest, deterministic=True)
    db.execute("UPDATE versions SET body_digest = body_digest(text)")
    db.execute(TIED_BY_TEXT)
    part_mixed(db)


def _body_digest(text: str) -> str:
    return hashlib.sha256(f"\n{text}".encode()).hexdigest()
