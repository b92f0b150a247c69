"""How a fleet is doing: its machines, its sites, what waits to be collected, and one counter of stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spiders.fleet.connections import connected, told_in_a_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MACHINES = """
SELECT substr(application_name, 12) AS name, min(backend_start) AS since FROM pg_stat_activity
WHERE application_name LIKE 'stet queue %' GROUP BY 1 ORDER BY 1
"""
# A site is late when nobody crawls it ten minutes after its time: timers come each minute.
SITES = """
WITH jobs AS (
    SELECT args ->> 'site' AS site, min(status::text) AS job FROM procrastinate_jobs
    WHERE task_name = 'crawl' AND status IN ('todo', 'doing') GROUP BY 1
)
SELECT site, succeeded_at, due_at, failure, runs, stories, CASE
    WHEN job = 'doing' THEN 'crawling'
    WHEN due_at < now() - interval '10 minutes' THEN 'late'
    WHEN failure IS NOT NULL THEN 'failing'
    WHEN due_at <= now() THEN 'due'
    ELSE 'resting' END AS state
FROM stet_sites LEFT JOIN jobs USING (site) ORDER BY site
"""
COUNTS = """
SELECT coalesce(sum(runs), 0)::bigint AS runs, coalesce(sum(stories), 0)::bigint AS stories,
    coalesce(sum(refused), 0)::bigint AS refused,
    (SELECT count(*) FROM stet_runs WHERE collected_at IS NULL) AS uncollected FROM stet_sites
"""
STATES = ("crawling", "late", "failing", "due", "resting")
TROUBLES = {"late", "failing"}


@dataclass(frozen=True)
class SiteState:
    """One site; ``state`` is crawling, late, failing, due or resting. ``stories`` are those that are collected."""

    site: str
    state: str
    due_at: datetime
    succeeded_at: datetime | None
    failure: str | None
    runs: int
    stories: int


@dataclass(frozen=True)
class Overview:
    """Machines with the time since which they work; ``refused`` runs came after another one of the same state."""

    machines: dict[str, datetime]
    sites: tuple[SiteState, ...]
    runs: int
    uncollected: int
    refused: int
    stories: int


async def overview(dsn: str) -> Overview:
    """As PostgreSQL knows it now. Raises UnreachableError."""
    with told_in_a_line():
        return await _overview(dsn)


async def _overview(dsn: str) -> Overview:
    async with await connected(dsn, "status") as connection:

        async def rows(sql: str) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = await (await connection.execute(sql)).fetchall()
            return found

        (counts,) = await rows(COUNTS)
        machines = {row["name"]: row["since"] for row in await rows(MACHINES)}
        return Overview(machines, tuple(SiteState(**row) for row in await rows(SITES)), **counts)


def prometheus(fleet: Overview) -> Iterator[str]:
    """The same in Prometheus' text format."""
    yield from _metric("stories_total", "counter", "Stories that were collected, each once.", {"": fleet.stories})
    yield from _metric("machines", "gauge", "Machines that work.", {"": len(fleet.machines)})
    yield from _metric("runs_total", "counter", "Runs that count.", {"": fleet.runs})
    yield from _metric("runs_uncollected", "gauge", "Runs that wait to be collected.", {"": fleet.uncollected})
    yield from _metric("runs_refused_total", "counter", "Runs that another one came before.", {"": fleet.refused})
    states = {f'{{state="{state}"}}': sum(site.state == state for site in fleet.sites) for state in STATES}
    yield from _metric("sites", "gauge", "Sites by how they do.", states)


def _metric(name: str, kind: str, what: str, values: dict[str, int]) -> Iterator[str]:
    yield f"# HELP stet_fleet_{name} {what}"
    yield f"# TYPE stet_fleet_{name} {kind}"
    for labels, value in values.items():
        yield f"stet_fleet_{name}{labels} {value}"
