"""Rows of ``runs`` as a watcher reads them: the last ones of each spider, and those that were killed."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.schema.database import transaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database


CLOCK_SLACK = 60  # seconds


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run. ``reason`` is why it ended: Scrapy's word, ``killed``, or None while it runs."""

    id: int
    spider: str
    started_at: datetime
    finished_at: datetime | None
    reason: str | None
    statistics: Mapping[str, Any] = field(default_factory=dict)


def past_runs(db: Database, spider: str, limit: int = 20) -> list[PastRun]:
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
    """Close the rows of runs on this machine whose process is gone; their end is that of their last fetch."""
    sql = "SELECT * FROM runs WHERE finished_at IS NULL AND host = ?"
    rows = db.query(sql, (socket.gethostname(),))
    killed = [row["id"] for row in rows if not _is_alive(row["process"], datetime.fromisoformat(row["started_at"]))]
    last = "coalesce((SELECT max(fetched_at) FROM fetches WHERE run = runs.id), started_at)"
    with transaction(db):
        for run in killed:
            db.execute(f"UPDATE runs SET reason = 'killed', finished_at = {last} WHERE id = ?", (run,))  # noqa: S608
    return killed


def _is_alive(process: int, since: datetime) -> bool:
    """Whether a process runs that was there already when the run began: numbers are given out again."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError):  # gone, or somebody else's
        return False
    entry = Path(f"/proc/{process}")
    return not entry.exists() or entry.stat().st_ctime <= since.timestamp() + CLOCK_SLACK
