"""Search over all current texts: ranked or by date, with snippets, within filters. And the selection of an export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from storage.reading_room.hits import ORDERS, ranked
from storage.reading_room.query import Query, marked_in, snippet, understand
from storage.reading_room.room import ask, page, rows
from storage.schema.tallies import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datasette.app import Datasette
    from datasette.utils import MultiParams
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

PAGE = 20
LAST_PAGE = 1_000_000

FILTERS = {
    "site": "articles.site = :site",
    # A base language has all its regions: en-US stands between en and en. (the letter behind the hyphen).
    "language": f"""{BASE.format(language="articles.language")} = {BASE.format(language=":language")}
        AND articles.language >= :language AND articles.language < :language || '.'""",
    "access": "articles.access = :access",
    "since": "articles.dated >= :since",
    "until": "articles.dated < date(:until, '+1 day')",
    "appeal": """articles.site = (SELECT site FROM appeals WHERE id = CAST(:appeal AS INTEGER))
        AND articles.version IN (
            SELECT boxes.version FROM appeals JOIN boxes ON substr(boxes.says, 1, 40) = substr(appeals.text, 1, 40)
            WHERE appeals.id = CAST(:appeal AS INTEGER) AND boxes.says = appeals.text AND boxes.says IS NOT NULL
                AND boxes.category = appeals.category
        )""",
    "article": "articles.id = CAST(:article AS INTEGER)",
}


DATES = ("since", "until")
NO_DAY = "is no date as 2026-11-23 and was left out"


@dataclass(frozen=True)
class Selection:
    """Words and filters as a reader gave them; ``values`` has those that were filled in and understood."""

    words: str
    values: dict[str, str]
    order: str = ""
    misread: tuple[str, ...] = ()

    @classmethod
    def of(cls, arguments: MultiParams | Mapping[str, str]) -> Selection:
        """From the query string, or the options of a command."""
        given = {name: (arguments.get(name) or "").strip() for name in FILTERS}
        misread = {name for name in DATES if given[name] and not is_day(given[name])}
        values = {name: value for name, value in given.items() if value and name not in misread}
        order = arguments.get("sort") or ""
        notes = tuple(f"{given[name]} {NO_DAY}" for name in sorted(misread))
        return cls((arguments.get("q") or "").strip(), values, order if order in ORDERS else "", notes)

    @cached_property
    def understood(self) -> Query:
        """The words as the index reads them."""
        return understand(self.words)

    @property
    def query(self) -> str:
        """For FTS5; empty where there is nothing to look for."""
        return self.understood.match

    @property
    def notes(self) -> list[str]:
        """What was not understood, in words."""
        return [*self.misread, *self.understood.notes]

    @property
    def where(self) -> str:
        """The filters, begun with AND; none passes where words were given of which none can be looked for."""
        chosen = "".join(f" AND {FILTERS[name]}" for name in self.values)
        return chosen if self.query or not self.words else f"{chosen} AND 0"

    @property
    def title(self) -> str:
        """What a file of it is called."""
        told = [self.words, *(f"{name} {value}" for name, value in self.values.items())]
        return "Stet: " + (", ".join(filter(None, told)) or "all articles")

    @property
    def query_string(self) -> str:
        """For links that keep the selection."""
        kept = {"q": self.words, **self.values, "sort": self.order}
        return urlencode({name: value for name, value in kept.items() if value})

    def ordered(self, order: str) -> Selection:
        """The same, in another order."""
        return replace(self, order=order)


def is_day(value: str) -> bool:
    """Whether it is a date as 2026-11-23."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


COLUMNS = "articles.id, articles.site, articles.title, dated, language, articles.access, articles.complete"
# {where} holds conditions of FILTERS only, {order} one of ORDERS; what readers type are parameters.
SHOWN = f"""
SELECT versions.text, {COLUMNS}, articles.version FROM versions JOIN articles ON articles.version = versions.id
WHERE versions.id = ?
"""  # noqa: S608
LISTED = f"""
SELECT {COLUMNS}, description AS snippet FROM articles WHERE version IS NOT NULL {{where}}
ORDER BY {{order}} LIMIT :size OFFSET :start
"""  # noqa: S608
ALIKE = """
SELECT article, other FROM alike
WHERE article IN (SELECT value FROM json_each(:shown)) AND other IN (SELECT value FROM json_each(:shown))
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/search?q=...&site=...&language=...&access=...&since=...&until=...&sort=...&page=...``."""
    selection, at = Selection.of(request.args), page_of(request.args)
    context = await ask(datasette, lambda db: found(db, selection, at) | choices(db))
    return await page(datasette, request, "search.html", context | {"selection": selection, "at": at})


def page_of(arguments: MultiParams) -> int:
    """Which page is asked for, from 1; there are never so many as ``LAST_PAGE``."""
    number = arguments.get("page") or "1"
    if not number.isdecimal():
        return 1
    return max(int(number), 1) if len(number) < len(str(LAST_PAGE)) else LAST_PAGE


def found(db: Database, selection: Selection, at: int, size: int = PAGE) -> dict[str, Any]:
    """One page of hits; ``hits`` is their number (None where they were not counted)."""
    values = selection.values | {"size": size, "start": (at - 1) * size}
    if not selection.query:
        sql = LISTED.format(where=selection.where, order=ORDERS["oldest" if selection.order == "oldest" else "newest"])
        listed = rows(db, sql, values | {"size": size + 1})
        return {"found": listed[:size], "hits": None, "more": len(listed) > size, "capped": False}
    hits = ranked(db, selection.understood, selection.where, selection.order or "relevance", values)
    shown = _folded(db, [_with_snippet(db, selection, version) for version in hits["versions"]])
    number = hits["number"]
    return {"found": shown, "hits": number, "more": at * size < number, "capped": number == hits["bound"]}


def _with_snippet(db: Database, selection: Selection, version: int) -> Row:
    row = rows(db, SHOWN, (version,))[0]
    terms = selection.understood.terms
    return row | {"snippet": snippet(row.pop("text"), terms), "headline": marked_in(row["title"] or "", terms)}


def _folded(db: Database, shown: list[Row]) -> list[Row]:
    """Much the same texts under the first of them, as its ``alike``."""
    pairs = {(row["article"], row["other"]) for row in rows(db, ALIKE, {"shown": str([row["id"] for row in shown])})}
    kept: list[Row] = []
    for row in shown:
        like = next((one for one in kept if {(one["id"], row["id"]), (row["id"], one["id"])} & pairs), None)
        if like is None:
            kept.append(row | {"alike": []})
        else:
            like["alike"].append(row)
    return kept


def choices(db: Database) -> dict[str, list[str]]:
    """What the filters offer. Each jumps through its index from value to value, however many rows there are."""
    offered = {name: _distinct(db, name) for name in ("site", "language", "access")}
    bases = {language.partition("-")[0] for language in offered["language"]}
    return offered | {"language": sorted(bases | set(offered["language"]))}


def _distinct(db: Database, column: str) -> list[str]:
    sql = f"""
    WITH RECURSIVE found(value) AS (
        SELECT min({column}) FROM articles
        UNION ALL
        SELECT (SELECT min({column}) FROM articles WHERE {column} > found.value) FROM found WHERE value IS NOT NULL
    ) SELECT value FROM found WHERE value IS NOT NULL
    """  # noqa: S608  (a column's name of ours)
    return [row["value"] for row in rows(db, sql)]
