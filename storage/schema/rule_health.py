"""How the rules of each site do: the latest articles held against those before them.

A site is judged when 20 articles are new; the 200 before them say what is usual. ``troubles`` is what a person should
look at: a row for each thing that changed, with since when, an example article and the figures. Which articles those
are and what is found is kept in tables at the end of each run: views over all articles take long where there are many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

RECENT, USUAL = 20, 200
"""Articles of a site, by when they were first seen."""

AGES = f"""
CREATE VIEW article_ages AS
SELECT id, site, version, first_seen, age, age <= {RECENT} AS is_recent, older
FROM (
    SELECT id, site, version, first_seen,
        row_number() OVER (PARTITION BY site ORDER BY first_seen DESC, id DESC) AS age,
        count(*) OVER (PARTITION BY site) - {RECENT} AS older
    FROM articles WHERE version IS NOT NULL
) WHERE age <= {RECENT + USUAL} AND older >= {RECENT}
"""  # noqa: S608  (constants)

# Hits per rule, run and page: of each version that a run made.
RULE_HITS = """
CREATE VIEW rule_hits AS
SELECT versions.run, articles.site, removals.layer, removals.category, removals.rule, versions.article,
    removals.version, count(*) AS hits
FROM removals JOIN versions ON versions.id = removals.version JOIN articles ON articles.id = versions.article
GROUP BY removals.version, removals.layer, removals.category, removals.rule
"""

PERIODS = """
CREATE VIEW rule_periods AS
SELECT site, count(*) FILTER (WHERE is_recent) AS recent, count(*) FILTER (WHERE NOT is_recent) AS usual,
    min(first_seen) FILTER (WHERE is_recent) AS recent_since
FROM article_ages GROUP BY site
"""

# Articles with at least one removal of a rule, and of a category by site rules and by generic layers.
RULE_RATES = """
CREATE VIEW rule_rates AS
SELECT ages.site, removals.category, removals.rule,
    count(DISTINCT ages.id) FILTER (WHERE is_recent) * 1.0 / periods.recent AS recent_share,
    count(DISTINCT ages.id) FILTER (WHERE NOT is_recent) * 1.0 / periods.usual AS usual_share,
    max(ages.first_seen) AS last_hit, max(ages.id) AS example
FROM article_ages AS ages JOIN removals ON removals.version = ages.version
JOIN rule_periods AS periods ON periods.site = ages.site
WHERE removals.layer = 'site-rule' GROUP BY ages.site, removals.category, removals.rule
"""
LAYER_RATES = """
CREATE VIEW layer_rates AS
SELECT ages.site, removals.category,
    count(DISTINCT CASE WHEN is_recent AND layer = 'site-rule' THEN ages.id END) * 1.0 / recent AS rules_recent,
    count(DISTINCT CASE WHEN NOT is_recent AND layer = 'site-rule' THEN ages.id END) * 1.0 / usual AS rules_usual,
    count(DISTINCT CASE WHEN is_recent AND layer != 'site-rule' THEN ages.id END) * 1.0 / recent AS generic_recent,
    count(DISTINCT CASE WHEN NOT is_recent AND layer != 'site-rule' THEN ages.id END) * 1.0 / usual AS generic_usual,
    min(CASE WHEN is_recent AND layer != 'site-rule' THEN ages.first_seen END) AS since,
    max(CASE WHEN is_recent AND layer != 'site-rule' THEN ages.id END) AS example
FROM article_ages AS ages JOIN removals ON removals.version = ages.version
JOIN rule_periods AS periods ON periods.site = ages.site
GROUP BY ages.site, removals.category
"""

SILENT = """
SELECT site, 'rule silent' AS trouble, rule AS subject, last_hit AS since, example,
    printf('cut from %.0f %% of articles before, from none now', 100 * usual_share) AS figures
FROM rule_rates WHERE usual_share >= 0.1 AND recent_share = 0
"""
TAKEN_OVER = """
SELECT site, 'generic layers cut what rules cut', category, since, example,
    printf('rules cut in %.0f %% of articles before, %.0f %% now; generic layers in %.0f %% before, %.0f %% now',
        100 * rules_usual, 100 * rules_recent, 100 * generic_usual, 100 * generic_recent)
FROM layer_rates
WHERE rules_usual >= 0.2 AND rules_recent <= rules_usual / 2 AND generic_recent >= generic_usual + rules_usual / 2
"""
COLLAPSED = """
SELECT site, 'texts collapsed', 'words', since, example, printf('words: %.0f before, %.0f now', usual, recent)
FROM (
    SELECT ages.site, avg(words) FILTER (WHERE is_recent) AS recent, avg(words) FILTER (WHERE NOT is_recent) AS usual,
        min(ages.first_seen) FILTER (WHERE is_recent) AS since, max(ages.id) AS example
    FROM article_ages AS ages JOIN versions ON versions.id = ages.version GROUP BY ages.site
) WHERE recent < usual / 2
"""
# Whole blocks that were cut as appeals from several articles, and now stand in a text. {of_site} begins the conditions:
# SQLite does not take one from outside, where what is grouped is another column.
CAME_BACK = """
SELECT ages.site, 'appeal came back', substr(appeals.text, 1, 80), min(ages.first_seen), max(ages.id),
    'cut as ' || appeals.category || ' from ' || appeals.articles || ' articles; stands in ' ||
    count(DISTINCT ages.id) || ' new ones'
