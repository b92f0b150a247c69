"""The page as it was archived: sandboxed, or its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.utils.asgi import NotFound, Response

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.raw_records import raw_records
from storage.reading_room.harmless.passages import Passage
from storage.reading_room.page_styles import PageStyles, places_of, records_of, styles_of
from storage.reading_room.rendering import rendered, source_of
from storage.reading_room.room import archive_of, ask, page, rows, store_of
from storage.reading_room.safety import SANDBOX
from storage.reading_room.words import CATEGORIES

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from sqlite_utils import Database

    from storage.reading_room.room import Row

PLACE = re.compile(r"(?:removal|block)-\d+")
FETCH = """
SELECT fetches.*, articles.title FROM fetches JOIN articles ON articles.id = fetches.article
WHERE fetches.id = :fetch AND articles.id = :article
"""
CUT = """
SELECT removals.id, removals.position, removals.text, boxes.category, boxes.reason, boxes.id AS box FROM removals
JOIN boxes ON boxes.id = removals.box WHERE removals.version = ? ORDER BY removals.position, removals.id
"""
KEPT = "SELECT text FROM versions WHERE id = ?"


async def show(request: Request, datasette: Datasette) -> Response:
    """``/article/N/page/F``: the frame around it; ``?at=removal-7`` leads to a place in it. Raises NotFound.

    ``?plain=1`` leaves its styles away.
    """
    fetch, source, styles = await _read(request, datasette)
    cut = await ask(datasette, lambda db: rows(db, CUT, (fetch["version"],)))
    at = request.args.get("at") or ""
    told = {"fetch": fetch, "missing": _reason(source), "cut": cut, "at": at if PLACE.fullmatch(at) else ""}
    told |= {"styles": styles, "plain": request.args.get("plain") == "1"}
    return await page(datasette, request, "archived.html", told)


async def show_sandboxed(request: Request, datasette: Datasette) -> Response:
    """``.../sandboxed``: what the frame shows; ``?plain=1`` without any style. Raises NotFound."""
    plain = request.args.get("plain") == "1"
    fetch, source, styles = await _read(request, datasette, styled=not plain)
    passages = await ask(datasette, lambda db: _passages(db, fetch["version"]))
    try:
        shown = await rendered(_text(source), passages, fetch["url"], styles.texts, plain=plain)
    except ValueError as error:
        raise NotFound(f"the archived page cannot be shown: {error}") from error
    return Response(
        shown,
        headers={"content-security-policy": SANDBOX, "cross-origin-resource-policy": "same-site"},
        content_type="text/html; charset=utf-8",
    )


async def show_source(request: Request, datasette: Datasette) -> Response:
    """``.../source``: the bytes, unpacked and decoded, as plain text. Raises NotFound."""
    _, source, _ = await _read(request, datasette, styled=False)
    return Response.text(_text(source), headers={"content-security-policy": SANDBOX})


def _passages(db: Database, version: int | None) -> list[Passage]:
    """What the version that came of a fetch has cut and kept, in the order of the page."""
    cut: dict[int, list[Passage]] = {}
    for row in rows(db, CUT, (version,)):
        passage = Passage(text=row["text"], name=f"removal-{row['id']}", told=CATEGORIES[row["category"]])
        cut.setdefault(row["position"], []).append(passage)
    lines = [line for row in rows(db, KEPT, (version,)) for line in row["text"].split("\n")]
    found: list[Passage] = []
    for number, line in enumerate(lines):
        found += cut.pop(number, [])
        found += [Passage(text=line, name=f"block-{number}", told="")] if line else []
    return found + [passage for number in sorted(cut) for passage in cut[number]]


async def send_record(request: Request, datasette: Datasette) -> Response:
    """``.../record.warc.gz``: the records as they stand in the archive, a file by themselves. Raises NotFound."""
    keys = {name: int(value) for name, value in request.url_vars.items()}
    store = store_of(datasette)
    folder = archive_of(store) if store else Path()

    def work(db: Database) -> bytes:
        fetch = _fetch(db, keys)
        if not fetch["warc_file"]:
            raise NotFound("the page was not kept")
        try:
            return b"".join(record.raw for place in records_of(db, fetch) for record in raw_records(folder, place))
        except ArchiveError as error:
            raise NotFound(str(error)) from error

    name = f"article-{keys['article']}-fetch-{keys['fetch']}.warc.gz"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(await ask(datasette, work), headers=headers, content_type="application/warc")


def _reason(source: str | Exception) -> str | None:
    return str(source) if isinstance(source, Exception) else None


def _text(source: str | Exception) -> str:
    if isinstance(source, Exception):
        raise NotFound(f"the archived page cannot be shown: {source}")
    return source


async def _read(
    request: Request, datasette: Datasette, *, styled: bool = True
) -> tuple[Row, str | Exception, PageStyles]:
    """The row of the fetch, the page's text or why there is none, and where ``styled`` its style sheets."""
    keys = {name: int(value) for name, value in request.url_vars.items()}
    store = store_of(datasette)
    folder = archive_of(store) if store else None

    def work(db: Database) -> tuple[Row, str | Exception, PageStyles]:
        fetch = _fetch(db, keys)
        if folder is None or not fetch["warc_file"]:
            return fetch, ArchiveError("the page was not kept"), PageStyles()
        try:
            source = source_of(read_exchange(folder, *places_of(db, fetch)))
        except (ArchiveError, ValueError) as error:
            return fetch, error, PageStyles()
        return fetch, source, styles_of(db, folder, source, fetch) if styled else PageStyles()

    return await ask(datasette, work)


def _fetch(db: Database, keys: dict[str, int]) -> Row:
    fetch = next(iter(rows(db, FETCH, keys)), None)
    if fetch is None:
        raise NotFound(f"no fetch {keys['fetch']} of article {keys['article']}")
    return fetch
