"""Which of its versions an article shows: the latest, unless a wall has cut it and an earlier one has more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.rows import first
from storage.word_count import count_words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from extractors.model import Article

# Of what one fetch gave to several readings the last counts. What a crawl stored last is the latest, give or take the
# moments between two crawls at once: what seems to be later than that was fetched by a clock that stood ahead. A look
# that found a text of before again counts, too; a 304 does not, which says nothing of when its text came.
READINGS = """
WITH readings AS (
    SELECT * FROM versions WHERE article = {article}
        AND id IN (SELECT max(id) FROM versions WHERE article = {article} GROUP BY fetch)
), crawled AS (
    SELECT max(fetches.id), date(fetches.fetched_at, '+2 days') AS bound
    FROM fetches JOIN runs ON runs.id = fetches.run
    WHERE runs.spider NOT IN ('import-warc', 'collect') AND (fetches.id IN (SELECT fetch FROM readings)
        OR (fetches.article = {article} AND fetches.outcome = 'unchanged'))
), latest AS (
    SELECT readings.* FROM readings, crawled JOIN fetches ON fetches.id = readings.fetch
        JOIN runs ON runs.id = fetches.run
    WHERE bound IS NULL OR readings.fetched_at < bound OR runs.spider IN ('import-warc', 'collect')
    ORDER BY readings.fetched_at DESC, readings.id DESC LIMIT 1
)
"""
SHOWN = (
    READINGS
    + """
SELECT readings.* FROM readings, latest
WHERE readings.id = latest.id
    OR (latest.complete = 0 AND readings.complete IS NOT 0 AND readings.words > latest.words)
ORDER BY readings.id = latest.id, readings.fetched_at DESC, readings.id DESC LIMIT 1
"""
)
LATEST = READINGS + "SELECT id FROM latest"  # noqa: S608  (our own text)


def shown_version(db: Database, article: int) -> dict[str, Any] | None:
    """The row of the version that an article is to show; None where it has none."""
    return first(db, SHOWN.format(article="?1"), (article,))


def is_hidden(db: Database, row: int, article: Article) -> bool:
    """Whether a wall hides from this look what the article shows already."""
    if article.complete is not False:
        return False
    shown = shown_version(db, row)
    return shown is not None and shown["complete"] != 0 and shown["words"] > count_words(article.text)


def is_hidden_later(db: Database, article: int) -> bool:
    """Whether an article shows a version that is not its latest, for a wall."""
    latest = first(db, LATEST.format(article="?1"), (article,))
    shown = shown_version(db, article)
    return latest is not None and shown is not None and latest["id"] != shown["id"]


def show(db: Database, article: int) -> dict[str, Any]:
    """Point an article that has versions at the one to show; returns its row."""
    shown = shown_version(db, article)
    if shown is None:
        raise ValueError(f"article {article} has no version")
    values = (shown["id"], shown["complete"], article)
    db.execute("UPDATE articles SET version = ?, complete = ? WHERE id = ?", values)
    return shown
