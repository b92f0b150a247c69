"""The style sheets of an archived page, as they were archived nearest to its own time."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.style_sheets import DEEPEST, imports_of, style_sheets_of, with_whole_imports
from storage.reading_room.rendering import source_of
from storage.reading_room.room import rows
from storage.records import RecordPlace
from storage.store.fetches import original_of_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from storage.reading_room.room import Row

LARGEST = 4 * 2**20  # letters, of all style sheets of a page
OWN = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
MOST = 60  # style sheets of a page, with those that they import
NEAREST = """
SELECT url, fetched_at, warc_file, warc_offset, warc_length, payload_digest, is_revisit FROM fetches
WHERE url_asked = :url AND kind = 'style-sheet' AND outcome <> 'failed' AND warc_file IS NOT NULL
ORDER BY abs(julianday(fetched_at) - julianday(:moment)) LIMIT 1
"""


@dataclass(frozen=True)
class Sheet:
    """One style sheet of a page; without ``row`` where it is not archived, without ``text`` where it cannot be read."""

    address: str
    row: Row | None = None
    text: str | None = None


@dataclass
class PageStyles:
    """``texts`` by address, with whole addresses in their imports; ``linked`` is how many there should be.

    ``own`` says that styles stand in the page itself.
    """

    linked: int = 0
    own: bool = False
    texts: dict[str, str] = field(default_factory=dict)


def styles_of(db: Database, archive: Path, source: str, fetch: Row) -> PageStyles:
    """What is archived of what a page links; what cannot be read is left out."""
    styles, left = PageStyles(own=OWN.search(source) is not None), LARGEST
    for sheet in sheets_of(db, archive, source, fetch):
        styles.linked += 1
        if sheet.row is not None and sheet.text is not None and len(sheet.text) <= left:
            styles.texts[sheet.address] = with_whole_imports(sheet.text, sheet.row["url"])
            left -= len(sheet.text)
    return styles


def sheets_of(db: Database, archive: Path, source: str, fetch: Row) -> Iterator[Sheet]:
    """Each style sheet that a page links or imports, as it was archived nearest to the page's own time."""
    waiting = deque((address, 0) for address in style_sheets_of(source.encode("utf-8", "replace"), fetch["url"]))
    known = {address for address, _ in waiting}
    while waiting:
        address, depth = waiting.popleft()
        row = next(iter(rows(db, NEAREST, {"url": address, "moment": fetch["fetched_at"]})), None)
        text = _text(db, archive, row) if row else None
        yield Sheet(address, row, text)
        if row and text and depth < DEEPEST:
            new = [each for each in imports_of(text, row["url"]) if each not in known][: MOST - len(known)]
            known.update(new)
            waiting.extend((each, depth + 1) for each in new)


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
