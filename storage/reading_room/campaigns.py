"""Appeals that run: what an outlet asks for in many articles, from first to last, and how its words change."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from extractors.model import APPEALS, Category
from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import choices
from storage.reading_room.svg import span
from storage.sentences import is_sentence
from storage.word_count import WORD

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

MOST = 40  # campaigns on a page
WORDINGS = 250  # that are looked through for them
FEWEST = 3  # articles with the same words, for them to run
SAME = 0.5  # share of words that two wordings of one campaign have in common
SEVERAL = 3  # outlets with the same words: they are a plug-in's, or a group's, and no campaign of an outlet
PIECE = re.compile(WORD)

# {which} is what a reader asks for.
WORDED = """
SELECT id, site, category, text, articles, first_dated, last_dated, (
        SELECT count(DISTINCT site) FROM appeals AS other
        WHERE substr(other.text, 1, 40) = substr(appeals.text, 1, 40) AND other.text = appeals.text AND articles > 0
    ) AS outlets
FROM appeals WHERE articles >= :fewest {which} ORDER BY articles DESC, id LIMIT :most
"""
# Forms to log in ask for nothing that an outlet wants of its readers: they are there for who looks for them.
UNLESS_ASKED = f" AND category != '{Category.REGISTRATION.value}'"
WHICH = {"site": " AND site = :site", "category": " AND category = :category"}


async def show(request: Request, datasette: Datasette) -> Response:
    """``/appeals?site=...&category=...``."""
    asked = {name: request.args.get(name) or "" for name in ("site", "category")}
    context = await ask(datasette, lambda db: choices(db) | read(db, asked))
    categories = sorted(category.value for category in APPEALS)
    return await page(datasette, request, "appeals.html", context | {"asked": asked, "categories": categories})


def read(db: Database, asked: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """``campaigns``, the largest first, and ``shared``: wordings that several outlets have."""
    which = "".join(WHICH[name] for name, value in asked.items() if value)
    which += "" if asked["category"] else UNLESS_ASKED
    found = rows(db, WORDED.format(which=which), asked | {"fewest": FEWEST, "most": WORDINGS})
    # Of what was stored before sentences were told apart, too.
    worded = [row for row in found if is_sentence(row["text"])]
    shared = {row["text"]: row for row in reversed(worded) if row["outlets"] >= SEVERAL}
    own = [row for row in worded if row["outlets"] < SEVERAL]
    return {"campaigns": campaigns(own), "shared": sorted(shared.values(), key=lambda row: -row["outlets"])[:MOST]}


def campaigns(found: list[Row]) -> list[dict[str, Any]]:
    """The largest first. Each with its ``wordings`` by time, those ``beside`` it, and ``bar``, its place on the time
    line that all share."""
    told = _side_by_side([_campaign(wordings) for wordings in _together(found)])
    shown = sorted(told, key=lambda each: -each["articles"])[:MOST]
    days = [day for each in shown for day in (each["first"], each["last"]) if day]
    for each in shown:
        each["bar"] = _bar(each, min(days), max(days)) if each["first"] else ""
    return shown


def _side_by_side(campaigns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands on an outlet in as many articles from the same day to the same day is one campaign in several boxes,
    or one form in several states."""
    kept: dict[tuple[object, ...], dict[str, Any]] = {}
    for each in campaigns:
        first = kept.setdefault(tuple(each[name] for name in ("site", "category", "articles", "first", "last")), each)
        if first is not each:
            first["beside"] += [row["text"] for row in each["wordings"]]
    return list(kept.values())


def _together(found: list[Row]) -> list[list[Row]]:
    """Wordings of one site and category that share half of their words are one campaign."""
    groups: dict[tuple[str, str], list[tuple[set[str], list[Row]]]] = {}
    for row in found:
        words = set(PIECE.findall(row["text"].lower()))
        of_one = groups.setdefault((row["site"], row["category"]), [])
        like = (group for known, group in of_one if len(words & known) >= SAME * len(words | known))
        if group := next(like, None):
            group.append(row)
        else:
            of_one.append((words, [row]))
    return [group for of_one in groups.values() for _, group in of_one]


def _campaign(wordings: list[Row]) -> dict[str, Any]:
    firsts = [row["first_dated"] for row in wordings if row["first_dated"]]
    lasts = [row["last_dated"] for row in wordings if row["last_dated"]]
    return {
        "site": wordings[0]["site"],
        "category": wordings[0]["category"],
        # An article may have two wordings at once.
        "least": max(row["articles"] for row in wordings),
        "articles": sum(row["articles"] for row in wordings),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
        "beside": [],
        "wordings": sorted(wordings, key=lambda row: (row["first_dated"] or "", row["id"])),
    }


def _bar(campaign: dict[str, Any], begin: str, end: str) -> str:
    whole = max(_days(begin, end), 1)
    ends = [_days(begin, campaign[name]) / whole for name in ("first", "last")]
    return span(ends[0], ends[1], campaign["category"], f"{campaign['first']} to {campaign['last']}")


def _days(begin: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days
