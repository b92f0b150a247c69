"""Reading one exchange back from the archive."""

from __future__ import annotations

import os
import zlib
from dataclasses import replace
from io import BytesIO
from typing import IO, TYPE_CHECKING

from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from storage.archive.files import OPEN_SUFFIX, is_plain_name, open_regular
from storage.archive.warc import IDENTICAL_PAYLOAD, NOT_MODIFIED, payload_digest
from storage.archive.warc_reading import exchange_of

if TYPE_CHECKING:
    from pathlib import Path

    from storage.records import Exchange, RecordPlace

LARGEST_RECORD = 256 * 2**20  # bytes; a database that somebody else made may name any length


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
        record = next(WARCIterator(BytesIO(raw_record(folder, place)), no_record_parse=True))
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        exchange = exchange_of(headers, _block(record.raw_stream))
    except FileNotFoundError as error:
        raise ArchiveError(f"{where}: the file is not in {folder}") from error
    except (OSError, zlib.error, ArchiveLoadFailed, StopIteration, TypeError, ValueError, OverflowError) as error:
        raise ArchiveError(f"{where}: no whole response record: {error}") from error
    return exchange, headers.get("warc-profile")


def raw_record(folder: Path, place: RecordPlace) -> bytes:
    """The bytes of a record, packed; its file may be in progress, or be finished while we look.

    Raises OSError, ValueError where it is not there.
    """
    if not is_plain_name(place.file):
        raise ValueError("no name of a file of the archive")
    if not 0 <= place.length <= LARGEST_RECORD:
        raise ValueError(f"no record has {place.length} bytes")
    path = folder / place.file
    for candidate in (path, path.with_name(path.name + OPEN_SUFFIX), path):
        try:
            with os.fdopen(open_regular(candidate, os.O_RDONLY), "rb") as stream:
                stream.seek(place.offset)
                return stream.read(place.length)
        except FileNotFoundError:
            continue
    raise FileNotFoundError(place.file)


def _block(stream: IO[bytes]) -> bytes:
    """The unpacked record. Raises ValueError where it has no end."""
    block = bytearray()
    while piece := stream.read(2**20):
        block += piece
        if len(block) > LARGEST_RECORD:
            raise ValueError(f"larger than {LARGEST_RECORD // 2**20} MB when unpacked")
    return bytes(block)
