"""A selection to take along: each article whole, with its ledger and its provenance, as JSONL or Parquet."""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response, asgi_send_file
from markupsafe import escape

from storage.reading_room.room import ask, rows
from storage.reading_room.search import Selection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from sqlite_utils import Database

    from storage.reading_room.room import Row

BATCH = 200

ARTICLES = """
SELECT articles.id, articles.site, articles.url, versions.title, articles.authors, articles.published,
    articles.modified, articles.language, articles.section, articles.tags, articles.description,
    articles.image_url, articles.image_caption, articles.image_credit,
    versions.access, articles.access_evidence, versions.complete, versions.words, versions.text, versions.kinds,
    versions.flags, articles.first_seen, articles.last_seen, versions.id AS version, versions.cause,
    versions.extractor_version, versions.rules_version, versions.text_digest,
    fetches.found_as, fetches.found_in, fetches.found_at, fetches.url_asked, fetches.redirects,
    fetches.url AS url_answered, fetches.status, fetches.fetched_at, fetches.warc_file, fetches.warc_offset,
    fetches.payload_digest
FROM articles JOIN versions ON versions.id = articles.version JOIN fetches ON fetches.id = versions.fetch
"""
BOXES = "SELECT number, category, layer, rule, reason, blocks FROM boxes WHERE version = ? ORDER BY number"
REMOVALS = """
SELECT boxes.number AS box, position, removals.category, removals.layer, removals.rule, text, evidence, page
FROM removals JOIN boxes ON boxes.id = removals.box WHERE removals.version = ? ORDER BY removals.id
"""
FURTHER = """
SELECT position, url, status, error, fetched_at, warc_file, warc_offset, payload_digest
FROM version_pages WHERE version = ? AND position > 1 ORDER BY position
"""
SELECTED = ARTICLES + "WHERE articles.id > :after {where} ORDER BY articles.id LIMIT :size"
MATCHING = " AND versions.id IN (SELECT rowid FROM search_index WHERE search_index MATCH :query)"
LONGEST_ROW = 2**27  # bytes
LISTS = ("authors", "tags", "kinds", "flags")

# Parquet's columns, as DuckDB names types; the rest are texts.
NUMBERS = dict.fromkeys(("id", "words", "version", "status", "warc_offset"), "BIGINT")
NESTED = {
    **dict.fromkeys(LISTS, "VARCHAR[]"),
    "complete": "BOOLEAN",
    "redirects": "STRUCT(url VARCHAR, status BIGINT)[]",
    "boxes": "STRUCT(number BIGINT, category VARCHAR, layer VARCHAR, rule VARCHAR, reason VARCHAR, blocks BIGINT)[]",
    "removals": "STRUCT(box BIGINT, position BIGINT, category VARCHAR, layer VARCHAR, rule VARCHAR, text VARCHAR, "
    "evidence VARCHAR, page BIGINT)[]",
    "further_pages": "STRUCT(position BIGINT, url VARCHAR, status BIGINT, error VARCHAR, fetched_at VARCHAR, "
    "warc_file VARCHAR, warc_offset BIGINT, payload_digest VARCHAR)[]",
}
MISSING = "Parquet needs DuckDB, which is not installed: pip install --group parquet"


async def send(
    request: Request, datasette: Datasette, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> Response | None:
    """``/export.jsonl`` and ``/export.parquet``, with the words and filters of the search."""
    selection = Selection.of(request.args)
    if request.url_vars["form"] == "jsonl":
        await _send_lines(send, batches(datasette, selection))
        return None
    return await _send_parquet(send, datasette, selection)


async def batches(datasette: Datasette, selection: Selection) -> AsyncIterator[list[Row]]:
    """The selected articles in the order of their numbers, some at a time, so that memory stays flat."""
    after = 0
    while batch := await ask(datasette, lambda db, after=after: articles(db, selection, after)):  # type: ignore[misc]
        yield batch
        after = batch[-1]["id"]


def articles(db: Database, selection: Selection, after: int) -> list[Row]:
    """The next articles behind a number, whole."""
    where = selection.where + (MATCHING if selection.query else "")
    bounds = {"after": after, "size": BATCH, "query": selection.query}
    found = rows(db, SELECTED.format(where=where), selection.values | bounds)
    for row in found:
        row |= {name: json.loads(row[name]) for name in (*LISTS, "redirects")}
        row["complete"] = None if row["complete"] is None else bool(row["complete"])
        row["redirects"] = [{"url": hop["url"], "status": hop["status"]} for hop in row["redirects"]]
        row["boxes"] = rows(db, BOXES, (row["version"],))
        row["removals"] = rows(db, REMOVALS, (row["version"],))
        row["further_pages"] = rows(db, FURTHER, (row["version"],))
    return found


def columns_of(db: Database) -> list[str]:
    """What each article would have, where none is selected."""
    described = db.execute(ARTICLES + "LIMIT 0").description
    return [*(column[0] for column in described), "boxes", "removals", "further_pages"]


def types_of(columns: Iterable[str]) -> dict[str, str]:
    """What each column holds, as DuckDB names types."""
    return {name: NESTED.get(name) or NUMBERS.get(name, "VARCHAR") for name in columns}


def write_parquet(lines: Path, parquet: Path, types: Mapping[str, str]) -> None:
    """Lines of JSON as a Parquet file. Raises ModuleNotFoundError where DuckDB is not there, OSError where it fails."""
    try:
        import duckdb  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(MISSING) from error
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
            rows = connection.read_json(
                str(lines), columns=dict(types), format="newline_delimited", maximum_object_size=LONGEST_ROW
            )
            rows.write_parquet(str(parquet), compression="zstd")
    except duckdb.Error as error:  # no room left
        raise OSError(str(error).partition("\n")[0]) from error


def _lines(batch: list[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in batch).encode("utf-8", "replace")


async def _send_lines(send: Callable[[dict[str, Any]], Awaitable[None]], found: AsyncIterator[list[Row]]) -> None:
    """What fails at once is told by a page; what fails later cannot be: the answer ends before its end."""
    first = _lines(await anext(found, []))
    headers = [
        (b"content-type", b"application/jsonl; charset=utf-8"),
        (b"content-disposition", b'attachment; filename="stet.jsonl"'),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": first, "more_body": True})
    try:
        async for batch in found:
            await send({"type": "http.response.body", "body": _lines(batch), "more_body": True})
    except Exception as error:  # noqa: BLE001  (whatever it was, nothing else can be answered any more)
        print(f"export.jsonl was broken off: {error}", file=sys.stderr)
        return
    await send({"type": "http.response.body", "body": b""})


async def _send_parquet(
    send: Callable[[dict[str, Any]], Awaitable[None]], datasette: Datasette, selection: Selection
) -> Response | None:
    """Through a temporary file: Parquet cannot be written without knowing its end."""
    if find_spec("duckdb") is None:
        return Response.html(f"<p>{escape(MISSING)}</p>", status=501)
    with tempfile.TemporaryDirectory() as folder:
        lines, parquet = Path(folder) / "stet.jsonl", Path(folder) / "stet.parquet"
        columns: list[str] = []
        with lines.open("wb") as stream:
            async for batch in batches(datasette, selection):
                columns = columns or list(batch[0])
                stream.write(_lines(batch))
        columns = columns or await ask(datasette, columns_of)
        write_parquet(lines, parquet, types_of(columns))
        await asgi_send_file(send, parquet, filename="stet.parquet", content_type="application/vnd.apache.parquet")
    return None
