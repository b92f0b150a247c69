"""The archivist's desk: what could not be had and when it is asked for again, runs, silent outlets, rules, marks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.reading_room.room import DRESS, NO_ARTICLES, ask, page, rows
from storage.reading_room.search import choices
from storage.rules.troubles import found_troubles
from storage.store.resting import pause_of_failed

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

DAYS = 7
REASONS, EXAMPLES, RUNS, TROUBLES, MARKS, QUIET = 30, 5, 20, 10, 10, 20
QUIET_TIMES = 4  # as long as an outlet's articles are usually apart, and without one
LEAST_QUIET = timedelta(days=2)
USUAL, LEAST_SEEN = 20, 3  # articles by which that is told

# What pages are shown with is counted apart: there is much of it, and no article is lost with it.
FAILED = f"""
SELECT site, error, count(*) AS fetches, max(fetched_at) AS last, max(id) AS id FROM fetches
WHERE fetched_at >= :since AND outcome = 'failed' AND kind NOT IN ({NO_ARTICLES})
    AND (:site = '' OR site = :site)
GROUP BY site, error ORDER BY fetches DESC, site LIMIT :most
"""  # noqa: S608  (our own text)
ADDRESSES = f"""
SELECT url, kind, status, failures, error, last_fetched FROM urls
WHERE url IN (
    SELECT url_asked FROM fetches WHERE fetched_at >= :since AND outcome = 'failed' AND site = :site AND error IS :error
        AND kind NOT IN ({NO_ARTICLES})
    ORDER BY id DESC LIMIT :most
) AND failures > 0 ORDER BY last_fetched DESC
"""  # noqa: S608
FAILED_DRESS = f"""
SELECT count(*) AS number FROM fetches
WHERE fetched_at >= :since AND outcome = 'failed' AND kind IN ({DRESS})
    AND (:site = '' OR site = :site)
"""  # noqa: S608
LAST_RUNS = """
SELECT id, spider, started_at, finished_at, reason, statistics FROM runs
WHERE :site = '' OR spider = :site ORDER BY id DESC LIMIT :most
"""
# By this index the latest are at hand; any other reads all articles of the site.
SEEN = """
SELECT first_seen FROM articles INDEXED BY articles_age WHERE site = ? AND version IS NOT NULL
ORDER BY first_seen DESC LIMIT ?
"""
MARKED = """
SELECT corrections.*, versions.article, articles.site, articles.title FROM corrections
JOIN versions ON versions.id = corrections.version JOIN articles ON articles.id = versions.article
WHERE settled_at IS NULL AND (:site = '' OR site = :site) ORDER BY corrections.id DESC LIMIT :most
"""
COUNTED = {
    "store/page/stored": "new",
    "store/page/changed": "changed",
    "store/page/unchanged": "unchanged",
    "store/page/not-modified": "not modified",
    "store/page/failed": "failed",
}


async def show(request: Request, datasette: Datasette) -> Response:
    """``/desk?site=...``."""
    site, now = request.args.get("site") or "", datetime.now(UTC)
    context = await ask(datasette, lambda db: read(db, site, now))
    return await page(datasette, request, "desk.html", context | {"chosen": site, "days": DAYS})


def read(db: Database, site: str, now: datetime) -> dict[str, Any]:
    """Everything that the page says, as of a moment."""
    offered = choices(db)
    sites = [site] if site else offered["site"]
    troubles = found_troubles(db, sites)
    return offered | {
        "failures": failures(db, site, now),
        "failed_dress": rows(db, FAILED_DRESS, {"since": _since(now), "site": site})[0]["number"],
        "runs": runs(db, site),
        "quiet": quiet(db, sites, now),
        "troubles": troubles[:TROUBLES],
        "more_troubles": max(len(troubles) - TROUBLES, 0),
        "marks": rows(db, MARKED, {"site": site, "most": MARKS}),
    }


def failures(db: Database, site: str, now: datetime) -> list[Row]:
    """Reasons of the last days, each with some of its addresses and when they are asked for again."""
    since = _since(now)
    found = rows(db, FAILED, {"since": since, "site": site, "most": REASONS})
    for row in found:
        asked = {"since": since, "site": row["site"], "error": row["error"], "most": EXAMPLES}
        row["addresses"] = [known | {"again": again(known, now)} for known in rows(db, ADDRESSES, asked)]
    return found


def _since(now: datetime) -> str:
    return (now - timedelta(days=DAYS)).isoformat()


def again(known: Row, now: datetime) -> str:
    """When an address that failed is asked for again, in words. A list is asked for in each run."""
    if known["kind"] != "page":
        return "in the next run"
    pause = pause_of_failed(known["status"], known["failures"], known["error"], is_listed=True)
    if pause == timedelta.max:
        return "not again"
    moment = datetime.fromisoformat(known["last_fetched"]) + pause
    return "in the next run" if moment <= now else f"after {moment.day} {moment:%B, %H:%M} UTC"


def runs(db: Database, site: str) -> list[Row]:
    """The last ones, with what they did in words."""
    found = rows(db, LAST_RUNS, {"site": site, "most": RUNS})
    for row in found:
        numbers = json.loads(row["statistics"] or "{}")
        told = [f"{numbers[name]:,} {word}" for name, word in COUNTED.items() if numbers.get(name)]
        row["told"] = ", ".join(told)
    return found


def quiet(db: Database, sites: list[str], now: datetime) -> list[Row]:
    """Outlets without a new article for much longer than is usual there, the longest first."""
    found = [row for site in sites if (row := _quiet(db, site, now))]
    return sorted(found, key=lambda row: -row["days"])[:QUIET]


def _quiet(db: Database, site: str, now: datetime) -> Row | None:
    seen = [datetime.fromisoformat(row["first_seen"]) for row in rows(db, SEEN, (site, USUAL))]
    if len(seen) < LEAST_SEEN:
        return None
    usual = (max(seen) - min(seen)) / (len(seen) - 1)
    silence = now - max(seen)
    if silence < max(QUIET_TIMES * usual, LEAST_QUIET):
        return None
    return {"site": site, "last": max(seen).isoformat(), "days": silence.days}
