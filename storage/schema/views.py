"""The views that answer what people ask, as the migrations make them.

Short columns only: a long text column ruins Datasette's table pages.
"""

from __future__ import annotations

VIEWS = (
    """
    CREATE VIEW latest_articles AS
    SELECT articles.id, articles.site, articles.title, articles.published, articles.language, articles.section,
        articles.access, versions.words, articles.url, articles.last_seen, articles.version,
        (SELECT count(*) FROM versions WHERE versions.article = articles.id) AS versions,
        (SELECT count(*) FROM removals WHERE removals.version = articles.version) AS removals
    FROM articles JOIN versions ON versions.id = articles.version
    """,
    """
    CREATE VIEW article_history AS
    SELECT versions.id, versions.article, articles.site, versions.title,
        row_number() OVER (PARTITION BY versions.article ORDER BY versions.fetched_at, versions.id) AS number,
        versions.fetched_at, versions.cause, versions.words, versions.complete,
        versions.extractor_version, versions.rules_version, versions.fetch
    FROM versions JOIN articles ON articles.id = versions.article
    """,
    """
    CREATE VIEW current_removals AS
    SELECT removals.id, articles.site, articles.id AS article, articles.title, removals.category, removals.layer,
        removals.rule, substr(removals.text, 1, 120) AS begins, removals.evidence
    FROM articles JOIN removals ON removals.version = articles.version
    """,
    """
    CREATE VIEW removals_by_rule AS
    SELECT articles.site, removals.category, removals.layer, removals.rule,
        count(*) AS removals, count(DISTINCT articles.id) AS articles, max(articles.last_seen) AS last_seen
    FROM articles JOIN removals ON removals.version = articles.version
    GROUP BY articles.site, removals.category, removals.layer, removals.rule
    """,
    """
    CREATE VIEW failed_fetches AS
    SELECT id, run, site, kind, error, status, url_asked, fetched_at, found_in
    FROM fetches WHERE outcome = 'failed'
    """,
    """
    CREATE VIEW run_overview AS
    SELECT runs.id, runs.spider, runs.started_at, runs.finished_at, runs.reason,
        count(fetches.id) AS fetches,
        count(*) FILTER (WHERE fetches.outcome = 'stored') AS stored,
        count(*) FILTER (WHERE fetches.outcome = 'changed') AS changed,
        count(*) FILTER (WHERE fetches.outcome IN ('unchanged', 'not-modified')) AS unchanged,
        count(*) FILTER (WHERE fetches.outcome = 'failed') AS failed
    FROM runs LEFT JOIN fetches ON fetches.run = runs.id
    GROUP BY runs.id
    """,
)

PROVENANCE_VIEWS = (
    """
    CREATE VIEW provenance AS
    SELECT articles.id AS article, versions.id AS version, articles.site, versions.title,
        fetches.found_as, fetches.found_in, fetches.found_at, fetches.url_asked, fetches.redirects, fetches.url,
        fetches.status, fetches.fetched_at, fetches.warc_file, fetches.warc_offset, fetches.payload_digest,
        versions.extractor_version, versions.rules_version, versions.cause, fetches.id AS fetch, fetches.run,
        json_array_length(versions.kinds) AS kept,
        (SELECT count(*) FROM removals WHERE removals.version = versions.id) AS cut
    FROM versions JOIN articles ON articles.id = versions.article JOIN fetches ON fetches.id = versions.fetch
    """,
    """
    CREATE VIEW alike_articles AS
    SELECT alike.article, one.site, one.title, alike.likeness, alike.other, two.site AS other_site,
        two.title AS other_title
    FROM alike JOIN articles AS one ON one.id = alike.article JOIN articles AS two ON two.id = alike.other
    """,
)

FURTHER_PAGES_VIEWS = (
    """
    CREATE VIEW version_pages AS
    SELECT pages.version, pages.position, pages.fetch, fetches.url, fetches.outcome, fetches.error, fetches.status,
        fetches.fetched_at, fetches.warc_file, fetches.warc_offset, fetches.payload_digest
    FROM (
        SELECT id AS version, 1 AS position, fetch FROM versions
        UNION ALL SELECT version, position, fetch FROM further_pages
    ) AS pages JOIN fetches ON fetches.id = pages.fetch
    """,
    "DROP VIEW provenance",
    """
    CREATE VIEW provenance AS
    SELECT articles.id AS article, versions.id AS version, articles.site, versions.title,
        fetches.found_as, fetches.found_in, fetches.found_at, fetches.url_asked, fetches.redirects, fetches.url,
        fetches.status, fetches.fetched_at, fetches.warc_file, fetches.warc_offset, fetches.payload_digest,
        versions.extractor_version, versions.rules_version, versions.cause, fetches.id AS fetch, fetches.run,
        (SELECT count(*) FROM further_pages WHERE further_pages.version = versions.id) AS further_pages,
        json_array_length(versions.kinds) AS kept,
        (SELECT count(*) FROM removals WHERE removals.version = versions.id) AS cut
    FROM versions JOIN articles ON articles.id = versions.article JOIN fetches ON fetches.id = versions.fetch
    """,
)

LATEST_ARTICLES = (
    "DROP VIEW latest_articles",
    # Without a join: Datasette counts the rows of a view, and a join of all articles with their texts takes long.
    """
    CREATE VIEW latest_articles AS
    SELECT id, site, title, dated, language, section, access,
        (SELECT words FROM versions WHERE versions.id = articles.version) AS words, url, last_seen, version,
        (SELECT count(*) FROM versions WHERE versions.article = articles.id) AS versions,
        (SELECT count(*) FROM removals WHERE removals.version = articles.version) AS removals
    FROM articles WHERE version IS NOT NULL
    """,
)

# What was listed and not asked for stands among the fetches, and is no failure.
LEFT_OUT = (
    "DROP VIEW failed_fetches",
    """
    CREATE VIEW failed_fetches AS
    SELECT id, run, site, kind, error, status, url_asked, fetched_at, found_in
    FROM fetches WHERE outcome = 'failed' AND kind <> 'left-out'
    """,
    "DROP VIEW run_overview",
    """
    CREATE VIEW run_overview AS
    SELECT runs.id, runs.spider, runs.started_at, runs.finished_at, runs.reason,
        count(fetches.id) FILTER (WHERE fetches.kind <> 'left-out') AS fetches,
        count(*) FILTER (WHERE fetches.outcome = 'stored') AS stored,
        count(*) FILTER (WHERE fetches.outcome = 'changed') AS changed,
        count(*) FILTER (WHERE fetches.outcome IN ('unchanged', 'not-modified')) AS unchanged,
        count(*) FILTER (WHERE fetches.outcome = 'failed' AND fetches.kind <> 'left-out') AS failed,
        count(*) FILTER (WHERE fetches.kind = 'left-out') AS left_out
    FROM runs LEFT JOIN fetches ON fetches.run = runs.id
    GROUP BY runs.id
    """,
)
