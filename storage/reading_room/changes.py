"""What outlets changed after publication: a page with filters, and the same as Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from storage.reading_room.atom import entry, feed
from storage.reading_room.difference import side_by_side
from storage.reading_room.room import ask, page, rows
from storage.reading_room.search import NO_DAY, choices, is_day, page_of
from storage.reading_room.words import CHANGES

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils import MultiParams
    from datasette.utils.asgi import Request
    from markupsafe import Markup
    from sqlite_utils import Database

    from storage.reading_room.room import Row

PAGE = 25
IN_FEED = 50
# A headline may have changed with a correction or behind a wall.
FILTERS = {
    "site": "changes.site = :site",
    "class": "(class = :class OR (:class = 'headline' AND title_changed))",
    "since": "at >= :since",
}
LISTED = """
SELECT changes.*, articles.title, articles.language, articles.url, articles.dated,
    old.title AS old_title, old.text AS old_text, old.words AS old_words,
    new.title AS new_title, new.text AS new_text, new.words AS new_words
FROM changes JOIN articles ON articles.id = changes.article
LEFT JOIN versions AS old ON old.id = changes.before LEFT JOIN versions AS new ON new.id = changes.version
WHERE 1 {where} ORDER BY at DESC, changes.id DESC LIMIT :size OFFSET :start
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/changes?site=...&class=...&since=...&page=...``."""
    (asked, notes), at = _asked(request.args), page_of(request.args)
    context = await ask(datasette, lambda db: choices(db) | read(db, asked, at))
    told = {"asked": asked, "at": at, "query": urlencode(asked), "classes": list(CHANGES), "notes": notes}
    return await page(datasette, request, "changes.html", context | told)


def read(db: Database, asked: dict[str, str], at: int, size: int = PAGE) -> dict[str, Any]:
    """The changes of one page, each with the ``pairs`` of paragraphs that differ."""
    found = latest(db, asked, size + 1, (at - 1) * size)
    for row in found[:size]:
        row["pairs"] = _pairs(row)
        row["headlines"] = _headlines(row)
    return {"changes": found[:size], "more": len(found) > size}


def latest(db: Database, asked: dict[str, str], size: int, start: int = 0) -> list[Row]:
    """Rows with both versions, newest first."""
    where = "".join(f" AND {FILTERS[name]}" for name in asked)
    return rows(db, LISTED.format(where=where), {**asked, "size": size, "start": start})


def _asked(arguments: MultiParams) -> tuple[dict[str, str], list[str]]:
    """The filters, and in words what of them was not understood."""
    asked = {name: value for name in FILTERS if (value := (arguments.get(name) or "").strip())}
    notes = []
    if "class" in asked and asked["class"] not in CHANGES:
        notes.append(f"{asked.pop('class')} is no class of changes and was left out")
    if "since" in asked and not is_day(asked["since"]):
        notes.append(f"{asked.pop('since')} {NO_DAY}")
    return asked, notes


def _pairs(row: Row) -> list[Any]:
    if row["version"] is None:
        return []
    return [pair for pair in side_by_side(row["old_text"], row["new_text"]) if not pair.is_same and not pair.hidden]


def _headlines(row: Row) -> Any:
    return side_by_side(row["old_title"] or "", row["new_title"] or "") if row["title_changed"] else []


async def send_atom(request: Request, datasette: Datasette) -> Response:
    """``/changes.atom``, with the filters of the page."""
    asked, _ = _asked(request.args)
    found = await ask(datasette, lambda db: latest(db, asked, IN_FEED))
    here = datasette.absolute_url(request, datasette.urls.path("/changes"))
    articles = datasette.absolute_url(request, datasette.urls.path("/article"))
    title = ", ".join(["Stet: what changed after publication", *asked.values()])
    entries = [_entry(row, articles) for row in found]
    updated = found[0]["at"] if found else None
    written = feed(title, f"{here}.atom?{urlencode(asked)}", f"{here}?{urlencode(asked)}", updated, entries)
    return Response(written, content_type="application/atom+xml; charset=utf-8")


def _entry(row: Row, articles: str) -> Markup:
    leads = f"{articles}/{row['article']}"
    if row["version"] is not None:
        leads += f"/versions?from={row['before']}&to={row['version']}"
    headline = f": was {row['old_title']!r}" if row["title_changed"] else ""
    return entry(
        title=f"{CHANGES[row['class']]}: {row['new_title'] or row['title'] or '(no headline)'}",
        name=f"{articles}/{row['article']}#change-{row['id']}",
        page=leads,
        url=row["url"],
        moments=(row["at"], row["at"]),
        authors=[row["site"]],
        summary=f"{row['told']}{headline}",
    )
