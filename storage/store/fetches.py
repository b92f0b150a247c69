"""Rows of ``fetches`` and ``urls``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from storage.archive.warc import payload_digest
from storage.records import FetchKind, KnownUrl, Original, Outcome, RecordPlace
from storage.rows import first, insert, update
from storage.store.identity import without_fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from extractors.model import Extraction
    from storage.records import Fetch, Recorded, Redirect


def utc(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds and zone, so that text order is time order. Raises ValueError if naive."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def insert_fetch(db: Database, run: int, site: str, fetch: Fetch) -> int:
    """The row of a fetch, as failed until ``settle_fetch`` says how it ended; returns its id."""
    found, place = fetch.discovery, fetch.place
    row = {
        "run": run,
        "site": site,
        "kind": fetch.kind,
        "outcome": Outcome.FAILED,
        "url_asked": fetch.url_asked,
        "url": fetch.url,
        "redirects": json.dumps([_redirect(hop) for hop in fetch.redirects]),
        "status": fetch.status,
        "headers": json.dumps(fetch.headers, ensure_ascii=False),
        "fetched_at": utc(fetch.fetched_at),
        "elapsed": fetch.elapsed,
        "size": fetch.size,
        "found_in": found and found.found_in,
        "found_as": found and found.found_as,
        "found_at": found and utc(found.found_at),
        "warc_file": place and place.file,
        "warc_offset": place and place.offset,
        "warc_length": place and place.length,
        "payload_digest": place and place.payload_digest,
        "is_revisit": int(place is not None and place.is_revisit),
    }
    return insert(db, "fetches", row)


def _redirect(hop: Redirect) -> dict[str, object]:
    place = hop.place
    return {"url": hop.url, "status": hop.status, "file": place and place.file, "offset": place and place.offset}


def settle_fetch(db: Database, recorded: Recorded, extraction: Extraction | None) -> None:
    """Write into its row how a fetch ended, and which code and rules read the page."""
    row = {
        "outcome": recorded.outcome,
        "error": recorded.reason,
        "article": recorded.article,
        "version": recorded.version,
        "extractor_version": extraction and extraction.extractor_version,
        "rules_version": extraction and extraction.rules_version,
    }
    update(db, "fetches", recorded.fetch, row)


UPSERT_URL = """
INSERT INTO urls (url, site, kind, article, first_fetched, last_fetched, status, etag, last_modified, failures, error,
    by_text)
VALUES (:url, :site, :kind, :article, :moment, :moment, :status, :etag, :last_modified, :failed, :error, :by_text)
ON CONFLICT (url) DO UPDATE SET
    site = excluded.site, kind = excluded.kind, article = coalesce(excluded.article, article),
    last_fetched = excluded.last_fetched, status = excluded.status,
    by_text = CASE WHEN excluded.article IS NULL THEN by_text ELSE excluded.by_text END,
    -- Validators stay those of the last answer that had a body: a failure in between changes nothing.
    -- A 304 may give new ones for the body that it stands for.
    etag = CASE WHEN :renews THEN excluded.etag WHEN :stands THEN coalesce(excluded.etag, etag) ELSE etag END,
    last_modified = CASE WHEN :renews THEN excluded.last_modified
        WHEN :stands THEN coalesce(excluded.last_modified, last_modified) ELSE last_modified END,
    failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END, error = excluded.error
WHERE excluded.last_fetched >= last_fetched
"""


def note_urls(db: Database, site: str, fetch: Fetch, recorded: Recorded, urls: Iterable[str]) -> None:
    """Keep what a fetch found out about each of its URLs."""
    headers = {} if fetch.is_cut else {name.lower(): value for name, value in fetch.headers}
    failed = recorded.outcome is Outcome.FAILED
    shared = {
        "site": site,
        "kind": fetch.kind,
        "article": recorded.article,
        "moment": utc(fetch.fetched_at),
        "status": fetch.status,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "failed": int(failed),
        "renews": int(not failed and fetch.status != HTTPStatus.NOT_MODIFIED),
        "stands": int(not failed and fetch.status == HTTPStatus.NOT_MODIFIED),
        "error": recorded.reason,
        "by_text": int(recorded.by_text),
    }
    for url in dict.fromkeys(map(without_fragment, urls)):
        db.execute(UPSERT_URL, shared | {"url": url})


def known_url(db: Database, url: str) -> KnownUrl | None:
    """The row of a URL."""
    row = first(db, "SELECT * FROM urls WHERE url = ?", (without_fragment(url),))
    return None if row is None else known_of_row(row)


def known_of_row(row: dict[str, Any]) -> KnownUrl | None:
    """A row of ``urls`` as the record; None where it holds what Stet does not write: nothing is known of its URL then,
    and a crawl goes on."""
    texts = (row["url"], row["site"], row["etag"] or "", row["last_modified"] or "", row["error"] or "")
    numbers = (row["article"] or 0, row["status"] or 0, row["failures"])
    seen = ("first_fetched", "last_fetched")
    del row["by_text"]
    try:
        moments = {name: datetime.fromisoformat(row[name]).astimezone(UTC) for name in seen}
        kind = FetchKind(row["kind"])
    except (ValueError, TypeError, OverflowError):
        return None
    is_sound = all(isinstance(each, str) for each in texts) and all(isinstance(each, int) for each in numbers)
    return KnownUrl(**row | moments | {"kind": kind}) if is_sound else None


ORIGINAL = """
SELECT url, fetched_at, warc_file, warc_offset, warc_length, payload_digest FROM fetches
"""


def original_of_digest(db: Database, payload_digest: str) -> Original | None:
    """The first response record that holds a payload."""
    sql = ORIGINAL + "WHERE payload_digest = ? AND is_revisit = 0 ORDER BY id LIMIT 1"
    return _original(first(db, sql, (payload_digest,)))


LAST_PAYLOAD = """
SELECT payload_digest FROM fetches WHERE url = ? AND status = 200 AND size > 0 AND payload_digest IS NOT NULL
ORDER BY fetched_at DESC, id DESC LIMIT 1
"""


def original_of_url(db: Database, url: str) -> Original | None:
    """The response record that holds what a URL answered last, which may have been another URL's or its own earlier."""
    row = first(db, LAST_PAYLOAD, (url,))
    return original_of_digest(db, row["payload_digest"]) if row else None


def _original(row: dict[str, str | int] | None) -> Original | None:
    if row is None or row["warc_file"] is None:
        return None
    place = RecordPlace(
        str(row["warc_file"]), int(row["warc_offset"]), int(row["warc_length"]), str(row["payload_digest"])
    )
    return Original(str(row["url"]), datetime.fromisoformat(str(row["fetched_at"])), place)


def is_stored(db: Database, url: str, moment: datetime, body: bytes) -> bool:
    """Whether a fetch of a URL at that moment, with that payload, has its row."""
    sql = "SELECT payload_digest FROM fetches WHERE url = ? AND fetched_at = ?"
    found = db.execute(sql, (url, utc(moment))).fetchall()
    return bool(found) and (payload_digest(body),) in found


def payload_of_visit(db: Database, url: str, warc_date: str) -> str | None:
    """The digest of what a URL answered at the moment that a WARC record gives; None where that is not stored."""
    sql = "SELECT payload_digest FROM fetches WHERE url = ? AND fetched_at = ?"
    try:
        moment = datetime.fromisoformat(warc_date)
    except ValueError:
        return None
    return next((row["payload_digest"] for row in db.query(sql, (url, utc(moment)))), None)
