"""Two versions of an article side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound

from storage.reading_room.difference import side_by_side
from storage.reading_room.room import ask, page, rows

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

VERSIONS = """
SELECT versions.id, versions.fetched_at, versions.cause, versions.words, versions.title, versions.text,
    versions.extractor_version, versions.rules_version, articles.language, articles.site, articles.id AS article
FROM versions JOIN articles ON articles.id = versions.article
WHERE articles.id = ? ORDER BY versions.fetched_at, versions.id
"""


async def show(request: Request, datasette: Datasette) -> Response:
    """``/article/N/versions?from=V&to=W``; the last two unless told. Raises NotFound."""
    number = int(request.url_vars["article"])
    wanted = request.args.get("from"), request.args.get("to")
    context = await ask(datasette, lambda db: read(db, number, *wanted))
    return await page(datasette, request, "versions.html", context)


def read(db: Database, number: int, old: str | None, new: str | None) -> dict[str, Any]:
    """Everything that the page says. Raises NotFound where no such article or version is stored."""
    versions = rows(db, VERSIONS, (number,))
    if not versions:
        raise NotFound(f"no article {number}")
    after = _chosen(versions, new, versions[-1])
    before = _chosen(versions, old, versions[max(versions.index(after) - 1, 0)])
    texts = [f"{version['title'] or ''}\n{version['text']}" for version in (before, after)]
    return {"versions": versions, "before": before, "after": after, "pairs": side_by_side(*texts), "number": number}


def _chosen(versions: list[Row], wanted: str | None, otherwise: Row) -> Row:
    if not wanted:
        return otherwise
    found = next((version for version in versions if str(version["id"]) == wanted), None)
    if found is None:
        raise NotFound(f"the article has no version {wanted}")
    return found
