"""A search as Atom for feed readers, as JSON for programs, as CSV for tables."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from storage.reading_room.atom import entry, feed
from storage.reading_room.query import FIRST, LAST
from storage.reading_room.room import ask, rows
from storage.reading_room.search import Selection, found, page_of
from storage.reading_room.spreadsheets import harmless_cell

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from markupsafe import Markup
    from sqlite_utils import Database

    from storage.reading_room.room import Row

SIZES = {"atom": 50, "json": 50, "csv": 1000}
TYPES = {"atom": "application/atom+xml", "json": "application/json", "csv": "text/csv"}
COLUMNS = (
    *("id", "site", "title", "authors", "section", "language", "published", "dated", "access", "complete"),
    *("words", "url", "page", "snippet"),
)
WHOLE = """
SELECT articles.id, articles.site, articles.title, articles.authors, articles.section, articles.language,
    articles.published, articles.dated, articles.access, articles.complete, articles.url, articles.description,
    versions.words, versions.fetched_at
FROM articles JOIN versions ON versions.id = articles.version
WHERE articles.id IN (SELECT value FROM json_each(?))
"""


async def send(request: Request, datasette: Datasette) -> Response:
    """``/search.atom``, ``.json`` and ``.csv``, with words and filters of the search; newest first unless told."""
    form, selection = request.url_vars["form"], Selection.of(request.args)
    if form == "atom" or not selection.order:
        selection = selection.ordered("newest")
    result = await ask(datasette, lambda db: _articles(db, selection, page_of(request.args), SIZES[form]))
    addresses = {
        name: datasette.absolute_url(request, datasette.urls.path(f"/{name}")) for name in ("search", "article")
    }
    for row in result["articles"]:
        row["page"] = f"{addresses['article']}/{row['id']}"
    written = {"atom": _atom, "json": _json, "csv": _csv}[form](result, selection, addresses["search"])
    return Response(written, content_type=f"{TYPES[form]}; charset=utf-8")


def _articles(db: Database, selection: Selection, at: int, size: int) -> dict[str, Any]:
    page = found(db, selection, at, size)
    hits = [one for hit in page["found"] for one in (hit, *hit.get("alike", []))]
    whole = {row["id"]: row for row in rows(db, WHOLE, (json.dumps([hit["id"] for hit in hits]),))}
    return {
        "hits": page["hits"],
        "page": at,
        "more": page["more"],
        "articles": [_told(whole[hit["id"]], hit) for hit in hits],
    }


def _told(row: Row, hit: Row) -> Row:
    bare = (hit["snippet"] or "").replace(FIRST, "").replace(LAST, "")
    return row | {"authors": json.loads(row["authors"]), "snippet": bare}


def _json(result: dict[str, Any], selection: Selection, here: str) -> str:
    told = {"query": selection.words, "filters": selection.values, "notes": selection.notes}
    following = f"{here}.json?{selection.query_string}&page={result['page'] + 1}" if result.pop("more") else None
    return json.dumps(told | result | {"next": following}, ensure_ascii=False, indent=1)


def _csv(result: dict[str, Any], selection: Selection, here: str) -> str:  # noqa: ARG001
    """A header also where nothing was found."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in result["articles"])
    return stream.getvalue()


def _cell(value: object) -> object:
    """Texts that a spreadsheet would take for a formula begin with an apostrophe."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else value
    return harmless_cell(text) if isinstance(text, str) else text


def _atom(result: dict[str, Any], selection: Selection, here: str) -> str:
    told = [selection.words, *(f"{name} {value}" for name, value in selection.values.items())]
    title = "Stet: " + (", ".join(filter(None, told)) or "latest articles")
    updated = max((row["fetched_at"] for row in result["articles"]), default=None)
    places = f"{here}.atom?{selection.query_string}", f"{here}?{selection.query_string}"
    return feed(title, *places, updated, map(_entry, result["articles"]))


def _entry(row: Row) -> Markup:
    return entry(
        title=row["title"] or "(no headline)",
        name=row["page"],
        page=row["page"],
        url=row["url"],
        moments=(row["fetched_at"], row["dated"]),
        authors=row["authors"] or [row["site"]],
        summary=row["description"] or row["snippet"],
    )
