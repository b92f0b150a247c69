"""All runs that wait on the shared storage into the one database that is read: each once, those of a site in order."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spiders.archives.repeats import learn_from
from spiders.bulk.addresses import StorageError
from spiders.fleet.connections import UnreachableError, connected, told_in_a_line
from spiders.fleet.register import Register
from spiders.fleet.run_collector import RunCollector, RunError
from spiders.fleet.shelf import folder_of, refuse_other, remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import AsyncConnection
    from scrapy.settings import BaseSettings

    from spiders.archives.reclean import Reader
    from storage import Store

ALONE = "SELECT pg_try_advisory_lock(hashtextextended('stet collect', 0)) AS ours"


class BusyError(Exception):
    """Another one collects."""


@dataclass(frozen=True)
class Collected:
    """The numbers of the runs in the store, and why others could not be taken, a line each."""

    runs: list[int]
    unreadable: list[str]


async def collect(
    dsn: str, collector: RunCollector, read_with: Callable[[], Reader], told: Callable[[dict[str, Any], int], None]
) -> Collected:
    """All runs that are not collected yet. Raises BusyError, psycopg.Error, StorageError.

    A run that cannot be read waits, and later ones of its site with it, since versions of articles have an order; other
    sites go on. What nothing needs any more is removed from the shared storage then.
    """
    runs: list[int] = []
    unreadable: dict[str, str] = {}
    async with await connected(dsn, "collect") as connection:
        await _refuse_second(connection)
        register = Register(connection)
        if waiting := await register.uncollected():
            refuse_other(collector.storage)
        for each in waiting:
            if each["site"] in unreadable:
                continue
            try:
                number = collector.take_run(each)
            except RunError as error:
                unreadable[each["site"]] = str(error)
                continue
            told(each, await _noted(register, collector, read_with, each["run"], number))
            runs.append(number)
        await _remove_spent(register, collector.storage)
    return Collected(runs, list(unreadable.values()))


async def _refuse_second(connection: AsyncConnection[dict[str, Any]]) -> None:
    cursor = await connection.execute(ALONE)
    row = await cursor.fetchone()
    if not row or not row["ours"]:
        raise BusyError("another one collects")


async def _noted(
    register: Register, collector: RunCollector, read_with: Callable[[], Reader], run: str, number: int
) -> int:
    """What repeats is learned after each run, as a crawl does at its end: the next one brings texts without it."""
    if collector.is_finished(number):
        await learn_from(collector.store, read_with(), number)
    stories = collector.stories(number)
    await register.collected(run, stories)
    return stories


async def _remove_spent(register: Register, storage: str) -> None:
    for each in await register.spent():
        remove(folder_of(storage, each["site"], each["run"]))
        await register.removed(each["run"])


def collect_all(
    settings: BaseSettings, store: Store, archive: Path, read_with: Callable[[], Reader], fail: Callable[[str], None]
) -> int:
    """What ``scrapy collect`` does with the runs of a fleet; the exit status."""
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    collector = RunCollector(store, archive, str(settings["STET_FLEET_STORAGE"]))
    try:
        with told_in_a_line():
            done = asyncio.run(collect(str(settings["STET_FLEET_DSN"]), collector, read_with, tell))
    except (UnreachableError, BusyError, StorageError) as error:
        fail(str(error))
        return 1
    print(f"{len(done.runs)} runs collected, {sum(map(collector.stories, done.runs))} new stories")
    for line in done.unreadable:
        fail(line)
    return 1 if done.unreadable else 0


def tell(run: dict[str, Any], stories: int) -> None:
    """Say on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"{run['site']}: run {run['run']}, {stories} new stories", file=sys.stderr)
