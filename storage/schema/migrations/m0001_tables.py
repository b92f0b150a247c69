"""Runs, fetches, articles with their versions and ledgers, URLs; full-text index over title and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.schema.migrations.registry import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

RUNS = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    spider TEXT NOT NULL,
    arguments TEXT NOT NULL,  -- JSON object
    started_at TEXT NOT NULL,
    finished_at TEXT,  -- NULL while it runs, or when it was killed
    reason TEXT,  -- why it ended
    statistics TEXT,  -- JSON object
    code_version TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL
) STRICT
"""

# The facts of an article as its last fetch told them; its text as it stood at each time is in versions.
ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    title TEXT,
    published TEXT,
    authors TEXT NOT NULL,  -- JSON array
    section TEXT,
    tags TEXT NOT NULL,  -- JSON array
    language TEXT,
    access TEXT NOT NULL,
    access_evidence TEXT NOT NULL,
    complete INTEGER,  -- 1 whole, 0 cut by a wall, NULL unknown
    url TEXT NOT NULL UNIQUE,  -- canonical where it can be trusted, else the one that answered
    modified TEXT,
    description TEXT,
    site_name TEXT,
    page_type TEXT,
    image_url TEXT,
    image_caption TEXT,
    image_credit TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    version INTEGER REFERENCES versions(id)  -- the current one
) STRICT
"""

# One row a URL that was asked for, whatever came of it.
FETCHES = """
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(id),
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,  -- a plain reason where outcome is failed
    article INTEGER REFERENCES articles(id),
    version INTEGER REFERENCES versions(id),  -- the version that it made, or found unchanged
    url_asked TEXT NOT NULL,
    url TEXT NOT NULL,  -- that answered
    redirects TEXT NOT NULL,  -- JSON array of url, status, file, offset
    status INTEGER,
    headers TEXT NOT NULL,  -- JSON array of name, value
    fetched_at TEXT NOT NULL,
    elapsed REAL,  -- seconds
    size INTEGER,  -- of the body over the wire, in bytes
    found_in TEXT,  -- URL of the feed, sitemap or front page
    found_as TEXT,
    found_at TEXT,
    warc_file TEXT,
    warc_offset INTEGER,
    warc_length INTEGER,
    payload_digest TEXT,
    is_revisit INTEGER NOT NULL  -- 1 where the record refers to an earlier one with the payload
) STRICT
"""

# The clean text of an article at one time. The order is (fetched_at, id): a version that re-cleaning made of an old
# fetch stands behind the one that it corrects, before what was fetched later.
VERSIONS = """
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles(id),
    fetch INTEGER NOT NULL REFERENCES fetches(id),
    run INTEGER NOT NULL REFERENCES runs(id),  -- that made it: a crawl, an import, a re-cleaning
    fetched_at TEXT NOT NULL,
    cause TEXT NOT NULL,  -- first, outlet, rules, code, unclear
    title TEXT,
    text TEXT NOT NULL,  -- the kept blocks, one a line
    kinds TEXT NOT NULL,  -- JSON array: the kind of each line
    words INTEGER NOT NULL,
    access TEXT NOT NULL,
    complete INTEGER,
    modified TEXT,
    flags TEXT NOT NULL,  -- JSON array
    extractor_version TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    text_digest TEXT NOT NULL,  -- of title and text
    made_at TEXT NOT NULL
) STRICT
"""

# The ledger: what was taken out of a version, in the order of the page.
REMOVALS = """
CREATE TABLE removals (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions(id),
    position INTEGER NOT NULL,  -- how many lines of the text stand before it
    category TEXT NOT NULL,
    layer TEXT NOT NULL,
    rule TEXT NOT NULL,
    text TEXT NOT NULL,
    evidence TEXT NOT NULL
) STRICT
"""

# What is known of each URL, whichever way it came up: asked for, answered, or named as canonical.
URLS = """
CREATE TABLE urls (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    article INTEGER REFERENCES articles(id),
    first_fetched TEXT NOT NULL,
    last_fetched TEXT NOT NULL,
    status INTEGER,
    etag TEXT,
    last_modified TEXT,
    failures INTEGER NOT NULL,  -- since the last fetch that went well
    error TEXT
) STRICT, WITHOUT ROWID
"""

INDEXES = (
    "CREATE INDEX articles_site ON articles(site, published)",
    "CREATE INDEX articles_version ON articles(version)",
    "CREATE INDEX fetches_run ON fetches(run, outcome)",
    "CREATE INDEX fetches_article ON fetches(article)",
    "CREATE INDEX fetches_version ON fetches(version)",
    "CREATE INDEX fetches_url ON fetches(url)",
    "CREATE INDEX fetches_payload ON fetches(payload_digest) WHERE is_revisit = 0",
    "CREATE INDEX versions_article ON versions(article, fetched_at)",
    "CREATE INDEX versions_fetch ON versions(fetch)",
    "CREATE INDEX versions_run ON versions(run)",
    "CREATE INDEX versions_text ON versions(text_digest)",
    "CREATE INDEX removals_version ON removals(version)",
    "CREATE INDEX removals_category ON removals(category)",
    "CREATE INDEX removals_rule ON removals(rule)",
    "CREATE INDEX urls_article ON urls(article)",
    "CREATE INDEX urls_site ON urls(site)",
)


@migrations()
def m0001_tables(db: Database) -> None:
    """Runs, fetches, articles with their versions and ledgers, URLs; full-text index over title and text."""
    for statement in (RUNS, ARTICLES, FETCHES, VERSIONS, REMOVALS, URLS, *INDEXES):
        db.execute(statement)
    # Letters without their accents: "Ölpreis" is found by "olpreis".
    db.table("versions").enable_fts(["title", "text"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")
