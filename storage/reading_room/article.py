"""The page on which an article is read, with what was cut from it and where it comes from."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Response

from extractors.model import Category
from storage.history.provenance import trace_of
from storage.reading_room.citation import citations
from storage.reading_room.reading_list import kept_note
from storage.reading_room.room import ask, page, rows
from storage.reading_room.story import story

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from sqlite_utils import Database

    from storage.history.provenance import Trace
    from storage.reading_room.room import Row

VALIDATORS = ("etag", "last-modified", "content-type")

VERSIONS = """
SELECT versions.id, fetched_at, cause, words, versions.title, versions.id = articles.version AS is_current
FROM versions JOIN articles ON articles.id = versions.article
WHERE versions.article = ? ORDER BY fetched_at DESC, versions.id DESC
"""
URLS = "SELECT url FROM urls WHERE article = ? ORDER BY first_fetched"
ALIKE = """
SELECT likeness, articles.id, site, title, dated FROM alike JOIN articles ON articles.id = alike.other
WHERE article = :article
UNION ALL
SELECT likeness, articles.id, site, title, dated FROM alike JOIN articles ON articles.id = alike.article
WHERE other = :article ORDER BY 1 DESC
"""
CORRECTIONS = "SELECT * FROM corrections WHERE version = ?"


async def show(request: Request, datasette: Datasette) -> Response:
    """``/article/N``; ``?version=V`` shows an earlier one. Raises NotFound."""
    number = int(request.url_vars["article"])
    wanted = request.args.get("version")
    context = await ask(datasette, lambda db: read(db, number, wanted))
    context["kept"] = await kept_note(request, datasette, context["article"]["url"])
    return await page(datasette, request, "article.html", context)


async def lead(request: Request, datasette: Datasette) -> Response:
    """``/version/V``: to the page of its article. Raises NotFound."""
    number = int(request.url_vars["version"])
    found = await ask(datasette, lambda db: rows(db, "SELECT article FROM versions WHERE id = ?", (number,)))
    if not found or not isinstance(found[0]["article"], int):  # a stranger's database may hold anything there
        raise NotFound(f"no version {number} of an article")
    return Response.redirect(datasette.urls.path(f"/article/{found[0]['article']}?version={number}"))


def read(db: Database, number: int, wanted: str | None) -> dict[str, Any]:
    """Everything that the page says. Raises NotFound where no such article or version is stored."""
    versions = rows(db, VERSIONS, (number,))
    chosen = next((row for row in versions if str(row["id"]) == wanted or (not wanted and row["is_current"])), None)
    if chosen is None:
        raise NotFound(f"no article {number}" if not versions else f"article {number} has no version {wanted}")
    trace = trace_of(db, chosen["id"])
    told = {trace.article["url"], trace.fetch["url_asked"], trace.fetch["url"]}
    return {
        "trace": trace,
        "article": trace.article,
        "version": trace.version,
        "parts": story(trace.version, trace.boxes, trace.removals),
        "cut": Counter(box["category"] for box in trace.boxes).most_common(),
        "citations": citations(trace),
        "validators": validators(trace),
        "versions": versions,
        "addresses": [row["url"] for row in rows(db, URLS, (number,)) if row["url"] not in told],
        "alike": rows(db, ALIKE, {"article": number}),
        "marks": _marks(rows(db, CORRECTIONS, (chosen["id"],))),
        "categories": [category.value for category in Category],
        "flags": json.loads(trace.version["flags"]),
    }


def validators(trace: Trace) -> list[tuple[str, str]]:
    """The headers of the answer that tell what it was."""
    return [(name, value) for name, value in trace.fetch["headers"] if name.lower() in VALIDATORS]


def _marks(corrections: list[Row]) -> dict[str, Row]:
    """Corrections by what they mark: ``removal-7``, ``block-3``."""
    return {
        f"removal-{row['removal']}" if row["removal"] is not None else f"block-{row['block']}": row
        for row in corrections
    }
