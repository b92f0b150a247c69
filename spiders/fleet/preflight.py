"""What has to hold before a machine begins to work; each fault is told in a line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg

from spiders.bulk.addresses import StorageError
from spiders.fleet.connections import UnreachableError, connected, told_in_a_line
from spiders.fleet.shelf import try_out

if TYPE_CHECKING:
    from psycopg import AsyncConnection

OLDEST = 15
"""The major version of PostgreSQL."""
APART = 300.0  # seconds between the clocks of a machine and of PostgreSQL, by which all times of a fleet would be wrong
SESSION = "SELECT pg_backend_pid() AS process, extract(epoch FROM clock_timestamp())::float AS clock"
POOLER = "PgBouncer (or another pooler) stands before PostgreSQL, and would mix up the locks of hosts: go round it"
REFUSED_BY_POOLERS = "unsupported startup parameter"


async def check(dsn: str, storage: str) -> None:
    """Raises UnreachableError where PostgreSQL or the shared storage is not what a fleet needs."""
    with told_in_a_line():
        try:
            async with await connected(dsn, "work") as connection:
                fault = await _fault(connection)
        except psycopg.OperationalError as error:
            if REFUSED_BY_POOLERS in str(error):
                raise UnreachableError(POOLER) from error
            raise
    if fault:
        raise UnreachableError(fault)
    try:
        try_out(storage)
    except StorageError as error:
        raise UnreachableError(f"STET_FLEET_STORAGE: {error}") from error


async def _fault(connection: AsyncConnection[dict[str, Any]]) -> str | None:
    row = await (await connection.execute(SESSION)).fetchone()
    assert row is not None  # noqa: S101  (it has one)
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        return f"PostgreSQL {version} is too old: {OLDEST} or newer is needed"
    if row["process"] != connection.info.backend_pid:
        return POOLER
    ahead = datetime.now(UTC).timestamp() - row["clock"]
    if abs(ahead) > APART:
        where = "ahead of" if ahead > 0 else "behind"
        return f"the clock of this machine is {abs(ahead):.0f} s {where} that of PostgreSQL: set it (timedatectl)"
    return None
