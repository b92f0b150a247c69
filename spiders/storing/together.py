"""What the crawls of this process bring, written together: one connection, one transaction for what came at once.

A commit costs as much as a page, and so does each connection that another one's commit makes read the file anew.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spiders.web.failures import one_line
from storage import Store, StoreError
from storage.schema.database import NO_ROOM, UNSTORABLE, savepoint
from storage.schema.values import values_explained

if TYPE_CHECKING:
    from pathlib import Path

    from spiders.web.exchange import Arrival
    from storage import Fetch, Original, Recorded

MOMENT = 0.4  # seconds that an arrival waits for others
MOST = 64  # arrivals: others who write to the database wait meanwhile

OF_THE_FILE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, *NO_ROOM}

_open: dict[Path, Together] = {}


@dataclass(frozen=True, slots=True)
class Written:
    """How it went with an arrival: what is stored, or why nothing is; its share of the processor's time, in seconds."""

    recorded: Recorded | None
    fault: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    run: int
    arrival: Arrival
    told: asyncio.Future[Written]

    @property
    def pages(self) -> tuple[Fetch, ...]:
        """All that came."""
        return self.arrival.fetch, *self.arrival.further

    def tell(self, result: Recorded | Exception, seconds: float) -> None:
        """Whoever waits: what is no fault of the database's is one of the program."""
        if self.told.done():
            return
        if isinstance(result, StoreError | sqlite3.Error):
            self.told.set_result(Written(None, str(result), seconds))
        elif isinstance(result, Exception):
            self.told.set_exception(result)
        else:
            self.told.set_result(Written(result, None, seconds))


def _is_of_the_file(error: Exception) -> bool:
    """Whether it keeps everything from being written: full, read-only, held by others."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in OF_THE_FILE


class Together:
    """The connection of all crawls of this process to one database; what waits is written whole, or not at all.

    It knows which payloads are held, for the archive, also of what still waits.
    """

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path)
        self._path, self._users = path, 0
        self._waiting: list[_Waiting] = []
        self._timer: asyncio.TimerHandle | None = None

    @staticmethod
    def of(path: Path) -> Together:
        """For one user more, who has to call ``close``. Raises StoreError."""
        found = _open.get(path) or _open.setdefault(path, Together(path))
        found._users += 1
        return found

    def put(self, run: int, arrival: Arrival) -> asyncio.Future[Written]:
        """Have an arrival written with others that come in the same moment; it is told when they are committed."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(run, arrival, loop.create_future())
        self._waiting.append(waiting)
        if len(self._waiting) >= MOST:
            self.write()
        elif self._timer is None:
            self._timer = loop.call_later(MOMENT, self.write)
        return waiting.told

    def write(self) -> None:
        """Write all that waits, now."""
        if self._timer:
            self._timer.cancel()
        self._timer, waiting, self._waiting = None, self._waiting, []
        if not waiting:
            return
        started = time.process_time()
        results = self._results(waiting)
        seconds = (time.process_time() - started) / len(waiting)
        for each, result in zip(waiting, results, strict=True):
            each.tell(result, seconds)

    def close(self) -> None:
        """Whoever is the last to leave closes the connection; nothing is left waiting."""
        self.write()
        self._users -= 1
        if not self._users:
            del _open[self._path]
            self.store.close()

    def original_of_digest(self, payload_digest: str) -> Original | None:
        """The response record that holds a payload."""
        places = (page.place for each in self._waiting for page in each.pages)
        if any(place and place.payload_digest == payload_digest for place in places):
            self.write()
        return self.store.original_of_digest(payload_digest)

    def original_of_url(self, url: str) -> Original | None:
        """The last response record with a payload of a URL."""
        if any(page.url == url for each in self._waiting for page in each.pages):
            self.write()
        return self.store.original_of_url(url)

    def _results(self, waiting: list[_Waiting]) -> list[Recorded | Exception]:
        try:
            with values_explained(self.store.db, StoreError), self.store.one_commit():
                return [self._record(each) for each in waiting]
        except Exception as error:  # noqa: BLE001  (whoever waits for it is told)
            if len(waiting) == 1 or _is_of_the_file(error):
                return [error] * len(waiting)
            return [self._results([each])[0] for each in waiting]  # one of them: each by itself tells which

    def _record(self, each: _Waiting) -> Recorded:
        """One that the database cannot take is stored as failed: no page vanishes without a row."""
        arrival = each.arrival
        try:
            with savepoint(self.store.db):
                return self.store.record(each.run, arrival.fetch, arrival.extraction, arrival.site, arrival.further)
        except UNSTORABLE as error:
            failed = replace(arrival.fetch, error=f"cannot be stored: {one_line(str(error))}")
            return self.store.record(each.run, failed, None, arrival.site)
