"""What was cut, a box at a time, and what is counted of it: by week and rule, by week, by what appeals say."""

from __future__ import annotations

BOXES = """
CREATE TABLE boxes (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions(id),
    number INTEGER NOT NULL,  -- from 0, as the extraction numbers them
    category TEXT NOT NULL,
    layer TEXT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,  -- one plain sentence
    blocks INTEGER NOT NULL,  -- removals that went with it
    says TEXT,  -- the longest line of an appeal, by which it is known again; NULL where that is no sentence
    UNIQUE (version, number)
) STRICT
"""
BOX_WEEKS = """
CREATE TABLE box_weeks (
    site TEXT NOT NULL,
    week TEXT NOT NULL,  -- the Monday of the week in which the articles are dated; empty without a date that can be
    category TEXT NOT NULL,
    layer TEXT NOT NULL,
    rule TEXT NOT NULL,
    boxes INTEGER NOT NULL,
    articles INTEGER NOT NULL,  -- with at least one of them
    PRIMARY KEY (site, week, category, layer, rule)
) STRICT, WITHOUT ROWID
"""
ARTICLE_WEEKS = """
CREATE TABLE article_weeks (
    site TEXT NOT NULL,
    week TEXT NOT NULL,  -- as in box_weeks
    articles INTEGER NOT NULL,
    PRIMARY KEY (site, week)
) STRICT, WITHOUT ROWID
"""
APPEALS = """
CREATE TABLE appeals (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    category TEXT NOT NULL,
    text TEXT NOT NULL,  -- boxes.says
    articles INTEGER NOT NULL,  -- whose current version was cleaned of it
    first_dated TEXT,  -- days of these articles, where they have a date that can be
    last_dated TEXT,
    UNIQUE (site, category, text)
) STRICT
"""

# A date before the web, or after the page was fetched, is the outlet's mistake.
DAY = """
(CASE WHEN date({row}.published) BETWEEN '1990-01-01' AND date({row}.first_seen, '+1 day')
    THEN date({row}.published) END)
"""
WEEK = f"coalesce(date({DAY}, 'weekday 0', '-6 days'), '')"

# {joined} is what the row is taken from: nothing in a trigger, all articles where they are counted for the first time.
BY_BOX = f"""
INSERT INTO box_weeks (site, week, category, layer, rule, boxes, articles)
SELECT {{row}}.site, {WEEK}, category, layer, rule, {{sign}}count(*), {{sign}}count(DISTINCT boxes.version)
FROM boxes {{joined}} WHERE boxes.version = {{row}}.version GROUP BY 1, 2, 3, 4, 5
ON CONFLICT DO UPDATE SET boxes = boxes + excluded.boxes, articles = articles + excluded.articles;
"""  # noqa: S608  (constants)
BY_ARTICLE = f"""
INSERT INTO article_weeks (site, week, articles)
SELECT {{row}}.site, {WEEK}, {{sign}}count(*) {{alone}} WHERE {{row}}.version IS NOT NULL GROUP BY 1, 2
ON CONFLICT DO UPDATE SET articles = articles + excluded.articles;
"""
# A campaign that no article has any more begins anew.
BY_APPEAL = f"""
INSERT INTO appeals (site, category, text, articles, first_dated, last_dated)
SELECT {{row}}.site, category, says, {{sign}}count(DISTINCT boxes.version), min({DAY}), max({DAY})
FROM boxes {{joined}} WHERE boxes.version = {{row}}.version AND says IS NOT NULL GROUP BY 1, 2, 3
ON CONFLICT DO UPDATE SET articles = articles + excluded.articles,
    first_dated = CASE WHEN articles <= 0 THEN excluded.first_dated
        ELSE coalesce(min(first_dated, excluded.first_dated), first_dated, excluded.first_dated) END,
    last_dated = CASE WHEN articles <= 0 THEN excluded.last_dated
        ELSE coalesce(max(last_dated, excluded.last_dated), last_dated, excluded.last_dated) END;
"""  # noqa: S608
COUNTS = (BY_BOX, BY_ARTICLE, BY_APPEAL)


def _counted(row: str, sign: str) -> str:
    return "".join(each.format(row=row, sign=sign, joined="", alone="") for each in COUNTS)


# What the old row counted is taken back, what the new one counts is added.
COUNT_ARTICLES = f"""
CREATE TRIGGER articles_counted AFTER UPDATE OF version, site, published, first_seen ON articles
WHEN (old.version, old.site, old.published, old.first_seen)
    IS NOT (new.version, new.site, new.published, new.first_seen)
BEGIN {_counted("old", "-")} {_counted("new", "")} END
"""
COUNT_STORED = tuple(
    each.format(row="articles", sign="", joined="CROSS JOIN articles", alone="FROM articles") for each in COUNTS
)

# Ledgers that were written block by block: each block is a box of its own, and says so.
OF_REMOVALS = """
INSERT INTO boxes (id, version, number, category, layer, rule, reason, blocks, says)
SELECT id, version, row_number() OVER (PARTITION BY version ORDER BY id) - 1, category, layer, rule,
    'one block, recorded before boxes were; evidence: ' || evidence, 1,
    CASE WHEN category IN ('donation', 'newsletter', 'subscription', 'registration', 'follow') AND is_sentence(text)
        THEN text END
FROM removals
"""
INDEXES = (
    "CREATE INDEX boxes_category ON boxes(category)",
    "CREATE INDEX boxes_layer ON boxes(layer)",
    "CREATE INDEX boxes_rule ON boxes(rule)",
    # An appeal is looked up by how it begins: whole texts would make the index as long as the table.
    "CREATE INDEX boxes_says ON boxes(substr(says, 1, 40)) WHERE says IS NOT NULL",
    "CREATE INDEX removals_box ON removals(box)",
    "CREATE INDEX appeals_articles ON appeals(articles)",
)
# In the order in which rules are listed, and weeks charted; with the counts, so that the table itself is not read.
INDEXES_OF_WEEKS = (
    "CREATE INDEX box_weeks_rule ON box_weeks(layer, site, category, rule, week, boxes, articles)",
    "CREATE INDEX box_weeks_week ON box_weeks(week, category, boxes)",
)
CURRENT_BOXES = """
CREATE VIEW current_boxes AS
SELECT boxes.id, articles.site, articles.id AS article, articles.title, boxes.category, boxes.reason, boxes.blocks,
    boxes.layer, boxes.rule
FROM articles JOIN boxes ON boxes.version = articles.version
"""
STATEMENTS = (
    BOXES,
    "ALTER TABLE removals ADD COLUMN box INTEGER REFERENCES boxes(id)",
    OF_REMOVALS,
    "UPDATE removals SET box = id",
    "DROP TRIGGER articles_counted",
    "DROP TABLE removal_weeks",
    "DROP TABLE appeals",
    BOX_WEEKS,
    ARTICLE_WEEKS,
    APPEALS,
    *INDEXES,
    *COUNT_STORED,
    COUNT_ARTICLES,
    CURRENT_BOXES,
)
