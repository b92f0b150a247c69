"""What one PostgreSQL and one collector of a fleet do: jobs, entered runs, and collected runs with ten stories each.

python -m benchmarks.fleet_rates [--jobs 500] [--runs 40]

Processor seconds of the process that measures stand beside those of the clock, which count what else runs.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import procrastinate

from extractors import Extraction
from extractors.model import Access, Article, Block, BlockKind
from spiders.fleet.connections import connected
from spiders.fleet.register import Register, Run
from spiders.fleet.run_collector import RunCollector
from spiders.fleet.shelf import bring, folder_of
from storage import Fetch, Store
from storage.care.forgetting import forget_old
from tests.postgres import BINARIES, MISSING, Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES, STORIES = 20, 10
TEXT = "The council voted for bridge {0} on day {0}, after {0} hours in which {0} speakers had said {0} times no. " * 25


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Jobs, entered and collected runs a second.")
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--runs", type=int, default=40)
    arguments = parser.parse_args()
    if not BINARIES:
        print(MISSING, file=sys.stderr)
        return 1
    with Postgres() as postgres, tempfile.TemporaryDirectory() as folder:
        asyncio.run(jobs(postgres.dsn, arguments.jobs))
        asyncio.run(entries(postgres.dsn, arguments.jobs))
        collect(Path(folder), arguments.runs)
    return 0


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    """Print how many there were a second, by the clock and by the processor of this process."""
    clock, processor = time.monotonic(), time.process_time()
    yield
    clock, processor = time.monotonic() - clock, time.process_time() - processor
    print(f"{what}: {count / clock:.0f} a second, {1000 * processor / count:.1f} ms of processor each")


async def jobs(dsn: str, count: int) -> None:
    """Put in one by one, taken by one worker with four at once, and removed when done."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=dsn))

    async def nothing(site: str) -> None:
        pass

    task = app.task(name="nothing")(nothing)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        with timed("jobs put in", count):
            for number in range(count):
                await task.configure(lock=f"site{number}", queueing_lock=f"site{number}").defer_async(site="x")
        with timed("jobs done", count):
            await app.run_worker_async(
                wait=False, concurrency=4, delete_jobs="successful", install_signal_handlers=False
            )


async def entries(dsn: str, count: int) -> None:
    """Runs entered in the register, each with its site's generation compared, over a connection that stays."""
    now = datetime.now(UTC)
    run = Run("", "", 0, "machine", now, now, None, "state")
    async with await connected(dsn, "benchmark") as connection:
        register = Register(connection)
        await register.make()
        with timed("runs entered", count):
            for number in range(count):
                await register.known(f"site{number}")
                await register.enter(replace(run, run=str(number), site=f"site{number}"))


def collect(folder: Path, runs: int) -> None:
    """Runs of ten new stories each into one database, without the learning of what repeats."""
    storage = str(folder / "storage")
    brought = [bring_run(folder / "machine", storage, number) for number in range(runs)]
    (folder / "stet-archive").mkdir()
    with Store.open(folder / "stet.db") as store, timed(f"runs of {STORIES} stories collected", runs):
        collector = RunCollector(store, folder / "stet-archive", storage)
        for row in brought:
            collector.take_run(row)


def bring_run(machine: Path, storage: str, number: int) -> dict[str, str]:
    """What a machine brings of a site."""
    site = f"site{number % SITES}"
    with Store.open(machine / "stet.db") as store:
        run = store.begin_run(site, {}, "1", "")
        for story in range(STORIES):
            url = f"https://{site}.example/{number}-{story}"
            text = Block(BlockKind.PARAGRAPH, TEXT.format(number * STORIES + story))
            read = Extraction(Article(url=url, title=f"Story {url}", blocks=(text,), access=Access.FREE))
            store.record(run, Fetch(url, url, datetime.now(UTC), status=200), read, site)
        store.finish_run(run, "finished", {})
        forget_old(store.db, run, datetime.now(UTC) - timedelta(days=1))
    bring(machine / "stet.db", folder_of(storage, site, str(number)))
    shutil.rmtree(machine)
    return {"site": site, "run": str(number)}


if __name__ == "__main__":
    sys.exit(main())
