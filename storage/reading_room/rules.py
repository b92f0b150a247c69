"""How rules do: first what needs a person, then what each takes out and of how many articles."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import choices
from storage.reading_room.svg import spark
from storage.rules.troubles import found_troubles

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

MOST = 150  # rules, and troubles, on one page
WEEKS = 26
SILENT = 20  # articles at least, in which a rule took nothing out
EXPECTED = 3  # hits at least that it would have had in them, at the rate of before

# {which} is one of WHICH.
RULES = """
SELECT site, category, layer, rule, sum(boxes) AS boxes, sum(articles) AS articles, max(week) AS last FROM box_weeks
WHERE {which} AND boxes > 0 GROUP BY 1, 2, 3, 4
"""
WHICH = {True: "site = :site", False: "layer = 'site-rule'"}
PUBLISHED = """
SELECT week, articles FROM article_weeks WHERE site = ? AND week != '' AND articles > 0 ORDER BY week
"""
HITS = """
SELECT category, layer, rule, week, articles FROM box_weeks
WHERE site = :site AND week >= :begin AND week != '' AND articles > 0
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/rules?site=...``."""
    site = request.args.get("site") or ""
    context = await ask(datasette, lambda db: read(db, site))
    return await page(datasette, request, "rules.html", context | {"chosen": site, "weeks": WEEKS})


def read(db: Database, site: str) -> dict[str, Any]:
    """Everything that the page says."""
    offered = choices(db)
    troubles = found_troubles(db, [site] if site else offered["site"])
    return offered | {"rules": rules(db, site), "troubles": troubles[:MOST], "more": max(len(troubles) - MOST, 0)}


@dataclass(frozen=True)
class Published:
    """The weeks in which a site published something, and how many articles it had with each."""

    weeks: list[str]
    until: list[int]


def _published(db: Database, site: str) -> Published:
    found = db.execute(PUBLISHED, (site,)).fetchall()
    return Published([week for week, _ in found], [*accumulate(number for _, number in found)])


def rules(db: Database, site: str) -> list[Row]:
    """A row for each rule of a site file (of all layers for one site), silent ones first, MOST at most."""
    table = rows(db, RULES.format(which=WHICH[bool(site)]), {"site": site})
    published = {name: _published(db, name) for name in {row["site"] for row in table}}
    for row in table:
        row["silent"] = _silent(row, published[row["site"]])
    shown = sorted(table, key=lambda row: (-row["silent"], row["site"], -row["articles"]))[:MOST]
    hits = {name: _hits(db, name, published[name]) for name in {row["site"] for row in shown}}
    for row in shown:
        weeks, found = hits[row["site"]]
        numbers = found.get((row["category"], row["layer"], row["rule"]), {})
        row["spark"] = spark([numbers.get(week, 0) for week in weeks])
    return shown


def _silent(row: Row, published: Published) -> int:
    """Articles of the site since the week of the last hit, where that is too many for chance; else 0."""
    place = bisect_right(published.weeks, row["last"])
    before = published.until[place - 1] if place else 0
    since = published.until[-1] - before if published.until else 0
    expected = since * min(row["articles"] / before, 1) if before else 0
    return since if row["last"] and since >= SILENT and expected >= EXPECTED else 0


def _hits(db: Database, site: str, published: Published) -> tuple[list[str], dict[tuple[str, ...], dict[str, int]]]:
    """The last weeks of a site, and its articles by category, layer, rule and week."""
    if not published.weeks:
        return [], {}
    end = date.fromisoformat(published.weeks[-1])
    weeks = [(end - timedelta(weeks=number)).isoformat() for number in reversed(range(WEEKS))]
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for category, layer, rule, week, articles in db.execute(HITS, {"site": site, "begin": weeks[0]}):
        found.setdefault((category, layer, rule), {})[week] = articles
    return weeks, found
