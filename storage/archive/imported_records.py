"""Records of other people's WARC files, damaged ones too: what is wrong is told by record, the rest is read.

warcio and FastWARC stop at the first byte that they do not expect. Here the next record is looked for.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from storage.archive.containers import (
    ARC,
    BZIP2,
    DICTIONARY,
    FAULTS,
    PIECE,
    XZ,
    ZIP,
    ZSTANDARD,
    Allowance,
    TooMuchError,
    arc_records,
    decompressed,
    member,
    members,
    unpacked,
)
from storage.archive.files import GZIP_WINDOW
from storage.archive.warc_reading import HEADER_END, LINE_END, matches_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

GZIP = b"\x1f\x8b\x08"
DEEPEST = 3  # wrappings, one in the other: a collection of WACZ files, of packed WARC files
RECORD = re.compile(rb"WARC/[01]\.\d+\r?\n")
NEXT_RECORD = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d+\r?\n)")
BLANK = re.compile(rb"[\r\n]*")
LARGEST_HEADER = 2**16


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record: ``headers`` by lower-case name; ``offset`` is where it (or the gzip member around it) begins."""

    offset: int
    headers: Mapping[str, str]
    block: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read, and why."""

    offset: int
    reason: str


class _DamageError(Exception):
    """The record at hand cannot be read; what follows may be."""


def read_imported(path: Path, largest: int) -> Iterator[ImportedRecord | Fault]:
    """All records of a file whose block has at most ``largest`` bytes, in order, with the faults between them.

    What takes more than a file of its size can need ends with a fault.
    """
    try:
        yield from _read(path, _Bounds(largest, Allowance(path.stat().st_size)), 0)
    except TooMuchError as error:
        yield Fault(0, str(error))
    except OSError as error:
        yield Fault(0, f"cannot be read: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Of the block of a record, and of all that a file costs."""

    largest: int
    allowance: Allowance


def _read(path: Path, bounds: _Bounds, depth: int) -> Iterator[ImportedRecord | Fault]:
    """``depth`` counts the wrappings that a file came out of."""
    if depth > DEEPEST:
        yield Fault(0, f"in more than {DEEPEST} wrappings")
        return
    if path.stat().st_size == 0:
        yield Fault(0, "the file is empty")
        return
    with path.open("rb") as stream:
        start = stream.read(len(ARC))
    if start.startswith(ZIP):
        yield from _of_wacz(path, bounds, depth)
    elif start.startswith((ZSTANDARD, DICTIONARY)):
        yield from _wrapped(unpacked(path, bounds.allowance), bounds, depth)
    elif start.startswith((BZIP2, XZ)) or (start.startswith(GZIP[:2]) and _is_packed_arc(path)):
        yield from _wrapped(decompressed(path, start, bounds.allowance), bounds, depth)
    elif start.startswith(ARC):
        for offset, headers, block in arc_records(path, bounds.largest):
            yield Fault(offset, block) if isinstance(block, str) else ImportedRecord(offset, headers, block)
    else:
        yield from _of_warc(path, bounds)


def _of_wacz(path: Path, bounds: _Bounds, depth: int) -> Iterator[ImportedRecord | Fault]:
    """Offsets are those in the files within."""
    try:
        packed = zipfile.ZipFile(path)
    except FAULTS as error:
        yield Fault(0, f"a damaged ZIP: {error}")
        return
    with packed:
        found = members(packed)
        if not found:
            yield Fault(0, "a ZIP without a WARC file in it")
        for each in found:
            yield from _wrapped(member(packed, each, bounds.allowance), bounds, depth)


def _wrapped(opened: AbstractContextManager[Path], bounds: _Bounds, depth: int) -> Iterator[ImportedRecord | Fault]:
    try:
        with opened as file:
            yield from _read(file, bounds, depth + 1)
    except FAULTS as error:
        yield Fault(0, f"cannot be unpacked: {error}")


def _is_packed_arc(path: Path) -> bool:
    try:
        with gzip.open(path) as stream:
            return stream.read(len(ARC)) == ARC
    except (OSError, EOFError, zlib.error):
        return False


def _of_warc(path: Path, bounds: _Bounds) -> Iterator[ImportedRecord | Fault]:
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        if data[:2] == GZIP[:2]:
            yield from _packed(data, bounds)
        else:
            yield from _records(_Plain(data, 0), bounds)


def _packed(data: mmap, bounds: _Bounds) -> Iterator[ImportedRecord | Fault]:
    """gzip members, one record each or all in one."""
    at = 0
    while at < len(data):
        member = _Member(data, at, bounds.allowance)
        try:
            yield from _records(member, bounds)
            at = member.end
            if at < len(data) and data[at : at + 3] != GZIP:
                yield Fault(at, "no gzip member begins where one should")
                at = _next_member(data, at)
        except zlib.error:
            yield Fault(at, "no whole gzip member")
            at = _next_member(data, at + 1)


