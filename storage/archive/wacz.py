"""WACZ: records of the archive, an index and a list of pages in one file that replay tools open (Web Archive Collection
Zipped 1.1.1).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from storage.archive.raw_records import raw_records
from storage.archive.warc import serialise_warcinfo
from storage.archive.zip_writing import ZipWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

    from storage.archive.raw_records import RawRecord
    from storage.records import RecordPlace

VERSION = "1.1.1"
RECORDS, INDEX, INDEX_OF_INDEX = "archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx"
PAGES = "pages/pages.jsonl"
LINES_A_BLOCK = 3000  # of the index that are packed together
PIECE = 2**20
WWW = re.compile(r"^www\d*\.")


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """A page as a replay tool lists it."""

    url: str
    fetched_at: str
    title: str

    @property
    def line(self) -> str:
        """Of ``pages.jsonl``."""
        name = hashlib.sha256(f"{self.url} {self.fetched_at}".encode()).hexdigest()[:16]
        return json.dumps({"id": name, "url": self.url, "ts": self.fetched_at, "title": self.title}, ensure_ascii=False)


@dataclass
class Wacz:
    """Writes one file. Use as a context manager: the lists are written at its end."""

    stream: IO[bytes]
    folder: Path
    """The archive's."""
    title: str
    software: str = "Stet"
    _pages: list[ReplayPage] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _held: set[tuple[str, int]] = field(default_factory=set)
    _resources: list[dict[str, object]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._zip = ZipWriter(self.stream, "w", zipfile.ZIP_STORED)
        self._moment = datetime.now(UTC)
        self._part = Part(self._zip, RECORDS, self._moment)
        self._part.write(serialise_warcinfo("data.warc.gz", self.software, self._moment))
        return self

    def add(self, page: ReplayPage, places: Iterable[RecordPlace]) -> None:
        """A page with its records, and those that they refer to. Raises ArchiveError where one is not there."""
        for place in places:
            if (place.file, place.offset) not in self._held:
                for record in raw_records(self.folder, place):
                    self._take(record)
                self._held.add((place.file, place.offset))
        self._pages.append(page)

    def _take(self, record: RawRecord) -> None:
        offset = self._part.size
        self._part.write(record.raw)
        if record.is_capture:
            told = {"url": record.url, "mime": record.mime, "status": record.status, "digest": record.digest}
            told |= {"length": str(len(record.raw)), "offset": str(offset), "filename": "data.warc.gz"}
            self._lines.append(f"{surt(record.url)} {record.timestamp} {json.dumps(told)}\n")

    def finish(self, beside: dict[str, IO[bytes]]) -> None:
        """Write the lists, and other files ``beside``, which are read from their begin."""
        self._resources.append(self._part.close())
        index, blocks = _packed_index(sorted(self._lines))
        head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
        pages = "\n".join([json.dumps(head), *(page.line for page in self._pages), ""])
        lists = {INDEX: BytesIO(index), INDEX_OF_INDEX: BytesIO(blocks), PAGES: BytesIO(pages.encode())}
        for name, content in {**lists, **beside}.items():
            self._resources.append(self._write(name, content))
        package = json.dumps(self._package(), indent=1).encode()
        self._write("datapackage.json", BytesIO(package))
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
        self._write("datapackage-digest.json", BytesIO(json.dumps(digest).encode()))

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """What failed half-way stays without its end: nobody shall take it for whole."""
        if kind is None:
            self._zip.close()

    def _write(self, name: str, content: IO[bytes]) -> dict[str, object]:
        part = Part(self._zip, name, self._moment)
        content.seek(0)
        while piece := content.read(PIECE):
            part.write(piece)
        return part.close()

    def _package(self) -> dict[str, object]:
        created = self._moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        told = {"profile": "data-package", "wacz_version": VERSION, "title": self.title, "software": self.software}
        return told | {"created": created, "resources": self._resources}


class Part:
    """One file in the archive, digested while it is written. Not packed: records are already, and may be read alone."""

    def __init__(self, archive: zipfile.ZipFile, name: str, moment: datetime) -> None:
        self.name, self.size = name, 0
        self._digest = hashlib.sha256()
        self._stream = archive.open(zipfile.ZipInfo(name, moment.timetuple()[:6]), "w", force_zip64=True)

    def write(self, content: bytes) -> None:
        """Append."""
        self._digest.update(content)
        self.size += self._stream.write(content)

    def close(self) -> dict[str, object]:
        """What the package says of it."""
        self._stream.close()
        name = re.sub(r"[^a-z0-9.-]", "-", self.name.rpartition("/")[2].lower())
        return {"name": name, "path": self.name, "hash": f"sha256:{self._digest.hexdigest()}", "bytes": self.size}


def surt(url: str) -> str:
    """The address as indexes sort it: the host from its end, without www, all in small letters."""
    parts = urlsplit(url.lower())
    host, port = WWW.sub("", parts.hostname or ""), f":{parts.port}" if parts.port else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{f'?{query}' if query else ''}"


def _packed_index(lines: list[str]) -> tuple[bytes, bytes]:
    """The index in packed blocks, and where each begins."""
    packed, told = b"", ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for first in range(0, len(lines), LINES_A_BLOCK):
        block = gzip.compress("".join(lines[first : first + LINES_A_BLOCK]).encode(), mtime=0)
        where: dict[str, object] = {"offset": len(packed), "length": len(block)}
        where |= {"digest": f"sha256:{hashlib.sha256(block).hexdigest()}", "filename": "index.cdx.gz"}
        told.append(f"{' '.join(lines[first].split(' ')[:2])} {json.dumps(where)}\n")
        packed += block
    return packed or gzip.compress(b"", mtime=0), "".join(told).encode()
