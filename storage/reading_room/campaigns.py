"""Appeals that run: what an outlet asks for in many articles, from first to last, and how its words change."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from extractors.model import APPEALS
from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import choices
from storage.reading_room.svg import span
from storage.word_count import WORD

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

MOST = 40  # campaigns on a page
WORDINGS = 200  # that are looked through for them
FEWEST = 2  # articles with the same words, for them to run
SAME = 0.5  # share of words that two wordings of one campaign have in common
PIECE = re.compile(WORD)

WORDED = """
SELECT id, site, category, text, articles, first_dated, last_dated FROM appeals
WHERE articles >= :fewest AND (:site = '' OR site = :site) AND (:category = '' OR category = :category)
ORDER BY articles DESC, id LIMIT :most
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/appeals?site=...&category=...``."""
    asked = {name: request.args.get(name) or "" for name in ("site", "category")}
    context = await ask(datasette, lambda db: choices(db) | {"campaigns": campaigns(db, **asked)})
    categories = sorted(category.value for category in APPEALS)
    return await page(datasette, request, "appeals.html", context | {"asked": asked, "categories": categories})


def campaigns(db: Database, site: str, category: str) -> list[dict[str, Any]]:
    """The largest first. Each with its ``wordings`` by time, and ``bar``, its place on the time line that all share."""
    found = rows(db, WORDED, {"site": site, "category": category, "fewest": FEWEST, "most": WORDINGS})
    told = [_campaign(wordings) for wordings in _together(found)]
    shown = sorted(told, key=lambda each: -each["articles"])[:MOST]
    days = [day for each in shown for day in (each["first"], each["last"]) if day]
    for each in shown:
        each["bar"] = _bar(each, min(days), max(days)) if each["first"] else ""
    return shown


def _together(found: list[Row]) -> list[list[Row]]:
    """Wordings of one site and category that share half of their words are one campaign."""
    groups: list[tuple[set[str], list[Row]]] = []
    for row in found:
        words = set(PIECE.findall(row["text"].lower()))
        for known, group in groups:
            of_one = (row["site"], row["category"]) == (group[0]["site"], group[0]["category"])
            if of_one and len(words & known) >= SAME * len(words | known):
                group.append(row)
                break
        else:
            groups.append((words, [row]))
    return [group for _, group in groups]


def _campaign(wordings: list[Row]) -> dict[str, Any]:
    firsts = [row["first_dated"] for row in wordings if row["first_dated"]]
    lasts = [row["last_dated"] for row in wordings if row["last_dated"]]
    return {
        "site": wordings[0]["site"],
        "category": wordings[0]["category"],
        "articles": sum(row["articles"] for row in wordings),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
        "wordings": sorted(wordings, key=lambda row: (row["first_dated"] or "", row["id"])),
    }


def _bar(campaign: dict[str, Any], begin: str, end: str) -> str:
    whole = max(_days(begin, end), 1)
    ends = [_days(begin, campaign[name]) / whole for name in ("first", "last")]
    return span(ends[0], ends[1], campaign["category"], f"{campaign['first']} to {campaign['last']}")


def _days(begin: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days