FROM article_ages AS ages JOIN versions ON versions.id = ages.version
JOIN appeals ON appeals.site = ages.site AND appeals.articles >= 2 AND length(appeals.text) >= 20
WHERE {of_site} is_recent AND instr(char(10) || versions.text || char(10), char(10) || appeals.text || char(10))
GROUP BY appeals.id
"""
FIELDS = {
    "title": "title IS NOT NULL",
    "published": "published IS NOT NULL",
    "authors": "authors != '[]'",
    "section": "section IS NOT NULL",
    "tags": "tags != '[]'",
    "language": "articles.language IS NOT NULL",
    "image": "image_url IS NOT NULL",
}
MISSING = """
SELECT site, 'field missing', '{name}', since, example,
    printf('in %.0f %% of articles before, %.0f %% now', 100 * usual, 100 * recent)
FROM (
    SELECT ages.site, avg({there}) FILTER (WHERE is_recent) AS recent,
        avg({there}) FILTER (WHERE NOT is_recent) AS usual,
        max(CASE WHEN {there} THEN ages.first_seen END) AS since, max(ages.id) AS example
    FROM article_ages AS ages JOIN articles ON articles.id = ages.id GROUP BY ages.site
) WHERE usual >= 0.8 AND recent <= 0.2
"""
_MISSING = [MISSING.format(name=name, there=there) for name, there in FIELDS.items()]
FOUND = " UNION ALL ".join((SILENT, TAKEN_OVER, COLLAPSED, CAME_BACK, *_MISSING))
TROUBLES = f"CREATE VIEW troubles AS {FOUND.format(of_site='')}"

RULE_VIEWS = (AGES, RULE_HITS, PERIODS, RULE_RATES, LAYER_RATES, TROUBLES)

AGES_TABLE = """
CREATE TABLE article_ages (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    site TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES versions(id),
    first_seen TEXT NOT NULL,
    age INTEGER NOT NULL,
    is_recent INTEGER NOT NULL,
    older INTEGER NOT NULL
) STRICT
"""
TROUBLES_TABLE = """
CREATE TABLE troubles (
    site TEXT NOT NULL,
    trouble TEXT NOT NULL,
    subject TEXT NOT NULL,
    since TEXT NOT NULL,
    example INTEGER NOT NULL REFERENCES articles(id),
    figures TEXT NOT NULL
) STRICT
"""
HEALTH = (
    "DROP VIEW troubles",
    "DROP VIEW article_ages",
    AGES_TABLE,
    TROUBLES_TABLE,
    "CREATE INDEX article_ages_site ON article_ages(site)",
    "CREATE INDEX article_ages_version ON article_ages(version)",
    "CREATE INDEX troubles_site ON troubles(site)",
    "CREATE INDEX troubles_example ON troubles(example)",
    "CREATE INDEX articles_age ON articles(site, first_seen, id) WHERE version IS NOT NULL",
)

AGE = f"""
INSERT INTO article_ages (id, site, version, first_seen, age, is_recent, older)
SELECT id, site, version, first_seen, age, age <= {RECENT}, older FROM (
    SELECT id, site, version, first_seen, row_number() OVER (ORDER BY first_seen DESC, id DESC) AS age,
        (SELECT count(*) FROM articles WHERE site = :site AND version IS NOT NULL) - {RECENT} AS older
    FROM articles WHERE site = :site AND version IS NOT NULL
    ORDER BY first_seen DESC, id DESC LIMIT {RECENT + USUAL}
) WHERE older >= {RECENT}
"""  # noqa: S608  (constants)
FIND = f"""
INSERT INTO troubles (site, trouble, subject, since, example, figures)
SELECT site, trouble, subject, since, example, figures FROM ({FOUND.format(of_site="ages.site = :site AND")})
WHERE site = :site
"""  # noqa: S608
# Also what another site had: a site file that names a host takes its articles over.
OF_THE_SITE = "= :site OR {} IN (SELECT id FROM articles WHERE site = :site)"
REFRESH = (
    f"DELETE FROM troubles WHERE site {OF_THE_SITE.format('example')}",  # noqa: S608
    f"DELETE FROM article_ages WHERE site {OF_THE_SITE.format('id')}",  # noqa: S608
    AGE,
    FIND,
)


def refresh_health(db: Database, site: str) -> None:
    """Compare the articles of a site anew; in the caller's transaction."""
    for statement in REFRESH:
        db.execute(statement, {"site": site})


def sites_changed_by(db: Database, run: int) -> list[str]:
    """The sites of which a run made versions."""
    sql = "SELECT DISTINCT site FROM versions JOIN articles ON articles.id = versions.article WHERE versions.run = ?"
    return [row[0] for row in db.execute(sql, (run,)).fetchall()]
