"""What the next crawl of a site needs of its database; the rest is forgotten. For a copy that travels, never the one
that is read.

Of articles there are three kinds. Whole are those that are compared (with what repeats, with how rules did) and those
that the last run saw. Of those that may be looked at again, and of the addresses that tell what an article looks like,
the digests stay: an unchanged page is no new version. Of all others what is known of their addresses stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.rules.repeats import LATEST
from storage.schema.database import transaction
from storage.schema.rule_health import RECENT, USUAL
from storage.store.fetches import utc
from storage.store.frontier import SHAPES
from storage.store.runs import LATEST_RUNS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

WHOLE = """
CREATE TEMP TABLE whole AS
SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY site ORDER BY dated DESC, id DESC) AS dated_last,
        row_number() OVER (PARTITION BY site ORDER BY first_seen DESC, id DESC) AS seen_last
    FROM articles WHERE version IS NOT NULL
) WHERE dated_last <= :compared OR seen_last <= :judged
UNION SELECT article FROM fetches WHERE run = :run AND article IS NOT NULL
"""
KNOWN = """
CREATE TEMP TABLE known AS
SELECT id FROM whole
UNION SELECT article FROM urls WHERE article IS NOT NULL AND kind = 'page' AND first_fetched >= :since
UNION SELECT article FROM (
    SELECT article, row_number() OVER (PARTITION BY site ORDER BY last_fetched DESC) AS latest
    FROM urls WHERE kind = 'page' AND status = 200
) WHERE article IS NOT NULL AND latest <= :shapes
"""
# A further page is read behind its first one, of which the body must be there: so that one is asked for whole.
AS_A_WHOLE = """
UPDATE urls SET etag = NULL, last_modified = NULL WHERE article IN (
    SELECT article FROM versions JOIN further_pages ON further_pages.version = versions.id)
"""
# Pages of earlier runs cannot be read again here, as they are at home: what is cut from them next no outlet changed.
TO_BE_CUT = """
UPDATE versions SET rules_version = '' WHERE id IN (
    SELECT versions.id FROM repeats JOIN articles ON articles.site = repeats.site
    JOIN versions ON versions.id = articles.version JOIN fetches ON fetches.id = versions.fetch
    WHERE repeats.run = :run AND fetches.run != :run
        AND instr(char(10) || versions.text || char(10), char(10) || repeats.text || char(10)))
"""
GONE_VERSIONS = "SELECT id FROM versions WHERE article NOT IN (SELECT id FROM known)"
UNREAD_VERSIONS = "SELECT id FROM versions WHERE article NOT IN (SELECT id FROM whole)"
# What looks at articles as they stand is made anew by the next run.
ARTICLES = (
    "DELETE FROM troubles",
    "DELETE FROM article_ages",
    f"DELETE FROM corrections WHERE version IN ({UNREAD_VERSIONS})",  # noqa: S608
    "DELETE FROM changes WHERE article NOT IN (SELECT id FROM whole)",
    "DELETE FROM alike WHERE article NOT IN (SELECT id FROM whole) OR other NOT IN (SELECT id FROM whole)",
    "DELETE FROM sketches WHERE article NOT IN (SELECT id FROM whole)",
    f"DELETE FROM removals WHERE version IN ({UNREAD_VERSIONS})",  # noqa: S608
    f"DELETE FROM boxes WHERE version IN ({UNREAD_VERSIONS})",  # noqa: S608
    f"DELETE FROM further_pages WHERE version IN ({GONE_VERSIONS})",  # noqa: S608
    f"UPDATE versions SET text = '', kinds = '[]' WHERE id IN ({UNREAD_VERSIONS})",  # noqa: S608
    """
    UPDATE articles SET authors = '[]', tags = '[]', description = NULL, image_url = NULL, image_caption = NULL,
        image_credit = NULL WHERE id NOT IN (SELECT id FROM whole)
    """,
    "UPDATE urls SET article = NULL WHERE article NOT IN (SELECT id FROM known)",
    "DELETE FROM guids WHERE article NOT IN (SELECT id FROM known)",
    "UPDATE articles SET version = NULL WHERE id NOT IN (SELECT id FROM known)",
    "UPDATE fetches SET article = NULL, version = NULL WHERE article NOT IN (SELECT id FROM known)",
    f"DELETE FROM versions WHERE id IN ({GONE_VERSIONS})",  # noqa: S608
    "DELETE FROM articles WHERE id NOT IN (SELECT id FROM known)",
    # It keeps no text that could be taken out of it; nobody searches here.
    "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    # What was taken out of it leaves more behind than the texts that stay take.
    "INSERT INTO versions_fts (versions_fts) VALUES ('rebuild')",
)
# Of the last run all; what versions rest on; under which addresses a text was seen; what each address answered last;
# how often in a row a list was the same.
NEEDED = """
CREATE TEMP TABLE needed AS
SELECT id FROM fetches WHERE run = :run
UNION SELECT fetch FROM versions UNION SELECT fetch FROM further_pages
UNION SELECT fetch FROM changes WHERE fetch IS NOT NULL
UNION SELECT max(id) FROM fetches WHERE version IS NOT NULL GROUP BY version, url
UNION SELECT max(id) FROM fetches WHERE kind = 'further-page' AND article IS NOT NULL GROUP BY url
UNION SELECT max(id) FROM fetches
    WHERE payload_digest IS NOT NULL AND (kind != 'page' OR article IS NOT NULL) GROUP BY url
