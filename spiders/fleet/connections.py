"""Connections to PostgreSQL, and how soon both sides notice that the other one is gone."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import dict_row

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER_NOTICES = 25  # seconds after which PostgreSQL gives up a machine that does not answer
_KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
# The same on PostgreSQL's side: else the locks of a machine that lost its network stay for two hours.
_SERVER = "".join(f" -c tcp_{name}={number}" for name, number in _KEPT_ALIVE.items())
OPTIONS: dict[str, Any] = {
    **_KEPT_ALIVE,
    "connect_timeout": 10,
    "tcp_user_timeout": SERVER_NOTICES * 1000,
    "options": f"{_SERVER.strip()} -c tcp_user_timeout={SERVER_NOTICES * 1000}",
}


class UnreachableError(Exception):
    """What a command has to say where PostgreSQL does not answer, or knows of no fleet."""


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Raises UnreachableError in place of what PostgreSQL says."""
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        raise UnreachableError("there is no fleet yet: scrapy fleet work begins it") from error
    except psycopg.Error as error:
        if isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None:  # it would repeat the password
            raise UnreachableError("STET_FLEET_DSN is no address: postgresql://USER:PASSWORD@HOST/DATABASE") from error
        raise UnreachableError(f"PostgreSQL: {str(error).partition(chr(10))[0]}") from error


def named(role: str) -> str:
    """Under which name PostgreSQL lists a connection of this machine."""
    return f"stet {role} {machine()}"


def machine() -> str:
    """Under which name this machine is told."""
    return socket.gethostname()


async def connected(dsn: str, role: str) -> AsyncConnection[dict[str, Any]]:
    """A connection of its own; each statement is a transaction. Raises psycopg.OperationalError."""
    options = OPTIONS | {"application_name": named(role)}
    return await AsyncConnection.connect(dsn, autocommit=True, row_factory=dict_row, **options)
