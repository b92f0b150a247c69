"""The archive: every response as WARC 1.1, with the bytes as they came over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from pathlib import Path

    from storage.records import Exchange, Original, RecordPlace, Repair


class ArchiveError(Exception):
    """The archive cannot be written or a record cannot be read; the message names file and offset."""


class Originals(Protocol):
    """Knows which payloads are held already. ``Store`` does."""

    def original_of_digest(self, payload_digest: str) -> Original | None:
        """The response record that holds a payload."""

    def original_of_url(self, url: str) -> Original | None:
        """The last response record with a payload of a URL."""


def payload_digest(body: bytes) -> str:
    """``sha256:`` and base 32, as WARC-Payload-Digest has it."""
    raise NotImplementedError


class Archive:
    """A folder of WARC files. One process writes to a file; any number of processes share the folder.

    ``originals`` (the store) makes ``revisit`` records of payloads that are held already, and finds them when reading.
    ``repaired`` lists what was mended at opening: files of killed processes whose last record was unfinished.
    Use as a context manager, or call ``close()``, which gives the file its final name.
    """

    repaired: tuple[Repair, ...]

    def __init__(self, folder: Path, originals: Originals | None = None, rotate_at: int = 256 * 2**20) -> None:
        raise NotImplementedError

    def write(self, exchange: Exchange) -> RecordPlace:
        """Append request and response. Blocks for about a millisecond. Raises ArchiveError when the disk is full."""
        raise NotImplementedError

    def read(self, place: RecordPlace) -> Exchange:
        """The exchange kept at a place, revisits resolved. Raises ArchiveError when it is not there or not whole."""
        raise NotImplementedError

    def close(self) -> None:
        """Finish the file that is being written."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
