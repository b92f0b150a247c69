"""How many rows there are of a kind, kept by triggers: else each look at a page would count them in the whole store."""

from __future__ import annotations

LEDGER_COUNTS = """
CREATE TABLE ledger_counts (
    ledger TEXT NOT NULL,  -- removals, or boxes
    facet TEXT NOT NULL,  -- category, or layer
    value TEXT NOT NULL,
    number INTEGER NOT NULL,  -- rows of that table, of all versions
    PRIMARY KEY (ledger, facet, value)
) STRICT, WITHOUT ROWID
"""
ARTICLE_STATES = """
CREATE TABLE article_states (
    site TEXT NOT NULL,
    access TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (site, access)
) STRICT, WITHOUT ROWID
"""
LEDGERS, FACETS = ("removals", "boxes"), ("category", "layer")
ADD = "ON CONFLICT DO UPDATE SET number = number + excluded.number"
STATE = """
INSERT INTO article_states (site, access, articles) SELECT {row}.site, {row}.access, {sign}1
WHERE {row}.version IS NOT NULL ON CONFLICT DO UPDATE SET articles = articles + excluded.articles;
"""


def _counted(ledger: str, event: str, row: str, number: int) -> str:
    values = ", ".join(f"('{ledger}', '{facet}', {row}.{facet}, {number})" for facet in FACETS)
    return f"""
    CREATE TRIGGER {ledger}_{event}_counted AFTER {event.upper()} ON {ledger}
    BEGIN INSERT INTO ledger_counts (ledger, facet, value, number) VALUES {values} {ADD}; END
    """  # noqa: S608  (constants)


COUNT_LEDGERS = tuple(
    _counted(ledger, event, row, number)
    for ledger in LEDGERS
    for event, row, number in (("insert", "new", 1), ("delete", "old", -1))
)
# What has a version is an article that is shown; rows of articles are made without one.
COUNT_STATES = f"""
CREATE TRIGGER articles_states_counted AFTER UPDATE OF version, site, access ON articles
WHEN (old.version IS NULL, old.site, old.access) IS NOT (new.version IS NULL, new.site, new.access)
BEGIN {STATE.format(row="old", sign="-")} {STATE.format(row="new", sign="")} END
"""
COUNT_STORED = (
    *(
        f"""
        INSERT INTO ledger_counts (ledger, facet, value, number)
        SELECT '{ledger}', '{facet}', {facet}, count(*) FROM {ledger} GROUP BY {facet}
        """  # noqa: S608
        for ledger in LEDGERS
        for facet in FACETS
    ),
    """
    INSERT INTO article_states (site, access, articles)
    SELECT site, access, count(*) FROM articles WHERE version IS NOT NULL GROUP BY site, access
    """,
)

# A language with all its regions: the code before the hyphen, of two or three letters.
BASE = "rtrim(substr({language}, 1, 3), '-')"
# Lists of articles by date are read from an index, whatever they are filtered by.
INDEXES = (
    f"CREATE INDEX articles_base ON articles({BASE.format(language='language')}, dated, access, site)",
    "DROP INDEX articles_site",
    "CREATE INDEX articles_site ON articles(site, dated, access)",
    # What several outlets ask in the same words is looked up by how it begins, as in boxes_says.
    "CREATE INDEX appeals_text ON appeals(substr(text, 1, 40), site)",
    "DROP INDEX articles_access",
    "CREATE INDEX articles_access ON articles(access, dated, site)",
)
STATEMENTS = (LEDGER_COUNTS, ARTICLE_STATES, *COUNT_STORED, *COUNT_LEDGERS, COUNT_STATES, *INDEXES)
