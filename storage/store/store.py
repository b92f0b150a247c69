"""The store: SQLite in WAL mode, one transaction a page."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from storage.changes.recording import note_gone
from storage.records import FetchKind, Outcome, Recorded, RunSummary
from storage.rows import first, insert, sayable, update
from storage.schema.database import StoreError, open_database, transaction
from storage.schema.rule_health import refresh_health, sites_changed_by
from storage.schema.values import values_explained
from storage.store import fetches
from storage.store.articles import Sighting, show_again, store_article
from storage.store.fetches import utc
from storage.store.further_pages import insert_pages, is_interrupted, settle_further
from storage.store.runs import close_killed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlite_utils import Database

    from extractors.model import Extraction
    from storage.records import Fetch, KnownUrl, Original

GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

__all__ = ["Store", "StoreError"]


class Store:
    """One connection to the database. Open it in the thread that uses it; any number of processes may have one each."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open a database, upgrade its schema, create it (and its folder) if missing. Raises StoreError.

        With ``create=False`` a missing file raises StoreError, for commands that only read.
        """
        return cls(open_database(path, create=create))

    def begin_run(self, spider: str, arguments: Mapping[str, str], code_version: str, rules_version: str) -> int:
        """A new row in ``runs``; returns its id. Those that killed processes left open are closed."""
        row = {
            "spider": spider,
            "arguments": _as_json(arguments),
            "started_at": utc(datetime.now(UTC)),
            "code_version": code_version,
            "rules_version": rules_version,
            "host": socket.gethostname(),
            "process": os.getpid(),
        }
        close_killed(self.db)
        with transaction(self.db):
            return insert(self.db, "runs", row)

    def one_commit(self) -> AbstractContextManager[None]:
        """One commit for all that is recorded inside, for what comes in numbers: all of it, or nothing where one fails.

        A commit costs as much as a page. Other writers wait meanwhile, so nothing inside may.
        """
        return transaction(self.db)

    def record(
        self, run: int, fetch: Fetch, extraction: Extraction | None, site: str, further: Sequence[Fetch] = ()
    ) -> Recorded:
        """Store a fetch and what was extracted from it, in one transaction; write the archive first.

        ``extraction`` is None for what is no page or was not got. ``site`` is the site file's name,
        or the host (without ``www.``) where no site file names it. ``further`` are the fetches of the article's further
        pages, in their order.
        """
        with transaction(self.db):
            rows = insert_pages(self.db, run, site, (fetch, *further))
            recorded = self._outcome(run, rows, (fetch, *further), extraction, site)
            fetches.settle_fetch(self.db, recorded, extraction)
            if recorded.outcome is Outcome.UNCHANGED and recorded.article is not None:
                show_again(self.db, recorded.article)
            fetches.note_urls(self.db, site, fetch, recorded, self._urls(fetch, recorded))
            settle_further(self.db, site, recorded, list(zip(rows[1:], further, strict=True)), extraction)
        return recorded

    def _outcome(
        self, run: int, rows: tuple[int, ...], pages: tuple[Fetch, ...], extraction: Extraction | None, site: str
    ) -> Recorded:
        row, fetch = rows[0], pages[0]
        if fetch.error is None and fetch.status == HTTPStatus.NOT_MODIFIED and extraction is None:
            return self._not_modified(row, fetch)
        if fetch.error is None and extraction is not None and extraction.article is not None:
            further, interrupted = rows[1:], is_interrupted(pages)
            look = (run, row, site, fetch.url, fetch.fetched_at, _digests(pages))
            led_by = (fetch.url_asked, *(hop.url for hop in fetch.redirects))
            guid = fetch.discovery.guid if fetch.discovery else None
            seen = Sighting(*look, extraction.article, extraction, further, interrupted, led_by, guid)
            return store_article(self.db, seen)
        if fetch.error is None and fetch.kind is not FetchKind.PAGE:
            return Recorded(Outcome.LISTED, row)
        reason = fetch.error or (extraction and extraction.error) or "no article was found on the page"
        known = self.known(fetch.url_asked)
        if known and known.article and fetch.status in GONE:
            note_gone(self.db, site, known.article, row, utc(fetch.fetched_at))
        return Recorded(Outcome.FAILED, row, article=known.article if known else None, reason=reason)

    def _not_modified(self, row: int, fetch: Fetch) -> Recorded:
        known = self.known(fetch.url) or self.known(fetch.url_asked)
        sql = "SELECT id, version FROM articles WHERE id = ?"
        article = first(self.db, sql, (known and known.article,))
        if article is None:
            return Recorded(Outcome.NOT_MODIFIED, row)
        moment = utc(fetch.fetched_at)
        self.db.execute("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", (moment, article["id"]))
        return Recorded(Outcome.NOT_MODIFIED, row, article["id"], article["version"])

    def _urls(self, fetch: Fetch, recorded: Recorded) -> list[str]:
        urls = [fetch.url_asked, *(hop.url for hop in fetch.redirects), fetch.url]
        if recorded.article is not None and not recorded.by_text:
            urls += [url for (url,) in self.db.execute("SELECT url FROM articles WHERE id = ?", (recorded.article,))]
        return urls

    def finish_run(self, run: int, reason: str, statistics: Mapping[str, object]) -> None:
        """Close the run's row, and look how the rules did on its sites.

        ``statistics`` (Scrapy's) is kept as JSON; what is not JSON is kept as its text.
        """
        row = {
            "finished_at": utc(datetime.now(UTC)),
            "reason": reason,
            "statistics": _as_json(statistics),
        }
        with transaction(self.db):
            update(self.db, "runs", run, row)
        for site in sites_changed_by(self.db, run):
            with transaction(self.db):
                refresh_health(self.db, site)

    def known(self, url: str) -> KnownUrl | None:
        """What earlier fetches found out about a URL (asked or answered or canonical), with its validators."""
        return fetches.known_url(self.db, url)

    def original_of_digest(self, payload_digest: str) -> Original | None:
        """The response record that holds a payload."""
        return fetches.original_of_digest(self.db, payload_digest)

    def original_of_url(self, url: str) -> Original | None:
        """The last response record with a payload of a URL."""
        return fetches.original_of_url(self.db, url)

    def summary(self, run: int) -> RunSummary:
        """What a run did so far."""
        outcomes = self._counts("SELECT outcome, count(*) FROM fetches WHERE run = ? GROUP BY 1 ORDER BY 2 DESC", run)
        boxes = self._counts(
            "SELECT category, count(*) FROM boxes JOIN versions ON versions.id = boxes.version "
            "WHERE versions.run = ? GROUP BY 1 ORDER BY 2 DESC",
            run,
        )
        failures = self._counts(
            "SELECT error, count(*) FROM fetches WHERE run = ? AND error IS NOT NULL GROUP BY 1 ORDER BY 2 DESC", run
        )
        return RunSummary(run, {Outcome(name): number for name, number in outcomes.items()}, boxes, failures)

    def _counts(self, sql: str, run: int) -> dict[str, int]:
        return dict(self.db.execute(sql, (run,)).fetchall())

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """What failed for a value that is none of ours fails with StoreError, and the place of the value."""
        try:
            with values_explained(self.db, StoreError):
                if error is not None:
                    raise error
        finally:
            self.close()


def _digests(pages: Sequence[Fetch]) -> tuple[str | None, ...]:
    return tuple(page.place.payload_digest if page.place else None for page in pages)


def _as_json(told: Mapping[str, object]) -> str:
    """What is not JSON as its text."""
    return sayable(json.dumps(dict(told), ensure_ascii=False, default=str))
