"""The archive: every response as WARC 1.1, with the bytes as they came over the wire."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, Self

from storage.archive.exchanges import ArchiveError, read_exchange
from storage.archive.files import OPEN_SUFFIX, create_locked, finish, repair_folder
from storage.archive.warc import payload_digest, serialise_exchange, serialise_warcinfo
from storage.records import RecordPlace

if TYPE_CHECKING:
    from pathlib import Path

    from storage.archive.warc import Records
    from storage.records import Exchange, Original

logger = logging.getLogger(__name__)

ROTATE_AT = 256 * 2**20


class Originals(Protocol):
    """Knows which payloads are held already. ``Store`` does."""

    def original_of_digest(self, payload_digest: str) -> Original | None:
        """The response record that holds a payload."""

    def original_of_url(self, url: str) -> Original | None:
        """The last response record with a payload of a URL."""


class Archive:
    """A folder of WARC files. One process writes to a file; any number of processes share the folder.

    ``originals`` (the store) makes ``revisit`` records of payloads that are held already, and finds them when reading.
    A file that has ``rotate_at`` bytes is finished and another begun. ``repaired`` lists what was mended at opening:
    files of killed processes whose last record was unfinished.
    Use as a context manager, or call ``close()``, which gives the file its final name. Raises ArchiveError where the
    folder cannot be one.
    """

    def __init__(
        self, folder: Path, originals: Originals | None = None, *, rotate_at: int = ROTATE_AT, software: str = "Stet"
    ) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.repaired = repair_folder(folder)
        except OSError as error:
            raise ArchiveError(f"{folder}: cannot be the archive: {error.strerror}") from error
        for repair in self.repaired:
            logger.warning(
                "%s: cut %d bytes of a record that a killed process left unfinished", repair.file, repair.cut
            )
        self._originals = originals
        self._rotate_at = rotate_at
        self._software = software
        self._current: tuple[Path, int] | None = None

    def write(self, exchange: Exchange, prepared: Records | None = None) -> RecordPlace:
        """Append response and, where its headers are known, request; takes about a millisecond.

        ``prepared`` is what ``serialise_exchange`` makes of an exchange whose payload is not held yet, from another
        process: packing and digesting take most of the time. Raises ArchiveError when the disk is full.
        """
        original = self._original(exchange, prepared)
        records = prepared if prepared and original is None else serialise_exchange(exchange, original)
        path, descriptor = self._file()
        offset = self._append(descriptor, records.response + records.others)
        place = RecordPlace(
            path.name.removesuffix(OPEN_SUFFIX),
            offset,
            len(records.response),
            records.payload_digest,
            is_revisit=original is not None,
        )
        if offset + len(records.response) + len(records.others) >= self._rotate_at:
            self.close()
        return place

    def read(self, place: RecordPlace) -> Exchange:
        """The exchange kept at a place, revisits resolved; the request is not read.

        Raises ArchiveError when it is not there or not whole.
        """
        return read_exchange(self.folder, place, self._original_of(place))

    def close(self) -> None:
        """Finish the file that is being written."""
        if self._current:
            path, descriptor = self._current
            self._current = None
            finish(path)
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _original_of(self, place: RecordPlace) -> RecordPlace | None:
        if not place.is_revisit or self._originals is None:
            return None
        original = self._originals.original_of_digest(place.payload_digest)
        return original.place if original else None

    def _original(self, exchange: Exchange, prepared: Records | None) -> Original | None:
        if self._originals is None:
            return None
        if exchange.status == HTTPStatus.NOT_MODIFIED:
            return self._originals.original_of_url(exchange.url)
        if not exchange.body:
            return None
        digest = prepared.payload_digest if prepared else payload_digest(exchange.body)
        return self._originals.original_of_digest(digest)

    def _file(self) -> tuple[Path, int]:
        """The file in progress; a new one begins with its warcinfo record."""
        if self._current is None:
            moment = datetime.now(UTC)
            try:
                self._current = path, descriptor = create_locked(self.folder, moment)
            except OSError as error:
                raise ArchiveError(f"{self.folder}: cannot write: {error.strerror}") from error
            name = path.name.removesuffix(OPEN_SUFFIX)
            self._append(descriptor, serialise_warcinfo(name, self._software, moment))
        return self._current

    def _append(self, descriptor: int, records: bytes) -> int:
        """Write whole records or nothing; returns their offset."""
        offset = os.fstat(descriptor).st_size
        rest = memoryview(records)
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError as error:
            os.ftruncate(descriptor, offset)
            raise ArchiveError(f"{self.folder}: cannot write: {error.strerror}") from error
        return offset
