"""Runs from the shared storage into the one database that is read: each once, whole or not at all."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiders.archives.repeats import learn_from
from spiders.bulk.addresses import StorageError
from spiders.fleet.connections import UnreachableError, connected, told_in_a_line
from spiders.fleet.register import Register
from spiders.fleet.run_rows import arrivals, bring_waiting, last_run
from spiders.fleet.shelf import DATABASE, archived, folder_of, remove, take, take_database
from storage import Store
from storage.rows import update

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

    from spiders.archives.reclean import Reader

ALONE = "SELECT pg_try_advisory_lock(hashtextextended('stet collect', 0)) AS ours"
STORIES = "SELECT count(*) FROM fetches WHERE run = ? AND outcome = 'stored'"
THERE = """
SELECT json_extract(arguments, '$.fleet') AS run, id FROM runs WHERE run IS NOT NULL AND finished_at IS NOT NULL
"""


class BusyError(Exception):
    """Another one collects."""


@dataclass(frozen=True)
class RunCollector:
    """``archive`` is the folder of the store's WARC files, ``storage`` where the machines of the fleet put theirs."""

    store: Store
    archive: Path
    storage: str

    def take_run(self, row: dict[str, Any]) -> int:
        """The number of the run in the store, new or there already; the archive is there before any row names it."""
        if known := self._there.get(row["run"]):
            return known
        folder = folder_of(self.storage, row["site"], row["run"])
        prefix = f"{row['run']}-"
        for name in archived(folder):
            self._archive(f"{folder}/archive/{name}", prefix + name)
        with tempfile.TemporaryDirectory() as here:
            take_database(f"{folder}/{DATABASE}", Path(here) / "stet.db")
            with Store.open(Path(here) / "stet.db") as brought:
                return self._store(brought, row, prefix)

    def stories(self, run: int) -> int:
        """How many stories were new."""
        return int(self.store.db.execute(STORIES, (run,)).fetchone()[0])

    def is_finished(self, run: int) -> bool:
        """Whether a run came to its own end: nothing is learned of one that was stopped."""
        return bool(self.store.db.execute("SELECT 1 FROM runs WHERE id = ? AND reason = 'finished'", (run,)).fetchone())

    @cached_property
    def _there(self) -> dict[str, int]:
        """The runs of the fleet that the store has; looked for once, since there is no index by which to find one."""
        return dict(self.store.db.execute(THERE).fetchall())

    def _archive(self, address: str, name: str) -> None:
        target = self.archive / name
        if target.exists():
            return
        unfinished = target.with_name(f"{name}.unfinished")
        unfinished.touch(0o600)  # before anything is in it
        take(address, unfinished)
        unfinished.replace(target)

    def _store(self, brought: Store, row: dict[str, Any], prefix: str) -> int:
        """One commit: where it is cut off, nothing of the run is there."""
        run = last_run(brought.db, row["site"])
        arguments = {**json.loads(run["arguments"]), "fleet": row["run"]}
        with self.store.one_commit():
            number = self.store.begin_run(run["spider"], arguments, run["code_version"], run["rules_version"])
            for each in arrivals(brought.db, run, prefix):
                self.store.record(number, each.fetch, each.extraction, each.site, each.further)
            bring_waiting(brought.db, self.store.db, row["site"])
            self.store.finish_run(number, run["reason"], json.loads(run["statistics"] or "{}"))
            as_it_was = ("started_at", "finished_at", "host", "process")
            update(self.store.db, "runs", number, {name: run[name] for name in as_it_was})
        return number


async def collect(
    dsn: str, collector: RunCollector, read_with: Callable[[], Reader], told: Callable[[dict[str, Any], int], None]
) -> list[int]:
    """All runs that are not collected yet; their numbers in the store. Raises BusyError, psycopg.Error, StorageError.

    What repeats is learned after each run, as a crawl does at its end: the next one brings texts without it. What
    nothing needs any more is removed from the shared storage then.
    """
    runs = []
    async with await connected(dsn, "collect") as connection:
        cursor = await connection.execute(ALONE)
        row = await cursor.fetchone()
        if not row or not row["ours"]:
            raise BusyError("another one collects")
        register = Register(connection)
        for each in await register.uncollected():
            number = collector.take_run(each)
            if collector.is_finished(number):
                await learn_from(collector.store, read_with(), number)
            stories = collector.stories(number)
            await register.collected(each["run"], stories)
            told(each, stories)
            runs.append(number)
        for each in await register.spent():
            remove(folder_of(collector.storage, each["site"], each["run"]))
            await register.removed(each["run"])
    return runs


def collect_all(
    settings: BaseSettings, store: Store, archive: Path, read_with: Callable[[], Reader], fail: Callable[[str], None]
) -> int:
    """What ``scrapy collect`` does with the runs of a fleet; the exit status."""
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    collector = RunCollector(store, archive, str(settings["STET_FLEET_STORAGE"]))
    try:
        with told_in_a_line():
            runs = asyncio.run(collect(str(settings["STET_FLEET_DSN"]), collector, read_with, tell))
    except (UnreachableError, BusyError, StorageError) as error:
        fail(str(error))
        return 1
    print(f"{len(runs)} runs collected, {sum(map(collector.stories, runs))} new stories")
    return 0


def tell(run: dict[str, Any], stories: int) -> None:
    """Say on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"{run['site']}: run {run['run']}, {stories} new stories", file=sys.stderr)
