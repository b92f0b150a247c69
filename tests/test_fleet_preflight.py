"""What is told in a line before a machine begins to work, and while it does."""

from __future__ import annotations

import asyncio
import logging
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from extractors import Site
from storage import Store
from tests.postgres import BINARIES, MISSING, Postgres

psycopg = pytest.importorskip("psycopg", reason="make fleet installs it")
pytestmark = pytest.mark.skipif(not BINARIES, reason=MISSING)

from spiders.bulk.addresses import StorageError  # noqa: E402
from spiders.fleet import job, preflight  # noqa: E402
from spiders.fleet.connections import UnreachableError  # noqa: E402
from spiders.fleet.job import NotCrawledError, done_by, last_run_in, patiently_brought  # noqa: E402
from spiders.fleet.preflight import check  # noqa: E402
from spiders.fleet.said import Once, OneLine  # noqa: E402
from tests.fleets import emptied, work_in  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = 'name = "harbour"\ntitle = "Harbour Post"\ndomains = ["www.harbourpost.example"]\nlanguage = "en"\n'

CLOCK = "SELECT pg_backend_pid() AS process, extract(epoch FROM clock_timestamp())::float"


@contextmanager
def told(line: str) -> Iterator[None]:
    with pytest.raises(UnreachableError) as caught:
        yield
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_storage_that_can_be_written_is_left_as_it_was(postgres: Postgres, tmp_path: Path) -> None:
    asyncio.run(check(postgres.dsn, str(tmp_path / "storage")))
    assert list((tmp_path / "storage").iterdir()) == []


@pytest.mark.parametrize(
    ("storage", "line"),
    [
        ("nowhere://bucket/stet", "STET_FLEET_STORAGE: nowhere://bucket/stet: Protocol not known: nowhere"),
        ("/proc/stet", "STET_FLEET_STORAGE: /proc/stet: No such file or directory"),
        ("/dev/null/stet", "STET_FLEET_STORAGE: /dev/null/stet: Not a directory"),
    ],
)
def test_a_storage_that_cannot_be_written_is_told(postgres: Postgres, storage: str, line: str) -> None:
    with told(line):
        asyncio.run(check(postgres.dsn, storage))


@pytest.mark.parametrize(
    ("dsn", "line"),
    [
        ("postgresql//stet:secret@db/stet", "STET_FLEET_DSN is no address: postgresql://USER:PASSWORD@HOST/DATABASE"),
        ("postgresql://127.0.0.1:1/stet", "PostgreSQL: connection failed"),
        ("{dsn}-none", 'database "postgres-none" does not exist'),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(postgres: Postgres, dsn: str, line: str) -> None:
    with told(line):
        asyncio.run(check(dsn.format(dsn=postgres.dsn), "/nowhere"))


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("OLDEST", 99, "is too old: 99 or newer is needed"),
        ("SESSION", "SELECT 0 AS process, 0 AS clock", "PgBouncer"),
        (
            "SESSION",
            "SELECT pg_backend_pid() AS process, extract(epoch FROM now())::float - 7200 AS clock",
            "7200 s ahead",
        ),
        (
            "SESSION",
            "SELECT pg_backend_pid() AS process, extract(epoch FROM now())::float + 600 AS clock",
            "600 s behind",
        ),
    ],
)
def test_what_a_fleet_cannot_work_with_is_told(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, name: str, value: object, line: str
) -> None:
    monkeypatch.setattr(preflight, name, value)
    with told(line):
        asyncio.run(check(postgres.dsn, "/nowhere"))


def test_a_pooler_that_refuses_our_options_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: str) -> None:
        raise psycopg.OperationalError('connection failed: FATAL:  unsupported startup parameter: "options"')

    monkeypatch.setattr(preflight, "connected", refused)
    with told("PgBouncer"):
        asyncio.run(check("postgresql://db/stet", "/nowhere"))


def test_nothing_is_asked_where_nothing_can_be_brought(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = work_in(tmp_path, emptied(postgres), {"harbour": SITE}, monkeypatch)
    work.settings.set("STET_FLEET_STORAGE", "/dev/null/stet", priority="cmdline")
    monkeypatch.setattr(job, "crawled", None)
    with pytest.raises(NotCrawledError, match="harbour: /dev/null/stet: Not a directory"):
        asyncio.run(work.crawl("harbour"))


def test_a_run_is_brought_when_the_storage_is_there_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def bring(*_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise StorageError("/storage: No space left on device")

    monkeypatch.setattr(job, "bring", bring)
    monkeypatch.setattr(job, "PAUSES", (0, 0, 0))
    asyncio.run(patiently_brought(tmp_path / "stet.db", "/storage"))
    assert len(tries) == 3


def test_what_is_said_is_a_line_whatever_the_exception() -> None:
    error = RuntimeError("\n    Database error.\n    ")
    error.__cause__ = OSError("connection refused\n\tIs the server running?")
    record = logging.LogRecord("x", 40, "", 1, "Side task failed: \n  , stopping", (), (type(error), error, None))
    assert OneLine().format(record).partition(" ")[2] == "Side task failed: connection refused"
    later = [logging.makeLogRecord(vars(record) | {"created": record.created + seconds}) for seconds in (0, 9, 99)]
    once = Once()
    assert list(map(once.filter, later)) == [True, False, True]


def test_a_crawl_that_never_began_is_not_the_run_before_it(tmp_path: Path) -> None:
    database, site = tmp_path / "stet.db", Site.model_validate(tomllib.loads(SITE))
    assert (last_run_in(database), done_by(database, site, 0)) == (0, None)
    with Store.open(database) as store:
        store.finish_run(store.begin_run("harbour", {}, "1", ""), "finished", {})
    assert done_by(database, site, 0) is not None
    assert done_by(database, site, last_run_in(database)) is None
