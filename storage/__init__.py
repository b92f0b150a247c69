"""Remember: the store (SQLite) and the archive (WARC). Imports nothing of the project but ``extractors.model``."""

from __future__ import annotations

from storage.archive import Archive
from storage.reading import ArchiveError
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
from storage.store import Store, StoreError
from storage.warc import payload_digest

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
