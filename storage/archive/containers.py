"""WARC records in another wrapping: WACZ (a ZIP of WARC files), Zstandard with and without dictionary, ARC."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from backports import zstd
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ARC2WARCHeadersParser  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeadersParser  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warcio.statusandheaders import StatusAndHeaders

ZIP = b"PK\x03\x04"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
# URL, address, date, type; then status, checksum, location, offset, file, which the record has itself; then length.
SECOND_ARC = re.compile(r"(\S+ \S+ \d{8,14} \S+)(?: \S+){5} (\d+)")
DICTIONARY = b"\x5d\x2a\x4d\x18"  # a frame that readers pass over; in .warc.zst the first one holds the dictionary
BZIP2, XZ = b"BZh", b"\xfd7zXZ"
ARC = b"filedesc:"
PACKED = ("", ".gz", ".zst", ".bz2", ".xz")
MEMBERS = (*(kind + packed for kind in (".warc", ".arc") for packed in PACKED), ".wacz")
LARGEST_DICTIONARY = 2**24
MOST_TIMES, ANYWAY = 200, 2**26
PIECE = 2**16

DAMAGES = (zipfile.BadZipFile, zstd.ZstdError, lzma.LZMAError, zlib.error)
FAULTS = (*DAMAGES, EOFError, OSError, NotImplementedError, RuntimeError)


class Allowance:
    """How many bytes reading a file may unpack, or look at in vain, whatever is wrapped in it.

    Few files of records pack to a twentieth of their size. What packs to a two-hundredth was made to fill the disk, or
    to take for ever.
    """

    def __init__(self, packed: int) -> None:
        self.left = MOST_TIMES * packed + ANYWAY

    def take(self, count: int) -> None:
        """So many were needed. Raises TooMuchError where no more may be."""
        self.left -= count
        if self.left < 0:
            raise TooMuchError(f"unpacks to more than {MOST_TIMES} times its size: the rest was not read")


class TooMuchError(Exception):
    """A file is not read further."""


def members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The WARC files in a WACZ."""
    return [each for each in packed.infolist() if each.filename.lower().endswith(MEMBERS)]


@contextmanager
def member(packed: zipfile.ZipFile, each: zipfile.ZipInfo, allowance: Allowance) -> Iterator[Path]:
    """One of them as a file of its own, for as long as it is read. Its name is no name of a file here."""
    with packed.open(each) as stream, _beside(stream, allowance) as file:
        yield file


@contextmanager
def unpacked(path: Path, allowance: Allowance) -> Iterator[Path]:
    """What a Zstandard file holds, as a file. Raises one of FAULTS; what was read before it counts."""
    with path.open("rb") as stream:
        dictionary = _dictionary(stream)
        with (
            zstd.ZstdFile(stream, zstd_dict=dictionary) as content,
            _beside(cast("IO[bytes]", content), allowance) as file,
        ):
            yield file


@contextmanager
def decompressed(path: Path, start: bytes, allowance: Allowance) -> Iterator[Path]:
    """What a gzip, bzip2 or xz file holds, as a file. Raises one of FAULTS; what was read before it counts."""
    opened = bz2.open if start.startswith(BZIP2) else lzma.open if start.startswith(XZ) else gzip.open
    with opened(path) as stream, _beside(cast("IO[bytes]", stream), allowance) as file:
        yield file


def _dictionary(stream: IO[bytes]) -> zstd.ZstdDict | None:
    """The dictionary in the first frame, packed or not; where there is none the stream stands at its beginning."""
    head = stream.read(8)
    if head[:4] != DICTIONARY:
        stream.seek(0)
        return None
    content = stream.read(min(int.from_bytes(head[4:], "little"), LARGEST_DICTIONARY))
    if content.startswith(ZSTANDARD):
        unpacker = zstd.ZstdDecompressor()
        content = unpacker.decompress(content, LARGEST_DICTIONARY)
        if not unpacker.eof:
            raise EOFError("the dictionary is cut, or too large")
    try:
        return zstd.ZstdDict(content, is_raw=False)
    except ValueError as error:
        raise zstd.ZstdError(str(error)) from error


@contextmanager
def _beside(stream: IO[bytes], allowance: Allowance) -> Iterator[Path]:
    """What comes of a stream, as a file; where it is damaged, what came before is read first."""
    damage: Exception | None = None
    with NamedTemporaryFile(suffix=".warc") as file:
        try:
            while piece := stream.read(PIECE):
                allowance.take(len(piece))
                file.write(piece)
        except FAULTS as error:
            damage = error
            if not file.tell():
                raise
        file.flush()
        yield Path(file.name)
    if damage:
        raise damage


class _ArcHeaders(ARC2WARCHeadersParser):  # type: ignore[misc]
    """Reads the ten fields of ARC's version 2 as the five of version 1 that warcio knows."""

    def parse(self, stream: IO[bytes], headerline: bytes | str | None = None) -> StatusAndHeaders:
        """Called by warcio. A line of version 1 goes on as it is."""
        line = stream.readline() if headerline is None else headerline
        text = StatusAndHeadersParser.decode_header(line)
        fields = SECOND_ARC.fullmatch(text.rstrip())
        return super().parse(stream, f"{fields[1]} {fields[2]}\n" if fields else line)


def arc_records(path: Path, largest: int) -> Iterator[tuple[int, Mapping[str, str], bytes | str]]:
    """Offset, headers and block of each record of an ARC file as WARC has them; the last is a reason where it fails."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=True, arc2warc=True)
        records.loader.arc_parser = _ArcHeaders()
        while True:
            try:
                record = next(records)
                headers = {name.lower(): value for name, value in record.rec_headers.headers}
                block = record.raw_stream.read(largest + 1)
            except StopIteration:
                return
            except (ArchiveLoadFailed, OSError, ValueError, zlib.error, EOFError) as error:
                yield stream.tell(), {}, f"no whole ARC record: {error}"
                return
            if headers.get("warc-type") == "response":
                reason = f"larger than {largest // 2**20} MB" if len(block) > largest else None
                if reason is None and len(block) < int(headers.get("content-length") or 0):
                    reason = f"cut: {len(block)} bytes of {headers['content-length']}"
                yield records.get_record_offset(), headers, reason or block
