"""One run of a fleet from the shared storage into the database that is read: whole or not at all."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from backports import zstd

from spiders.bulk.addresses import StorageError
from spiders.fleet.run_rows import arrivals, bring_waiting, last_run
from spiders.fleet.shelf import DATABASE, archived, folder_of, take, take_database
from storage import Store, StoreError
from storage.rows import update

STORIES = "SELECT count(*) FROM fetches WHERE run = ? AND outcome = 'stored'"
DAMAGES = (FileNotFoundError, zstd.ZstdError, EOFError)
"""Of one file; whatever else a storage says holds for all of them."""

THERE = """
SELECT json_extract(arguments, '$.fleet') AS run, id FROM runs WHERE run IS NOT NULL AND finished_at IS NOT NULL
"""


class RunError(Exception):
    """A run's files are missing or damaged, or of a newer Stet; those of others may be whole."""


def taken(folder: str, database: Path) -> Store:
    """What a run brought, on this machine. Raises RunError, StorageError."""
    try:
        take_database(f"{folder}/{DATABASE}", database)
        return Store.open(database)
    except (StorageError, StoreError) as error:
        if isinstance(error, StorageError) and not isinstance(error.__cause__, DAMAGES):
            raise
        advice = "later runs of its site wait; bring its files back, or give it up (docs/fleet.md)"
        raise RunError(f"run {folder} cannot be read: {error}; {advice}") from error


@dataclass(frozen=True)
class RunCollector:
    """``archive`` is the folder of the store's WARC files, ``storage`` where the machines of the fleet put theirs."""

    store: Store
    archive: Path
    storage: str

    def take_run(self, row: dict[str, Any]) -> int:
        """The number of the run in the store, new or there already. Raises RunError, StorageError."""
        if known := self._there.get(row["run"]):
            return known
        folder = folder_of(self.storage, row["site"], row["run"])
        prefix = f"{row['run']}-"
        with tempfile.TemporaryDirectory() as here, taken(folder, Path(here) / "stet.db") as brought:
            for name in archived(folder):  # there before any row names it
                self._archive(f"{folder}/archive/{name}", prefix + name)
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
