"""The style sheets of an archived page, as they were archived nearest to its own time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.style_sheets import style_sheets_of
from storage.reading_room.rendering import source_of
from storage.reading_room.room import rows
from storage.records import RecordPlace
from storage.store.fetches import original_of_digest

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from storage.reading_room.room import Row

LARGEST = 4 * 2**20  # letters, of all style sheets of a page
NEAREST = """
SELECT url, fetched_at, warc_file, warc_offset, warc_length, payload_digest, is_revisit FROM fetches
WHERE url_asked = :url AND kind = 'style-sheet' AND outcome <> 'failed' AND warc_file IS NOT NULL
ORDER BY abs(julianday(fetched_at) - julianday(:moment)) LIMIT 1
"""


@dataclass
class PageStyles:
    """``texts`` by the address that the page links; ``linked`` is how many it links."""

    linked: int = 0
    texts: dict[str, str] = field(default_factory=dict)


def styles_of(db: Database, archive: Path, source: str, fetch: Row) -> PageStyles:
    """What is archived of what a page links; what cannot be read is left out."""
    found = style_fetches(db, source.encode("utf-8", "replace"), fetch)
    styles, left = PageStyles(len(found)), LARGEST
    for address, row in found.items():
        text = _text(db, archive, row) if row else None
        if text is not None and len(text) <= left:
            styles.texts[address] = text
            left -= len(text)
    return styles


def style_fetches(db: Database, page: bytes, fetch: Row) -> dict[str, Row | None]:
    """Of each style sheet that a page links the fetch nearest to its own; None where none is archived."""
    moment = fetch["fetched_at"]
    return {
        address: next(iter(rows(db, NEAREST, {"url": address, "moment": moment})), None)
        for address in style_sheets_of(page, fetch["url"])
    }


def _text(db: Database, archive: Path, row: Row) -> str | None:
    try:
        return source_of(read_exchange(archive, *places_of(db, row)))
    except (ArchiveError, ValueError):
        return None


def places_of(db: Database, row: Row) -> tuple[RecordPlace, RecordPlace | None]:
    """The record of a fetch, and of a revisit also the one that has its payload."""
    place = RecordPlace(
        row["warc_file"],
        row["warc_offset"],
        row["warc_length"],
        row["payload_digest"],
        is_revisit=bool(row["is_revisit"]),
    )
    original = original_of_digest(db, row["payload_digest"]) if row["is_revisit"] else None
    return place, original.place if original else None


def records_of(db: Database, row: Row) -> list[RecordPlace]:
    """The same in the order in which they were written."""
    place, original = places_of(db, row)
    return [original, place] if original else [place]
