"""The store: SQLite in WAL mode, one transaction a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from extractors.model import Extraction
    from storage.records import Fetch, KnownUrl, Original, Recorded, RunSummary


class StoreError(Exception):
    """The database cannot be used; the message says what is wrong and what to do."""


class Store:
    """One connection to the database. Open it in the thread that uses it; any number of processes may have one each."""

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open a database, upgrade its schema, create it (and its folder) if missing.

        With ``create=False`` a missing file raises StoreError, for commands that only read.
        """
        raise NotImplementedError

    def begin_run(self, spider: str, arguments: Mapping[str, str], code_version: str, rules_version: str) -> int:
        """A new row in ``runs``; returns its id."""
        raise NotImplementedError

    def record(self, run: int, fetch: Fetch, extraction: Extraction | None, site: str) -> Recorded:
        """Store a fetch and what was extracted from it, in one transaction; write the archive first.

        ``extraction`` is None for what is no page or was not got. ``site`` is the site file's name,
        or the host (without ``www.``) where no site file names it.
        """
        raise NotImplementedError

    def finish_run(self, run: int, reason: str, statistics: Mapping[str, object]) -> None:
        """Close the run's row. ``statistics`` (Scrapy's) is kept as JSON; what is not JSON is kept as its text."""
        raise NotImplementedError

    def known(self, url: str) -> KnownUrl | None:
        """What earlier fetches found out about a URL (asked or answered or canonical), with its validators."""
        raise NotImplementedError

    def original_of_digest(self, payload_digest: str) -> Original | None:
        """The response record that holds a payload."""
        raise NotImplementedError

    def original_of_url(self, url: str) -> Original | None:
        """The last response record with a payload of a URL."""
        raise NotImplementedError

    def summary(self, run: int) -> RunSummary:
        """What a run did so far."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
