"""Records as they stand in the archive, to be given away byte for byte."""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from storage.archive.exchanges import LARGEST_RECORD, ArchiveError, raw_record
from storage.archive.files import GZIP_WINDOW, OPEN_SUFFIX, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.records import RecordPlace

HEAD = 64 * 2**10  # bytes of a record, in which the heads of WARC and HTTP stand
CAPTURES = ("response", "revisit", "resource")
BESIDE = ("request", "metadata")
MOST_BESIDE = 4  # records that belong to one response


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One packed record, and of it what an index tells."""

    raw: bytes
    fields: dict[str, str]
    status: str
    mime: str

    @property
    def kind(self) -> str:
        """WARC-Type."""
        return self.fields.get("warc-type", "")

    @property
    def is_capture(self) -> bool:
        """Whether it can be replayed."""
        return self.kind in CAPTURES

    @property
    def url(self) -> str:
        """Of the page."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def digest(self) -> str:
        """Of its payload."""
        return self.fields.get("warc-payload-digest", "")

    @property
    def timestamp(self) -> str:
        """Fourteen digits."""
        return re.sub(r"\D", "", self.fields.get("warc-date", ""))[:14].ljust(14, "0")


def raw_records(folder: Path, place: RecordPlace) -> Iterator[RawRecord]:
    """The record at a place, and behind it those that belong to it. Raises ArchiveError where it is not there."""
    try:
        first = record_of(raw_record(folder, place))
    except (OSError, ValueError, zlib.error) as error:
        raise ArchiveError(f"{place.file} at {place.offset}: no whole record: {error}") from error
    yield first
    for record in _behind(folder, place):
        if record.kind not in BESIDE or record.fields.get("warc-concurrent-to") != first.fields.get("warc-record-id"):
            return
        yield record


def _behind(folder: Path, place: RecordPlace) -> Iterator[RawRecord]:
    path = folder / place.file
    for candidate in (path, path.with_name(path.name + OPEN_SUFFIX)):
        try:
            descriptor = open_regular(candidate, os.O_RDONLY)
        except OSError:
            continue
        with os.fdopen(descriptor, "rb") as stream:
            stream.seek(place.offset + place.length)
            for _ in range(MOST_BESIDE):
                member = _member(stream)
                if not member:
                    return
                yield record_of(member)
        return


def _member(stream: IO[bytes]) -> bytes:
    """One whole gzip member; none where there is no other, or it is not whole yet."""
    start, read, unpacker = stream.tell(), 0, zlib.decompressobj(GZIP_WINDOW)
    try:
        while not unpacker.eof and read < LARGEST_RECORD and (piece := stream.read(HEAD)):
            unpacker.decompress(piece, LARGEST_RECORD)
            read += len(piece)
    except zlib.error:
        return b""
    if not unpacker.eof:
        return b""
    length = read - len(unpacker.unused_data)
    stream.seek(start)
    return stream.read(length)


def record_of(raw: bytes) -> RawRecord:
    """What a packed record says of itself. Raises ValueError, zlib.error where it is none."""
    begin = zlib.decompressobj(GZIP_WINDOW).decompress(raw, HEAD)
    head, _, block = begin.partition(b"\r\n\r\n")
    if not head.startswith(b"WARC/"):
        raise ValueError("no WARC record")
    http = block.partition(b"\r\n\r\n")[0]
    status = re.match(rb"HTTP/[\d.]+ (\d{3})", http)
    fields = _fields(head)
    mime = _fields(http).get("content-type", "").partition(";")[0].strip() if status else ""
    is_revisit = fields.get("warc-type") == "revisit"
    return RawRecord(raw, fields, status[1].decode() if status else "-", "warc/revisit" if is_revisit else mime or "-")


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
