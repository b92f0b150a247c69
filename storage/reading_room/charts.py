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
MOST_RULES = 150  # on one page
SILENT_WEEKS = 3  # without a hit, though the site had articles: the rule has stopped matching
LAST = "9999-12-31"

BY_DAY = """
SELECT site, substr(dated, 1, 10) AS day, count(*) AS number FROM articles INDEXED BY articles_dated
WHERE dated >= :begin GROUP BY 1, 2
"""
BY_WEEK = """
SELECT category, week, sum(removals) AS number FROM removal_weeks
WHERE week >= :begin AND (:site = '' OR site = :site) GROUP BY 1, 2
"""
ACCESS = "SELECT site, access, count(*) AS number FROM articles WHERE :site IN ('', site) GROUP BY site, access"
APPEALS_SEEN = """
SELECT id, site, category, text, articles, first_seen, last_seen FROM appeals
WHERE articles >= :fewest AND (:site = '' OR site = :site) AND (:category = '' OR category = :category)
ORDER BY articles DESC, id LIMIT :most
"""
RULES = """
SELECT site, category, layer, rule, sum(removals) AS removals, max(week) AS last FROM removal_weeks
WHERE (:site = '' OR site = :site) AND (:site != '' OR layer = 'site-rule') AND removals > 0 GROUP BY 1, 2, 3, 4
"""
NEWEST_WEEK = "SELECT week FROM removal_weeks WHERE site = ? AND removals > 0 ORDER BY week DESC LIMIT 1"
HITS = """
SELECT category, layer, rule, week, removals FROM removal_weeks WHERE site = :site AND week >= :begin AND removals > 0
"""


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
    for row in rows(db, ACCESS, {"site": site}):
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
    """A row for each rule of a site file (of all layers for one site), silent ones first, MOST_RULES at most."""
    table = rows(db, RULES, {"site": site})
    newest = {name: rows(db, NEWEST_WEEK, (name,))[0]["week"] for name in {row["site"] for row in table}}
    for row in table:
        silent = (date.fromisoformat(newest[row["site"]]) - date.fromisoformat(row["last"])).days // 7
        row["silent"] = silent if silent >= SILENT_WEEKS else 0
    shown = sorted(table, key=lambda row: (-row["silent"], row["site"], -row["removals"]))[:MOST_RULES]
    hits = {name: _hits(db, name, newest[name]) for name in {row["site"] for row in shown}}
    for row in shown:
        weeks, found = hits[row["site"]]
        numbers = found.get((row["category"], row["layer"], row["rule"]), {})
        row["spark"] = spark([numbers.get(week, 0) for week in weeks])
    return shown


def _hits(db: Database, site: str, newest: str) -> tuple[list[str], dict[tuple[str, ...], dict[str, int]]]:
    """The last weeks of a site, and its removals by category, layer, rule and week."""
    end = date.fromisoformat(newest)
    weeks = [(end - timedelta(weeks=number)).isoformat() for number in reversed(range(WEEKS))]
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for row in rows(db, HITS, {"site": site, "begin": weeks[0]}):
        found.setdefault((row["category"], row["layer"], row["rule"]), {})[row["week"]] = row["removals"]
    return weeks, found
