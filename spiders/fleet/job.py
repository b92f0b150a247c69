"""What a job does: one run of one site, from the site's state to the state after it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spiders.bulk.addresses import StorageError
from spiders.discovery.revisits import OLDEST_REVISIT
from spiders.fleet.connections import connected, machine
from spiders.fleet.crawling import collected, crawled
from spiders.fleet.fence import LOST
from spiders.fleet.register import Register, Run
from spiders.fleet.shelf import DATABASE, bring, folder_of, take_database, try_out
from spiders.politeness.fence import HELD
from spiders.reports.health import health_of
from storage import Store, StoreError
from storage.care.forgetting import forget_old
from storage.store.runs import past_runs

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from extractors import Site
    from spiders.fleet.crawling import Ended
    from spiders.fleet.register import Known

logger = logging.getLogger(__name__)

GOES_ON = {LOST, "shutdown"}
"""Ends of a run that are not the site's: the next one follows at once."""


PAUSES = (10, 60, 300)  # seconds


class NotCrawledError(Exception):
    """Nothing came of a job; the queue tries it again."""


class NotCollectedError(Exception):
    """Runs wait still; the next job takes them."""


@dataclass(frozen=True)
class Done:
    """What a crawl left: when it began, why it failed if it did, when the site is due again."""

    started_at: datetime
    failure: str | None
    due_at: datetime


@dataclass(frozen=True)
class Work:
    """What the jobs of one machine have in common. ``workers`` are the processes that read the pages of one crawl."""

    settings: BaseSettings
    sites: dict[str, Site]
    workers: int

    @property
    def dsn(self) -> str:
        """The address of PostgreSQL."""
        return str(self.settings["STET_FLEET_DSN"])

    @property
    def storage(self) -> str:
        """What all machines reach."""
        return str(self.settings["STET_FLEET_STORAGE"])

    async def crawl(self, site: str) -> str:
        """One run of a site; what came of it, in a word. Raises NotCrawledError."""
        async with await connected(self.dsn, "work") as connection:
            register = Register(connection)
            if site not in await register.due([site]):
                return "not due any more"
            known = await register.known(site)
        try:
            return await self._crawl(site, known)
        except (StorageError, StoreError) as error:
            raise NotCrawledError(f"{site}: {error}") from error

    async def _crawl(self, site: str, known: Known) -> str:
        await asyncio.to_thread(try_out, self.storage)  # else the site would be asked for nothing
        run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        with tempfile.TemporaryDirectory(prefix="stet-fleet-") as folder:
            state = await self._run(self.sites[site], known, run, Path(folder) / "stet.db")
        # A connection of now: a run takes long enough for any other to have broken.
        async with await connected(self.dsn, "work") as connection:
            if await Register(connection).enter(state):
                return "entered"
        logger.warning("%s: run %s is refused: another one came before it", site, run)
        return "refused"

    async def collect(self) -> None:
        """Runs that wait into the database that is read. Raises NotCollectedError."""
        ended = await collected(self.settings)
        if ended.status:
            raise NotCollectedError(last_line(ended))

    async def _run(self, site: Site, known: Known, run: str, database: Path) -> Run:
        if known.state:
            await asyncio.to_thread(take_database, known.state, database)
        before = await asyncio.to_thread(last_run_in, database)
        ended = await crawled(site.name, database, self.settings, self.workers)
        done = await asyncio.to_thread(done_by, database, site, before)
        if done is None:
            raise NotCrawledError(f"{site.name}: {last_line(ended) or 'it never began'}")
        folder = folder_of(self.storage, site.name, run)
        await patiently_brought(database, folder)
        state = f"{folder}/{DATABASE}"
        return Run(
            run, site.name, known.generation, machine(), done.started_at, done.due_at, done.failure, state
        )  # fmt: skip


async def patiently_brought(database: Path, folder: str) -> None:
    """What was asked for is not to be asked for again because a storage was gone for minutes. Raises StorageError."""
    for pause in PAUSES:
        try:
            return await asyncio.to_thread(bring, database, folder)
        except StorageError as error:
            logger.warning("%s; tried again in %d s", error, pause)
            await asyncio.sleep(pause)
    return await asyncio.to_thread(bring, database, folder)


def last_run_in(database: Path) -> int:
    """Its number; 0 where there is none."""
    if not database.exists():
        return 0
    with Store.open(database) as store:
        return int(store.db.execute("SELECT coalesce(max(id), 0) FROM runs").fetchone()[0])


def done_by(database: Path, site: Site, before: int) -> Done | None:
    """What a run came to, of which the database keeps what is needed; None where it never began or asked nothing.

    ``before`` is the number of the last run in the state that it began with.
    """
    now = datetime.now(UTC)
    if not database.exists():
        return None
    with Store.open(database) as store:
        last = next(iter(past_runs(store.db, site.name, limit=1)), None)
        if last is None or last.id <= before or last.reason in {None, HELD}:
            return None
        health = health_of(store.db, site)
        forget_old(store.db, last.id, now - OLDEST_REVISIT)
    due = now if last.reason in GOES_ON else health.next_run(now)
    return Done(last.started_at, None if last.reason in GOES_ON else health.failure, due)


def last_line(ended: Ended) -> str:
    """What a command said last."""
    return ended.said.rpartition("\n")[2]