def _next_member(data: mmap, at: int) -> int:
    """Where the next gzip member with a record begins; the end of the file if none does."""
    while (at := data.find(GZIP, at)) >= 0:
        try:
            if zlib.decompressobj(GZIP_WINDOW).decompress(data[at : at + PIECE], 5) == b"WARC/":
                return at
        except zlib.error:
            pass
        at += 1
    return len(data)


class _Plain:
    """Bytes that are taken from the front, read when they are needed. ``position`` is where reading goes on."""

    def __init__(self, data: mmap, offset: int) -> None:
        self.data, self.position = data, offset
        self.buffer = bytearray()

    @property
    def offset(self) -> int:
        """Where the bytes that come next stand in the file."""
        return self.position - len(self.buffer)

    def more(self) -> bytes:
        """The next piece; empty at the end."""
        piece = self.data[self.position : self.position + PIECE]
        self.position += len(piece)
        return piece

    def fill(self, size: int) -> int:
        """Have so many bytes in the buffer, or all there are; returns how many."""
        while len(self.buffer) < size and (piece := self.more()):
            self.buffer += piece
        return len(self.buffer)

    def skip_blank(self) -> bool:
        """Go to the first byte of the next line that is not empty; False at the end."""
        while self.fill(1) and self.buffer[0] in b"\r\n":
            blank = BLANK.match(self.buffer)
            del self.buffer[: blank.end() if blank else 0]
        return bool(self.buffer)

    def skip_to_record(self) -> None:
        """Go to the next line that begins a record, behind an empty one; to the end if there is none."""
        del self.buffer[0]
        while (found := NEXT_RECORD.search(self.buffer)) is None:
            del self.buffer[:-20]
            if not (piece := self.more()):
                self.buffer.clear()
                return
            self.buffer += piece
        del self.buffer[: found.end()]


class _Member(_Plain):
    """The unpacked bytes of one gzip member."""

    def __init__(self, data: mmap, offset: int, allowance: Allowance) -> None:
        super().__init__(data, offset)
        self.start, self.allowance = offset, allowance
        self.unpacker = zlib.decompressobj(GZIP_WINDOW)

    @property
    def offset(self) -> int:
        """Where the member begins: there is no other way to its records."""
        return self.start

    @property
    def end(self) -> int:
        """Where the member ends, once it has been read."""
        return self.position - len(self.unpacker.unused_data)

    def more(self) -> bytes:
        """The next piece. Raises zlib.error where the member is damaged."""
        piece = b""
        while not piece and not self.unpacker.eof:
            packed = self.unpacker.unconsumed_tail or super().more()
            if not packed:
                break
            piece = self.unpacker.decompress(packed, PIECE)
        self.allowance.take(len(piece))
        return piece


def _records(source: _Plain, bounds: _Bounds) -> Iterator[ImportedRecord | Fault]:
    while source.skip_blank():
        offset = source.offset
        try:
            yield _record(source, bounds)
        except _DamageError as damage:
            yield Fault(offset, str(damage))
            source.skip_to_record()


def _record(source: _Plain, bounds: _Bounds) -> ImportedRecord:
    """Takes one record; nothing where it is damaged."""
    offset = source.offset
    source.fill(LARGEST_HEADER)
    end = HEADER_END.search(source.buffer, 0, LARGEST_HEADER)
    if not RECORD.match(source.buffer):
        raise _DamageError("no WARC record")
    if end is None:
        raise _DamageError("cut, or damaged, in its header")
    headers = _headers(bytes(source.buffer[: end.start()]))
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise _DamageError("no Content-Length")
    if int(length) > bounds.largest:
        raise _DamageError(f"larger than {bounds.largest // 2**20} MB")
    total = end.end() + int(length)
    if source.fill(total + 2) < total:
        raise _DamageError(f"cut: {len(source.buffer) - end.end()} bytes of {length}")
    if bytes(source.buffer[total : total + 2]) not in {b"\r\n", b"\n\n", b""}:
        raise _DamageError("Content-Length is wrong")
    with memoryview(source.buffer) as view:  # a slice of the buffer itself would be copied twice
        block = bytes(view[end.end() : total])
    if not matches_digest(block, headers.get("warc-block-digest")):
        bounds.allowance.take(len(block))  # the next record may begin in it, and so on
        raise _DamageError("the block does not match its digest")
    del source.buffer[:total]
    return ImportedRecord(offset, headers, block)


def _headers(lines: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in LINE_END.split(lines.decode("utf-8", "replace"))[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
