"""The fence of politeness: a host is asked by one crawl of all machines at a time."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.project import get_project_settings

from tests.crawling import ROOT, Desk, ended
from tests.postgres import BINARIES, MISSING, Postgres

psycopg = pytest.importorskip("psycopg", reason="make fleet installs it")
pytestmark = pytest.mark.skipif(not BINARIES, reason=MISSING)

from spiders.fleet.crawling import behind_fence  # noqa: E402
from spiders.fleet.fence import KEY  # noqa: E402
from spiders.politeness.owners import registrable_name  # noqa: E402

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.server import Server

FRONT = "https://www.harbourpost.example/"
FENCES = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'stet fence%%'"


@pytest.fixture
def desk(tmp_path: Path, web: Server) -> Desk:
    return Desk(tmp_path, web)


@pytest.fixture
def start(desk: Desk, postgres: Postgres) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a crawl behind the fence; one that a failed test left is ended."""
    started: list[subprocess.Popen[str]] = []

    def crawl(**settings: str) -> subprocess.Popen[str]:
        behind = behind_fence(get_project_settings()) | {"STET_FLEET_DSN": postgres.dsn} | settings
        started.append(desk.start("crawl", "page", "-a", f"site={FRONT}", **behind))
        return started[-1]

    yield crawl
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def asked(desk: Desk) -> int:
    """What was answered: lists name pages that are left out, which are rows too."""
    return len(desk.rows("SELECT id FROM fetches WHERE status IS NOT NULL")) if desk.database.exists() else 0


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://feeds.post.example/all", "post.example"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("http://192.0.2.7/", "192.0.2.7"),
        ("http://localhost/", "localhost"),
    ],
)
def test_hosts_of_one_owner_have_one_name(url: str, name: str) -> None:
    assert registrable_name(url) == name


def test_nothing_is_asked_of_a_host_that_another_has(
    desk: Desk, postgres: Postgres, start: Callable[..., subprocess.Popen[str]]
) -> None:
    with psycopg.connect(postgres.dsn, autocommit=True) as other:
        other.execute(f"SELECT pg_advisory_lock({KEY})", ("harbourpost.example",))
        process = start()
        until(lambda: bool(other.execute(FENCES).fetchall()))
        time.sleep(3)
        assert asked(desk) == 0
    assert ended(process).status == 0
    assert asked(desk) > 3


def test_a_broken_connection_ends_the_run_at_once(
    desk: Desk, postgres: Postgres, start: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start(DOWNLOAD_DELAY="1")
    desk.wait_for(2, "SELECT count(*) AS n FROM fetches WHERE status IS NOT NULL")
    break_fences(postgres)
    before = asked(desk)
    ran = ended(process)
    assert ran.status == 1
    assert "the connection to PostgreSQL is lost" in ran.err
    assert asked(desk) <= before + 1  # what was under way
    assert desk.rows("SELECT reason FROM runs") == [{"reason": "fence_lost"}]


def test_a_run_that_was_paused_and_lost_its_locks_asks_nothing_more(
    desk: Desk, postgres: Postgres, start: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start(DOWNLOAD_DELAY="1")
    desk.wait_for(2, "SELECT count(*) AS n FROM fetches WHERE status IS NOT NULL")
    os.kill(process.pid, signal.SIGSTOP)
    break_fences(postgres)
    before = asked(desk)
    time.sleep(3)  # all that waits for its delay is due when it wakes
    os.kill(process.pid, signal.SIGCONT)
    assert ended(process).status == 1
    assert asked(desk) <= before + 1  # an answer that was on its way


def test_without_postgresql_nothing_is_asked(desk: Desk, start: Callable[..., subprocess.Popen[str]]) -> None:
    ran = ended(start(STET_FLEET_DSN="postgresql://127.0.0.1:1/none"))
    assert ran.status == 1
    assert [row["status"] for row in desk.rows("SELECT status FROM fetches")] == []


def test_nothing_else_imports_what_the_fleet_needs() -> None:
    others = [path for name in ("extractors", "spiders", "storage") for path in (ROOT / name).rglob("*.py")]
    outside = [path for path in others if "fleet" not in path.relative_to(ROOT).parts[:-1]]
    words = ("import procrastinate", "from procrastinate", "import psycopg", "from psycopg")
    assert [path for path in outside if any(word in path.read_text(encoding="utf-8") for word in words)] == []


def break_fences(postgres: Postgres) -> None:
    with psycopg.connect(postgres.dsn, autocommit=True) as other:
        for (pid,) in other.execute(FENCES).fetchall():
            other.execute("SELECT pg_terminate_backend(%s)", (pid,))


def until(holds: object) -> None:
    for _ in range(1200):
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to be")
