"""The queue: Procrastinate's jobs, locks, periodic tasks and retries; nothing of ours schedules or tries again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import procrastinate
from procrastinate import exceptions
from procrastinate.jobs import Status

from spiders.fleet.connections import OPTIONS, connected, machine, named
from spiders.fleet.preflight import check
from spiders.fleet.register import Register
from spiders.fleet.said import speak_in_lines

if TYPE_CHECKING:
    from procrastinate.jobs import Job

    from spiders.fleet.job import Work

CRAWL, UPKEEP, COLLECT = "crawl", "upkeep", "collect"
"""Queues: what keeps order must not wait behind crawls; the machine that has the database collects."""
EVERY_MINUTE = "* * * * *"
STALLED = 30.0  # seconds without a heartbeat, which comes every ten
AGAIN = procrastinate.RetryStrategy(max_attempts=5, wait=30)
UNDER_WAY = """
SELECT args ->> 'site' AS site FROM procrastinate_jobs WHERE task_name = 'crawl' AND status IN ('todo', 'doing')
"""


def app_of(work: Work) -> procrastinate.App:
    """The queue of a fleet, with its tasks."""
    options = OPTIONS | {"application_name": named("queue")}
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=work.dsn, kwargs=options))

    @app.task(name="crawl", queue=CRAWL, retry=AGAIN)
    async def crawl(site: str) -> str:
        return await work.crawl(site)

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="due", queue=UPKEEP, queueing_lock="due")
    async def due(timestamp: int) -> None:  # noqa: ARG001  (the queue gives it)
        await enqueue_due(app, work)

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="sweep", queue=UPKEEP, queueing_lock="sweep")
    async def sweep(timestamp: int) -> None:  # noqa: ARG001
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            await take_up(app, job)

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="collect", queue=COLLECT, lock="collect", queueing_lock="collect")
    async def collect(timestamp: int) -> None:  # noqa: ARG001
        await work.collect()

    return app


async def enqueue_due(app: procrastinate.App, work: Work) -> None:
    """A job for each site that is due and has none."""
    async with await connected(work.dsn, "work") as connection:
        sites = await Register(connection).due(sorted(work.sites))
        cursor = await connection.execute(UNDER_WAY)
        under_way = {row["site"] for row in await cursor.fetchall()}
    for site in sites:
        if site not in under_way:
            job = app.configure_task("crawl", queue=CRAWL, lock=site, queueing_lock=site)
            try:
                await job.defer_async(site=site)
            except exceptions.AlreadyEnqueued:
                continue


async def take_up(app: procrastinate.App, job: Job) -> None:
    """A job that a dead worker left is done again; where the next one for its site waits already, that one does it."""
    try:
        await app.job_manager.retry_job(job)
    except (exceptions.AlreadyEnqueued, exceptions.UniqueViolation):
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


async def prepare(app: procrastinate.App, work: Work) -> None:
    """The tables, where they are missing; of several machines that start at once one makes them."""
    async with await connected(work.dsn, "work") as connection, connection.transaction():
        await Register(connection).make()
        cursor = await connection.execute("SELECT to_regclass('procrastinate_jobs') IS NULL AS is_missing")
        row = await cursor.fetchone()
        if row and row["is_missing"]:
            await app.schema_manager.apply_schema_async()


async def serve(work: Work, at_once: int, *, collects: bool = False) -> bool:
    """Take jobs until a signal comes; False where PostgreSQL went away. Raises UnreachableError."""
    speak_in_lines()
    app = app_of(work)
    await check(work.dsn, work.storage)
    async with app.open_async():
        await prepare(app, work)
        crawls = asyncio.create_task(_worker(app, CRAWL, at_once))
        queues = (UPKEEP, COLLECT) if collects else (UPKEEP,)
        others = [asyncio.create_task(_worker(app, queue, 1)) for queue in queues]
        await asyncio.wait({crawls, *others}, return_when=asyncio.FIRST_COMPLETED)
        was_asked = crawls.done() and crawls.exception() is None
        for task in (crawls, *others):
            task.cancel()
        await asyncio.gather(crawls, *others, return_exceptions=True)
    return was_asked


async def _worker(app: procrastinate.App, queue: str, at_once: int) -> None:
    """One that deletes what went well: the register has the runs."""
    await app.run_worker_async(
        queues=[queue],
        name=machine(),
        concurrency=at_once,
        install_signal_handlers=queue == CRAWL,
        delete_jobs="successful",
        stalled_worker_timeout=STALLED,
    )
