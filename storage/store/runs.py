"""Rows of ``runs`` as a watcher reads them: the last ones of each spider, and those that were killed."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.schema.database import is_read_only, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database


LATEST_RUNS = 20
"""Of a spider: as many tell how its site does."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run. ``reason`` is why it ended: Scrapy's word, ``killed``, or None while it runs."""

    id: int
    spider: str
    started_at: datetime
    finished_at: datetime | None
    reason: str | None
    statistics: Mapping[str, Any] = field(default_factory=dict)


def past_runs(db: Database, spider: str, limit: int = LATEST_RUNS) -> list[PastRun]:
    """The runs of a spider, the last first."""
    sql = "SELECT * FROM runs WHERE spider = ? ORDER BY id DESC LIMIT ?"
    return [_past_run(row) for row in db.query(sql, (spider, limit))]


def run_of(db: Database, number: int | None = None) -> PastRun | None:
    """A run by its number, else the last one; None where there is none."""
    sql = "SELECT * FROM runs WHERE id = coalesce(?, (SELECT max(id) FROM runs))"
    return next((_past_run(row) for row in db.query(sql, (number,))), None)


def _past_run(row: dict[str, Any]) -> PastRun:
    finished = datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None
    started = datetime.fromisoformat(row["started_at"])
    return PastRun(row["id"], row["spider"], started, finished, row["reason"], json.loads(row["statistics"] or "{}"))


def close_killed(db: Database) -> list[int]:
    """Close the rows of runs on this machine whose process is gone; their end is that of their last fetch.

    A database that cannot be written keeps them open.
    """
    sql = "SELECT * FROM runs WHERE finished_at IS NULL AND host = ?"
    rows = db.query(sql, (socket.gethostname(),))
    database = _file_of(db)
    if not database:  # in memory: nobody else can have it
        return []
    alive = lru_cache(partial(_is_alive, database=database))  # of crawls side by side each has a row
    killed = [row["id"] for row in rows if not alive(row["process"])]
    if not killed or is_read_only(db):
        return []
    last = "coalesce((SELECT max(fetched_at) FROM fetches WHERE run = runs.id), started_at)"
    with transaction(db):
        for run in killed:
            db.execute(f"UPDATE runs SET reason = 'killed', finished_at = {last} WHERE id = ?", (run,))  # noqa: S608
    return killed


def _file_of(db: Database) -> str:
    return str(next(row["file"] for row in db.query("PRAGMA database_list") if row["name"] == "main"))


def _is_alive(process: int, database: str) -> bool:
    """Whether a process runs that has the database open. No clock is asked: numbers are given out again, clocks jump.

    Where the system does not tell what another user's process has open, its command line does.
    """
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        pass
    try:
        return any(_is_same(entry, database) for entry in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return _is_scrapy(Path(f"/proc/{process}/cmdline"))


def _is_scrapy(command: Path) -> bool:
    try:
        return b"scrapy" in command.read_bytes()
    except OSError:
        return not Path("/proc/self").exists()


def _is_same(entry: Path, database: str) -> bool:
    try:
        return entry.samefile(database)
    except OSError:  # closed meanwhile
        return False
