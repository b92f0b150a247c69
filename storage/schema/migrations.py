"""Every table, as numbered migrations. A migration that has been released is never edited: add another.

Times are UTC, ISO 8601 with zone; ``published`` and ``modified`` are what the page claims, with its zone.
JSON columns hold arrays or objects as text. All pending migrations run in one transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from storage.near_duplicates.links import link_all
from storage.rules.corrections import CORRECTIONS
from storage.schema.counts import COUNT_STORED, COUNTS
from storage.schema.rule_health import HEALTH, RULE_VIEWS, refresh_health
from storage.schema.views import FURTHER_PAGES_VIEWS, LATEST_ARTICLES, LEFT_OUT, PROVENANCE_VIEWS, VIEWS
from storage.store.further_pages import FURTHER_PAGES

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("stet")

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
def m0001_tables(db: Database) -> None:
    """Runs, fetches, articles with their versions and ledgers, URLs; full-text index over title and text."""
    for statement in (RUNS, ARTICLES, FETCHES, VERSIONS, REMOVALS, URLS, *INDEXES):
        db.execute(statement)
    # Letters without their accents: "Ölpreis" is found by "olpreis".
    db.table("versions").enable_fts(["title", "text"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")


@migrations()
def m0002_views(db: Database) -> None:
    """The questions that people ask."""
    for statement in VIEWS:
        db.execute(statement)


@migrations()
def m0003_provenance(db: Database) -> None:
    """Who read a page last; articles that are alike; the way back from a version to its bytes, as a view."""
    index = "CREATE INDEX alike_other ON alike(other)"
    for statement in (SKETCHES, ALIKE, index, *READINGS, *PROVENANCE_VIEWS):
        db.execute(statement)
    link_all(db)


@migrations()
def m0004_waiting(db: Database) -> None:
    """Addresses that were found and are still to be asked for."""
    for statement in FRONTIER:
        db.execute(statement)


@migrations()
def m0005_reading_room(db: Database) -> None:
    """What readers correct; counts for the charts, kept by triggers; indexes for dates and facets."""
    for statement in READING_ROOM:
        db.execute(statement)


@migrations()
def m0006_repeats(db: Database) -> None:
    """What repeats on each site."""
    db.execute(REPEATS)
    db.execute("CREATE INDEX repeats_run ON repeats(run)")


@migrations()
def m0007_rules(db: Database) -> None:
    """How the rules of each site do, as views."""
    for statement in RULE_VIEWS:
        db.execute(statement)


@migrations()
def m0008_health(db: Database) -> None:
    """What the views of rules compare, and what they find, as tables that are kept at the end of runs."""
    for statement in HEALTH:
        db.execute(statement)
    for row in db.execute("SELECT DISTINCT site FROM articles").fetchall():
        refresh_health(db, row[0])


@migrations()
def m0009_left_out(db: Database) -> None:
    """What was listed and not asked for is counted apart from what failed."""
    for statement in LEFT_OUT:
        db.execute(statement)


@migrations()
def m0010_further_pages(db: Database) -> None:
    """Articles that stand on several pages: the fetches behind the first, and on which page a removal stood."""
    index = "CREATE INDEX further_pages_fetch ON further_pages(fetch)"
    page = "ALTER TABLE removals ADD COLUMN page INTEGER NOT NULL DEFAULT 1"
    for statement in (FURTHER_PAGES, index, page, *FURTHER_PAGES_VIEWS):
        db.execute(statement)
