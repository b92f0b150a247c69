"""Charts where people would rather look: articles by day, what was cut by week, locked shares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import choices
from storage.reading_room.svg import hatch_of, shares, stacked

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

DAYS = 56
WEEKS = 26
SITES = 20  # shown as charts of their own, and in the table; the rest are folded

BY_DAY = """
SELECT site, substr(dated, 1, 10) AS day, count(*) AS number FROM articles INDEXED BY articles_dated
WHERE dated >= :begin GROUP BY 1, 2
"""
UNDATED = "SELECT coalesce(sum(articles), 0) AS number FROM article_weeks WHERE week = '' AND :site IN ('', site)"
BY_WEEK = """
SELECT category, week, sum(boxes) AS number FROM box_weeks
WHERE week >= :begin AND (:site = '' OR site = :site) GROUP BY 1, 2
"""
ACCESS = "SELECT site, access, articles AS number FROM article_states WHERE :site IN ('', site) AND articles > 0"


def monday(moment: date) -> date:
    """Of its week."""
    return moment - timedelta(days=moment.weekday())


def by_day(db: Database, begin: date) -> dict[str, dict[str, int]]:
    """Articles by site and day since a day."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows(db, BY_DAY, {"begin": begin.isoformat()}):
        counts.setdefault(row["site"], {})[row["day"]] = row["number"]
    return counts


async def show(request: Request, datasette: Datasette) -> Response:
    """``/charts?site=...``."""
    site = request.args.get("site") or ""
    today = datetime.now(UTC).date()
    context = await ask(datasette, lambda db: overview(db, site, _newest(db, today)))
    return await page(datasette, request, "charts.html", context)


def _newest(db: Database, today: date) -> date:
    """Charts end with the newest article: an archive that has not crawled for a year still has something to show."""
    bound = {"last": (today + timedelta(days=1)).isoformat()}
    newest = rows(db, "SELECT max(dated) AS dated FROM articles WHERE dated < :last", bound)[0]["dated"]
    try:
        return min(date.fromisoformat((newest or "")[:10]), today)
    except ValueError:
        return today


def overview(db: Database, site: str, end: date) -> dict[str, Any]:
    """The charts of one page, up to a day."""
    return choices(db) | {
        "chosen": site,
        "daily": _daily(db, site, end),
        "weekly": _weekly(db, site, end),
        "access": _access(db, site),
        "days": DAYS,
        "shown": SITES,
        "undated": rows(db, UNDATED, {"site": site})[0]["number"],
    }


def _daily(db: Database, site: str, end: date) -> list[Row]:
    begin = end - timedelta(days=DAYS - 1)
    days = [(begin + timedelta(days=number)).isoformat() for number in range(DAYS)]
    counts = {name: numbers for name, numbers in by_day(db, begin).items() if site in ("", name)}
    ordered = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))
    most = max((number for name in ordered for number in counts[name].values()), default=1)
    return [
        {
            "site": name,
            "articles": sum(counts[name].values()),
            "chart": stacked(days, {"articles": counts[name]}, f"Articles of {name} by day", most)
            if place < SITES
            else None,
        }
        for place, name in enumerate(ordered)
    ]


def _weekly(db: Database, site: str, end: date) -> Row:
    last = monday(end)
    weeks = [(last - timedelta(weeks=number)).isoformat() for number in reversed(range(WEEKS))]
    series: dict[str, dict[str, int]] = {}
    for row in rows(db, BY_WEEK, {"begin": weeks[0], "site": site}):
        series.setdefault(row["category"], {})[row["week"]] = row["number"]
    ordered = dict(sorted(series.items(), key=lambda entry: -sum(entry[1].values())))
    totals = [(name, sum(numbers.values()), hatch_of(at)) for at, (name, numbers) in enumerate(ordered.items())]
    chart = stacked(weeks, ordered, "Boxes that were cut by week and category")
    return {"chart": chart, "totals": totals, "weeks": weeks, "series": ordered}


def _access(db: Database, site: str) -> list[Row]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows(db, ACCESS, {"site": site}):
        counts.setdefault(row["site"], dict.fromkeys(("free", "metered", "locked", "unknown"), 0))[row["access"]] = row[
            "number"
        ]
    table: list[Row] = [
        {
            "site": name,
            "articles": (total := sum(parts.values())),
            "locked": 100 * parts["locked"] / total,
            "bar": shares(parts),
        }
        for name, parts in counts.items()
    ]
    # One locked article of one is no finding: the largest come first, among them those that lock most.
    table.sort(key=lambda row: (-row["articles"], row["site"]))
    return [row for part in (table[:SITES], table[SITES:]) for row in sorted(part, key=lambda row: -row["locked"])]
