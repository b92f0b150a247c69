"""Reading one exchange back from the archive."""

from __future__ import annotations

import zlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from storage.archive.files import OPEN_SUFFIX
from storage.archive.warc import IDENTICAL_PAYLOAD, NOT_MODIFIED, payload_digest
from storage.archive.warc_reading import exchange_of

if TYPE_CHECKING:
    from pathlib import Path

    from storage.records import Exchange, RecordPlace


class ArchiveError(Exception):
    """The archive cannot be written or a record cannot be read; the message names file and offset."""


def read_exchange(folder: Path, place: RecordPlace, original: RecordPlace | None = None) -> Exchange:
    """The exchange kept at a place, without its request; ``original`` holds the payload where that is a revisit.

    A 304 is what it stands for: the original, at the time of the 304. Raises ArchiveError when it is not there, not
    whole, or its payload is not the one that was stored.
    """
    exchange, profile = _load(folder, place)
    if profile in {IDENTICAL_PAYLOAD, NOT_MODIFIED}:
        if original is None:
            raise ArchiveError(f"{place.file} at {place.offset}: the record with its payload is not in the store")
        held = _load(folder, original)[0]
        if profile == NOT_MODIFIED:
            exchange = replace(exchange, status=held.status, response_headers=held.response_headers)
        exchange = replace(exchange, body=held.body)
    if payload_digest(exchange.body) != place.payload_digest:
        raise ArchiveError(f"{place.file} at {place.offset}: the payload is not the one that was stored")
    return exchange


def _load(folder: Path, place: RecordPlace) -> tuple[Exchange, str | None]:
    where = f"{place.file} at {place.offset}"
    try:
        record = next(WARCIterator(BytesIO(_raw(folder, place)), no_record_parse=True))
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        exchange = exchange_of(headers, record.raw_stream.read())
    except FileNotFoundError as error:
        raise ArchiveError(f"{where}: the file is not in {folder}") from error
    except (OSError, zlib.error, ArchiveLoadFailed, StopIteration, ValueError) as error:
        raise ArchiveError(f"{where}: no whole response record: {error}") from error
    return exchange, headers.get("warc-profile")


def _raw(folder: Path, place: RecordPlace) -> bytes:
    """The record's bytes; its file may be in progress, or be finished while we look."""
    path = folder / place.file
    for candidate in (path, path.with_name(path.name + OPEN_SUFFIX), path):
        try:
            with candidate.open("rb") as stream:
                stream.seek(place.offset)
                return stream.read(place.length)
        except FileNotFoundError:
            continue
    raise FileNotFoundError(place.file)
