"""Charts where people would rather look: articles by day, removals by week, locked shares, appeals, rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from extractors.model import APPEALS
from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import choices
from storage.reading_room.svg import shares, span, spark, stacked

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

DAYS = 56
WEEKS = 26
SITES = 24  # shown as charts of their own; the tables have all
CAMPAIGNS = 40
FEWEST = 2  # articles with the same appeal, for it to be a campaign
SILENT_WEEKS = 3  # without a hit, though the site had articles: the rule has stopped matching
LAST = "9999-12-31"

BY_DAY = """
SELECT site, substr(dated, 1, 10) AS day, count(*) AS number FROM articles WHERE dated >= :begin GROUP BY 1, 2
"""
BY_WEEK = """
SELECT category, week, sum(removals) AS number FROM removal_weeks
WHERE week >= :begin AND (:site = '' OR site = :site) GROUP BY 1, 2
"""
ACCESS = "SELECT site, access, count(*) AS number FROM articles GROUP BY site, access"
APPEALS_SEEN = """
SELECT id, site, category, text, articles, first_seen, last_seen FROM appeals
WHERE articles >= :fewest AND (:site = '' OR site = :site) AND (:category = '' OR category = :category)
ORDER BY articles DESC, id LIMIT :most
"""
RULES = """
SELECT site, layer, rule, category, week, sum(removals) AS number FROM removal_weeks
WHERE (:site = '' OR site = :site) AND removals > 0 GROUP BY 1, 2, 3, 4, 5
"""
NEWEST_WEEK = "SELECT site, max(week) AS week FROM removal_weeks WHERE removals > 0 GROUP BY site"


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
    newest = rows(db, "SELECT max(dated) AS dated FROM articles WHERE dated < :last", {"last": LAST})[0]["dated"]
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
    }


def _daily(db: Database, site: str, end: date) -> list[Row]:
    begin = end - timedelta(days=DAYS - 1)
    days = [(begin + timedelta(days=number)).isoformat() for number in range(DAYS)]
    counts = {name: numbers for name, numbers in by_day(db, begin).items() if site in ("", name)}
    most = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))[:SITES]
    return [
        {
            "site": name,
            "articles": sum(counts[name].values()),
            "chart": stacked(days, {"articles": counts[name]}, f"Articles of {name} by day"),
        }
        for name in most
    ]


def _weekly(db: Database, site: str, end: date) -> Row:
    last = monday(end)
    weeks = [(last - timedelta(weeks=number)).isoformat() for number in reversed(range(WEEKS))]
    series: dict[str, dict[str, int]] = {}
    for row in rows(db, BY_WEEK, {"begin": weeks[0], "site": site}):
        series.setdefault(row["category"], {})[row["week"]] = row["number"]
    ordered = dict(sorted(series.items(), key=lambda entry: -sum(entry[1].values())))
    totals = [(name, sum(numbers.values())) for name, numbers in ordered.items()]
    chart = stacked(weeks, ordered, "Removals by week and category")
    return {"chart": chart, "totals": totals, "weeks": weeks, "series": ordered}


def _access(db: Database, site: str) -> list[Row]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows(db, ACCESS):
        counts.setdefault(row["site"], dict.fromkeys(("free", "metered", "locked", "unknown"), 0))[row["access"]] = row[
            "number"
        ]
    table = [
        {
            "site": name,
            "articles": (total := sum(parts.values())),
            "locked": 100 * parts["locked"] / total,
            "bar": shares(parts),
        }
        for name, parts in counts.items()
        if site in ("", name)
    ]
    return sorted(table, key=lambda row: (-row["locked"], row["site"]))


async def show_appeals(request: Request, datasette: Datasette) -> Response:
    """``/appeals?site=...&category=...``: the same appeal in many articles, from first to last seen."""
    asked = {name: request.args.get(name) or "" for name in ("site", "category")}
    context = await ask(datasette, lambda db: choices(db) | {"campaigns": campaigns(db, **asked)})
    categories = sorted(category.value for category in APPEALS)
    return await page(datasette, request, "appeals.html", context | {"asked": asked, "categories": categories})


def campaigns(db: Database, site: str, category: str) -> list[Row]:
    """Each with ``bar``, its place on the time line that all share."""
    found = rows(db, APPEALS_SEEN, {"site": site, "category": category, "fewest": FEWEST, "most": CAMPAIGNS})
    if not found:
        return []
    begin = datetime.fromisoformat(min(row["first_seen"] for row in found))
    whole = max((datetime.fromisoformat(max(row["last_seen"] for row in found)) - begin).total_seconds(), 1)
    for row in found:
        ends = [
            (datetime.fromisoformat(row[name]) - begin).total_seconds() / whole for name in ("first_seen", "last_seen")
        ]
        row["bar"] = span(ends[0], ends[1], row["category"], f"{row['first_seen'][:10]} to {row['last_seen'][:10]}")
    return found


async def show_rules(request: Request, datasette: Datasette) -> Response:
    """``/rules?site=...``: which rules take something out, and which have stopped."""
    site = request.args.get("site") or ""
    context = await ask(datasette, lambda db: choices(db) | {"rules": rule_health(db, site)})
    return await page(datasette, request, "rules.html", context | {"chosen": site, "weeks": WEEKS})


def rule_health(db: Database, site: str) -> list[Row]:
    """A row for each rule of a site file (of all layers for one site): hits by week, silent ones first."""
    newest = {row["site"]: row["week"] for row in rows(db, NEWEST_WEEK)}
    hits: dict[tuple[str, ...], dict[str, int]] = {}
    for row in rows(db, RULES, {"site": site}):
        if site or row["layer"] == "site-rule":
            key = row["site"], row["category"], row["layer"], row["rule"]
            hits.setdefault(key, {})[row["week"]] = row["number"]
    table = [_rule(key, weeks, newest[key[0]]) for key, weeks in hits.items()]
    return sorted(table, key=lambda row: (-row["silent"], row["site"], -row["removals"]))


def _rule(key: tuple[str, ...], hits: dict[str, int], newest: str) -> Row:
    end = date.fromisoformat(newest)
    last = max(hits)
    silent = (end - date.fromisoformat(last)).days // 7
    weeks = [(end - timedelta(weeks=number)).isoformat() for number in reversed(range(WEEKS))]
    return {
        **dict(zip(("site", "category", "layer", "rule"), key, strict=True)),
        "removals": sum(hits.values()),
        "last": last,
        "silent": silent if silent >= SILENT_WEEKS else 0,
        "spark": spark([hits.get(week, 0) for week in weeks]),
    }
