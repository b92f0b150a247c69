"""Counts that triggers keep, so that charts need not read the whole ledger: by week and rule, and by appeal."""

from __future__ import annotations

# Removals of current versions, counted as they come: the ledger itself is too long to be counted for each page.
REMOVAL_WEEKS = """
CREATE TABLE removal_weeks (
    site TEXT NOT NULL,
    week TEXT NOT NULL,  -- the Monday of the week in which the articles are dated
    category TEXT NOT NULL,
    layer TEXT NOT NULL,
    rule TEXT NOT NULL,
    removals INTEGER NOT NULL,
    PRIMARY KEY (site, week, category, layer, rule)
) STRICT, WITHOUT ROWID
"""
APPEALS = """
CREATE TABLE appeals (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    category TEXT NOT NULL,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,  -- whose current version was cleaned of it
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    UNIQUE (site, category, text)
) STRICT
"""
COUNTS = (REMOVAL_WEEKS, APPEALS, "CREATE INDEX appeals_articles ON appeals(articles)")

# Each article is counted once, by its current version, in the week in which it is dated.
WEEK = "'weekday 0', '-6 days'"
BY_WEEK = """
INSERT INTO removal_weeks (site, week, category, layer, rule, removals)
SELECT {row}.site, coalesce(date({row}.published, {week}), date({row}.first_seen, {week}), {row}.first_seen),
    category, layer, rule, {sign}count(*)
FROM removals WHERE version = {row}.version GROUP BY category, layer, rule
ON CONFLICT DO UPDATE SET removals = removals + excluded.removals;
"""
BY_APPEAL = """
INSERT INTO appeals (site, category, text, articles, first_seen, last_seen)
SELECT {row}.site, category, removals.text, {sign}1, versions.fetched_at, versions.fetched_at
FROM removals JOIN versions ON versions.id = removals.version
WHERE versions.id = {row}.version
    AND category IN ('donation', 'newsletter', 'subscription', 'registration', 'follow')
GROUP BY category, removals.text
ON CONFLICT DO UPDATE SET articles = articles + excluded.articles,
    first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen);
"""


def _both(row: str, sign: str) -> str:
    return "".join(statement.format(row=row, sign=sign, week=WEEK) for statement in (BY_WEEK, BY_APPEAL))


# What the old row counted is taken back, what the new one counts is added.
COUNT_ARTICLES = f"""
CREATE TRIGGER articles_counted AFTER UPDATE OF version, site, published, first_seen ON articles
WHEN (old.version, old.site, old.published, old.first_seen)
    IS NOT (new.version, new.site, new.published, new.first_seen)
BEGIN {_both("old", "-")} {_both("new", "")} END
"""

# Articles that were stored before pass the trigger as if their current version had just come.
COUNT_STORED = (
    "CREATE TEMP TABLE current AS SELECT id, version FROM articles WHERE version IS NOT NULL",
    "UPDATE articles SET version = NULL",
    COUNT_ARTICLES,
    "UPDATE articles SET version = current.version FROM current WHERE current.id = articles.id",
    "DROP TABLE current",
)