UNION SELECT max(id) FROM fetches WHERE outcome IN ('listed', 'not-modified') AND article IS NULL GROUP BY url
UNION SELECT id FROM (
    SELECT id, max(CASE WHEN outcome != 'not-modified' AND is_revisit = 0 THEN id END) OVER (PARTITION BY url_asked)
        AS moved FROM fetches WHERE kind IN ('feed', 'sitemap')
) WHERE id >= coalesce(moved, 0)
"""
ORIGINALS = """
INSERT INTO needed SELECT min(id) FROM fetches WHERE is_revisit = 0 AND payload_digest IN (
    SELECT payload_digest FROM fetches WHERE id IN (SELECT id FROM needed)) GROUP BY payload_digest
"""
FETCHES = (
    "DELETE FROM fetches WHERE id NOT IN (SELECT id FROM needed)",
    "UPDATE fetches SET headers = '[]', redirects = '[]' WHERE run != :run",
)
RUNS = """
CREATE TEMP TABLE latest_runs AS SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY spider ORDER BY id DESC) AS latest FROM runs
) WHERE latest <= :told
"""
OLD_RUNS = (
    "UPDATE runs SET statistics = NULL WHERE id NOT IN (SELECT id FROM latest_runs)",
    """
    DELETE FROM runs WHERE id NOT IN (SELECT id FROM latest_runs) AND id NOT IN (SELECT run FROM fetches)
        AND id NOT IN (SELECT run FROM versions) AND id NOT IN (SELECT run FROM repeats)
    """,
)
STEPS = (WHOLE, KNOWN, AS_A_WHOLE, TO_BE_CUT, *ARTICLES, NEEDED, ORIGINALS, *FETCHES, RUNS, *OLD_RUNS)
TABLES = ("whole", "known", "needed", "latest_runs")


def forget_old(db: Database, run: int, since: datetime) -> None:
    """Keep what the next crawl needs, and all of ``run``. Pages first fetched ``since`` then may be looked at again."""
    bounds = {"compared": LATEST, "judged": RECENT + USUAL, "shapes": SHAPES, "told": LATEST_RUNS}
    values = {"run": run, "since": utc(since), **bounds}
    with transaction(db):
        for step in STEPS:
            db.execute(step, {name: value for name, value in values.items() if f":{name}" in step})
        for name in TABLES:
            db.execute(f"DROP TABLE temp.{name}")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
