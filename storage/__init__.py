"""Remember: the store (SQLite) and the archive (WARC). Imports nothing of the project but ``extractors.model``."""

from __future__ import annotations

from storage.archive.archive import Archive
from storage.archive.exchanges import ArchiveError
from storage.archive.warc import payload_digest
from storage.records import (
    Discovery,
    Exchange,
    Fetch,
    FetchKind,
    KnownUrl,
    Original,
    Outcome,
    Recorded,
    RecordPlace,
    Redirect,
    Repair,
    RunSummary,
)
from storage.store.store import Store, StoreError

__all__ = [
    "Archive",
    "ArchiveError",
    "Discovery",
    "Exchange",
    "Fetch",
    "FetchKind",
    "KnownUrl",
    "Original",
    "Outcome",
    "RecordPlace",
    "Recorded",
    "Redirect",
    "Repair",
    "RunSummary",
    "Store",
    "StoreError",
    "payload_digest",
]
