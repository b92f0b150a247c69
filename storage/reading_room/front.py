"""The front page: search, the latest articles, how each site does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.reading_room.changes import latest as changes
from storage.reading_room.charts import by_day
from storage.reading_room.room import NO_ARTICLES, ask, page, rows
from storage.reading_room.search import Selection, choices, found
from storage.reading_room.svg import spark
from storage.reading_room.words import ACCESS

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

DAYS = 28
LATEST = 12
CHANGED = 5

# From counts that the store keeps and the ends of an index: to count all articles takes long where there are many.
SITES = """
WITH counted AS (
    SELECT site, sum(articles) AS articles, coalesce(sum(articles) FILTER (WHERE access = 'locked'), 0) AS locked
    FROM article_states GROUP BY site HAVING sum(articles) > 0
)
SELECT site, articles, (
        SELECT max(last) FROM (
            SELECT (SELECT max(last_seen) FROM articles WHERE site = counted.site AND access = kinds.value) AS last
            FROM json_each(:accesses) AS kinds
        )
    ) AS last_seen,
    100.0 * locked / articles AS locked
FROM counted ORDER BY articles DESC
"""
FAILURES = f"""
SELECT site, count(*) AS fetches, count(*) FILTER (WHERE outcome = 'failed') AS failed
FROM fetches WHERE fetched_at >= :since AND kind NOT IN ({NO_ARTICLES}) GROUP BY site
"""  # noqa: S608  (our own text)


async def show(request: Request, datasette: Datasette) -> Response:
    """``/``."""
    now = datetime.now(UTC)
    context = await ask(datasette, lambda db: read(db, now))
    return await page(datasette, request, "front.html", context | {"selection": Selection("", {})})


def read(db: Database, now: datetime) -> dict[str, Any]:
    """Everything that the page says, as of a moment."""
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    latest = found(db, Selection("", {"until": tomorrow}), 1, LATEST)["found"]
    changed = changes(db, {}, CHANGED)
    return choices(db) | {"latest": latest, "changed": changed, "sites": sites(db, now), "days": DAYS}


def sites(db: Database, now: datetime) -> list[Row]:
    """A row a site: its articles, those of the last weeks as a sparkline, its failed fetches of the last week."""
    today = now.date()
    begin = today - timedelta(days=DAYS - 1)
    counts = by_day(db, begin)
    week = {row["site"]: row for row in rows(db, FAILURES, {"since": (now - timedelta(days=7)).isoformat()})}
    days = [(begin + timedelta(days=number)).isoformat() for number in range(DAYS)]
    table = rows(db, SITES, {"accesses": json.dumps(list(ACCESS))})
    for row in table:
        numbers = [counts.get(row["site"], {}).get(day, 0) for day in days]
        row |= {"recent": sum(numbers), "spark": spark(numbers), "week": week.get(row["site"])}
    return table
