"""What all machines know together, in PostgreSQL: when each site is due, its state, and the runs that count.

A run counts when it is entered, and it is entered only where its site's generation is still the one that it began with:
a machine that was thought dead and comes back finds it raised by its successor, and what it brings is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import AsyncConnection

TABLES = """
CREATE TABLE IF NOT EXISTS stet_sites (
    site text PRIMARY KEY,
    generation bigint NOT NULL DEFAULT 0,
    state text,  -- its file on the shared storage; NULL before the first run
    due_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    succeeded_at timestamptz,
    failure text  -- of the last run; NULL where it went well
);
CREATE TABLE IF NOT EXISTS stet_runs (
    run text PRIMARY KEY,
    site text NOT NULL REFERENCES stet_sites(site),
    generation bigint NOT NULL,  -- that it made
    machine text NOT NULL,
    started_at timestamptz NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    collected_at timestamptz,
    stories bigint,  -- new in the database that is read
    removed_at timestamptz,  -- from the shared storage
    UNIQUE (site, generation)
);
ALTER TABLE stet_runs ADD COLUMN IF NOT EXISTS removed_at timestamptz;
CREATE TABLE IF NOT EXISTS stet_refused (
    run text PRIMARY KEY,
    site text NOT NULL,
    machine text NOT NULL,
    refused_at timestamptz NOT NULL DEFAULT now()
);
"""
# Who asks how the fleet is doing reads a row a site, not a row a run: those are kept for ever. Triggers keep the sums,
# so that they cannot part from the rows; a database that was made without gets those of what it holds.
SUMS = """
ALTER TABLE stet_sites ADD COLUMN IF NOT EXISTS runs bigint, ADD COLUMN IF NOT EXISTS stories bigint,
    ADD COLUMN IF NOT EXISTS refused bigint;
ALTER TABLE stet_sites ALTER COLUMN runs SET DEFAULT 0, ALTER COLUMN stories SET DEFAULT 0,
    ALTER COLUMN refused SET DEFAULT 0;
CREATE INDEX IF NOT EXISTS stet_runs_uncollected ON stet_runs (entered_at, generation) WHERE collected_at IS NULL;
CREATE INDEX IF NOT EXISTS stet_runs_stored ON stet_runs (entered_at) WHERE removed_at IS NULL;
CREATE OR REPLACE FUNCTION stet_sum_runs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE stet_sites SET runs = runs + (TG_OP = 'INSERT')::int,
        stories = stories + coalesce(new.stories, 0)
            - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE coalesce(old.stories, 0) END
    WHERE site = new.site;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION stet_sum_refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE stet_sites SET refused = refused + 1 WHERE site = new.site;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER stet_runs_sum AFTER INSERT OR UPDATE OF stories ON stet_runs
    FOR EACH ROW EXECUTE FUNCTION stet_sum_runs();
CREATE OR REPLACE TRIGGER stet_refused_sum AFTER INSERT ON stet_refused
    FOR EACH ROW EXECUTE FUNCTION stet_sum_refused();
UPDATE stet_sites SET
    runs = (SELECT count(*) FROM stet_runs WHERE stet_runs.site = stet_sites.site),
    stories = (SELECT coalesce(sum(stories), 0) FROM stet_runs WHERE stet_runs.site = stet_sites.site),
    refused = (SELECT count(*) FROM stet_refused WHERE stet_refused.site = stet_sites.site)
WHERE runs IS NULL;
"""
ENTER = """
WITH raised AS (
    UPDATE stet_sites SET generation = generation + 1, state = %(state)s, due_at = %(due_at)s,
        started_at = %(started_at)s, failure = %(failure)s,
        succeeded_at = CASE WHEN %(failure)s::text IS NULL THEN %(started_at)s ELSE succeeded_at END
    WHERE site = %(site)s AND generation = %(generation)s RETURNING generation
)
INSERT INTO stet_runs (run, site, generation, machine, started_at)
SELECT %(run)s, %(site)s, generation, %(machine)s, %(started_at)s FROM raised RETURNING generation
"""
# No site begins with it any more, and all of it is in the database that is read.
SPENT = """
SELECT run, site FROM stet_runs JOIN stet_sites USING (site)
WHERE collected_at IS NOT NULL AND removed_at IS NULL AND stet_runs.generation < stet_sites.generation
ORDER BY entered_at
"""
NOTE = "INSERT INTO stet_sites (site) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
REFUSE = "INSERT INTO stet_refused (run, site, machine) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True)
class Known:
    """A site as a run finds it."""

    generation: int
    state: str | None


@dataclass(frozen=True)
class Run:
    """A run that is to count; ``generation`` is that with which it began."""

    run: str
    site: str
    generation: int
    machine: str
    started_at: datetime
    due_at: datetime
    failure: str | None
    state: str


class Register:
    """Its tables, over one connection."""

    def __init__(self, connection: AsyncConnection[dict[str, Any]]) -> None:
        self._connection = connection

    async def _rows(self, sql: str, values: dict[str, object] | Sequence[object] = ()) -> list[dict[str, Any]]:
        cursor = await self._connection.execute(sql, values)
        return await cursor.fetchall() if cursor.description else []

    async def make(self) -> None:
        """Its tables, where they are missing; within a transaction, others that would make them wait for its end."""
        await self._rows("SELECT pg_advisory_xact_lock(hashtextextended('stet tables', 0))")
        await self._rows(TABLES)
        await self._rows(SUMS)

    async def due(self, sites: Sequence[str]) -> list[str]:
        """Those whose time has come, the latest first. Sites that are new are noted, and due."""
        await self._rows(NOTE, (list(sites),))
        sql = "SELECT site FROM stet_sites WHERE due_at <= now() AND site = ANY(%s) ORDER BY due_at"
        return [row["site"] for row in await self._rows(sql, (list(sites),))]

    async def known(self, site: str) -> Known:
        """Where a site stands."""
        await self._rows(NOTE, ([site],))
        (row,) = await self._rows("SELECT generation, state FROM stet_sites WHERE site = %s", (site,))
        return Known(row["generation"], row["state"])

    async def enter(self, run: Run) -> bool:
        """Have a run count and its state be the site's, both or neither; False where another run came before."""
        if await self._rows(ENTER, vars(run)):
            return True
        await self._rows(REFUSE, (run.run, run.site, run.machine))
        return False

    async def uncollected(self) -> list[dict[str, Any]]:
        """Runs that are not in the database that is read, those of each site in their order."""
        return await self._rows("SELECT * FROM stet_runs WHERE collected_at IS NULL ORDER BY entered_at, generation")

    async def collected(self, run: str, stories: int) -> None:
        """Note that a run is in the database that is read, and how many stories were new in it."""
        await self._rows("UPDATE stet_runs SET collected_at = now(), stories = %s WHERE run = %s", (stories, run))

    async def spent(self) -> list[dict[str, Any]]:
        """Runs, with their sites, of which nothing on the shared storage is needed any more."""
        return await self._rows(SPENT)

    async def removed(self, run: str) -> None:
        """Note that the files of a run are gone from the shared storage."""
        await self._rows("UPDATE stet_runs SET removed_at = now() WHERE run = %s", (run,))
