"""Jobs of a fleet: what counts, what is refused, what a dead machine leaves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from storage import Store
from tests.crawling import ROOT, Desk, ended
from tests.postgres import BINARIES, MISSING, Postgres

psycopg = pytest.importorskip("psycopg", reason="make fleet installs it")
pytestmark = pytest.mark.skipif(not BINARIES, reason=MISSING)

from spiders.fleet.connections import connected  # noqa: E402
from spiders.fleet.overview import STATES, Overview, SiteState, overview, prometheus  # noqa: E402
from spiders.fleet.queue import app_of, enqueue_due, take_up  # noqa: E402
from spiders.fleet.register import Register, Run  # noqa: E402
from spiders.fleet.shelf import bring, folder_of, take_database  # noqa: E402
from tests.fleets import desk_in, emptied, folders, gathered, rows, work_in  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.fleet.job import Work
    from tests.web.server import Server

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
SITE = """name = "harbour"
title = "Harbour Post"
domains = ["www.harbourpost.example"]
language = "en"
[news]
every = "1h"
"""
RUN = Run("run-1", "harbour", 0, "laptop", NOW, NOW, None, "file:///state-1")


@pytest.fixture
def postgres(postgres: Postgres) -> Postgres:
    return emptied(postgres)


@pytest.fixture
def work(tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Work:
    return work_in(tmp_path, postgres, {"harbour": SITE}, monkeypatch)


@pytest.fixture
def crawled(work: Work, tmp_path: Path, web: Server, monkeypatch: pytest.MonkeyPatch) -> Work:
    """After one run of its site."""
    for name, value in web.environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert asyncio.run(work.crawl("harbour")) == "entered"
    return work


def test_of_two_runs_from_one_state_the_second_is_refused(work: Work) -> None:
    async def enter() -> list[bool]:
        async with await connected(work.dsn, "test") as connection:
            register = Register(connection)
            await register.known("harbour")
            late = replace(RUN, run="run-2", state="file:///state-2")
            return [await register.enter(RUN), await register.enter(late)]

    assert asyncio.run(enter()) == [True, False]
    assert rows(work, "SELECT generation, state FROM stet_sites") == [(1, "file:///state-1")]
    assert rows(work, "SELECT run FROM stet_runs") == [("run-1",)]
    assert rows(work, "SELECT run FROM stet_refused") == [("run-2",)]


def test_sums_are_kept_beside_the_runs_and_made_of_those_that_were_there(work: Work) -> None:
    async def counted() -> list[tuple[int, ...]]:
        found = []
        async with await connected(work.dsn, "test") as connection:
            register = Register(connection)
            await register.known("harbour")
            for state in ("file:///state-1", "file:///state-2"):  # the second is refused
                await register.enter(replace(RUN, run=state[-7:], state=state))
            for stories in (5, 5, 7):  # told again, since the collector was killed; and told otherwise
                await register.collected("state-1", stories)
            found.append(await overview(work.dsn))
            await connection.execute(
                "ALTER TABLE stet_sites DROP COLUMN runs, DROP COLUMN stories, DROP COLUMN refused"
            )
            await register.make()
            found.append(await overview(work.dsn))
            await register.known("market")
            found.append(await overview(work.dsn))
        return [(each.runs, each.stories, each.refused, each.uncollected) for each in found]

    assert asyncio.run(counted()) == [(1, 7, 1, 0)] * 3


def test_a_site_has_one_job_however_often_it_is_found_due(work: Work) -> None:
    async def twice() -> None:
        app = app_of(work)
        async with app.open_async():
            await enqueue_due(app, work)
            await enqueue_due(app, work)

    asyncio.run(twice())
    assert rows(work, "SELECT lock, queueing_lock, status::text FROM procrastinate_jobs") == [
        ("harbour", "harbour", "todo")
    ]


@pytest.mark.parametrize(("waits_already", "statuses"), [(False, ["todo"]), (True, ["failed", "todo"])])
def test_a_job_of_a_dead_worker_is_done_again(work: Work, waits_already: bool, statuses: list[str]) -> None:
    async def swept() -> None:
        app = app_of(work)
        async with app.open_async():
            await enqueue_due(app, work)
            dead = await app.job_manager.register_worker()
            await app.job_manager.fetch_job(queues=["crawl"], worker_id=dead)
            if waits_already:
                job = app.configure_task("crawl", queue="crawl", lock="harbour", queueing_lock="harbour")
                await job.defer_async(site="harbour")
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=-1):
                await take_up(app, stalled)

    asyncio.run(swept())
    assert rows(work, "SELECT status::text FROM procrastinate_jobs ORDER BY id") == [(status,) for status in statuses]


def test_a_run_leaves_the_state_of_its_site_and_when_it_is_due_again(crawled: Work, tmp_path: Path) -> None:
    assert asyncio.run(crawled.crawl("harbour")) == "not due any more"
    ((state, failure, due_at),) = rows(crawled, "SELECT state, failure, due_at FROM stet_sites")
    assert (state, failure) == (f"{folders(tmp_path)[0].as_uri()}/stet.db.zst", None)
    assert due_at > datetime.now(UTC)


def test_only_what_is_needed_stays_on_the_storage(work: Work, tmp_path: Path) -> None:
    home = desk_in(tmp_path / "home")

    def left() -> list[str]:
        return [folder.name for folder in folders(tmp_path)]

    enter(work, tmp_path, 0)
    enter(work, tmp_path, 1)
    bring_run(work, tmp_path, "refused")
    assert left() == ["refused", "run-0", "run-1"]
    assert len(gathered(work, home).runs) == 2
    assert left() == ["refused", "run-1"]  # the state of the site, and what no table names
    enter(work, tmp_path, 2)
    assert left() == ["refused", "run-1", "run-2"]  # until what came last is collected, or at least the next time
    assert len(gathered(work, home).runs) == 1
    assert left() == ["refused", "run-2"]
    assert rows(work, "SELECT run FROM stet_runs WHERE removed_at IS NULL") == [("run-2",)]


def enter(work: Work, folder: Path, generation: int, site: str = "harbour") -> Path:
    """A run of a site, brought and entered; its folder on the storage."""

    async def entered() -> bool:
        async with await connected(work.dsn, "test") as connection:
            register = Register(connection)
            await register.known(site)
            return await register.enter(replace(RUN, run=name, site=site, generation=generation))

    name = f"run-{generation}" if site == "harbour" else f"{site}-{generation}"
    bring_run(work, folder, name, site)
    assert asyncio.run(entered())
    return folder / "storage" / "runs" / site / name


def bring_run(work: Work, folder: Path, name: str, site: str = "harbour") -> None:
    database = folder / name / "stet.db"
    with Store.open(database) as store:
        store.finish_run(store.begin_run(site, {}, "1", ""), "finished", {})
    bring(database, folder_of(work.storage, site, name))


def cut_short(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes()[:-100])


def one_byte_wrong(packed: Path) -> None:
    content = bytearray(packed.read_bytes())
    content[len(content) // 2] ^= 1
    packed.write_bytes(content)


def of_a_newer_stet(packed: Path) -> None:
    database = packed.with_name("newer.db")
    database.write_bytes(zstd.decompress(packed.read_bytes()))
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('stet', 'of tomorrow')")
        connection.commit()
    packed.write_bytes(zstd.compress(database.read_bytes()))


@pytest.mark.parametrize("damage", [Path.unlink, cut_short, one_byte_wrong, of_a_newer_stet])
def test_a_run_that_cannot_be_read_holds_back_its_site_alone(
    work: Work, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    home = desk_in(tmp_path / "home")
    packed = enter(work, tmp_path, 0) / "stet.db.zst"
    whole = packed.read_bytes()
    enter(work, tmp_path, 0, "lantern")
    enter(work, tmp_path, 1)
    enter(work, tmp_path, 1, "lantern")
    damage(packed)
    shared = {"STET_FLEET_DSN": work.dsn, "STET_FLEET_STORAGE": work.storage}
    ran = home.scrapy("collect", **shared)
    assert (ran.status, ran.out) == (1, "2 runs collected, 0 new stories\n")
    assert [line for line in ran.err.splitlines() if "harbour" in line] == [ran.err.splitlines()[-1]]
    assert "/runs/harbour/run-0 cannot be read: " in ran.err
    assert "Traceback" not in ran.err
    assert brought_home(home) == ["lantern-0", "lantern-1"]
    packed.write_bytes(whole)
    assert home.scrapy("collect", **shared).status == 0
    assert brought_home(home) == ["lantern-0", "lantern-1", "run-0", "run-1"]


def test_a_run_is_given_up_as_the_documentation_says(work: Work, tmp_path: Path) -> None:
    home = desk_in(tmp_path / "home")
    (enter(work, tmp_path, 0) / "stet.db.zst").unlink()
    enter(work, tmp_path, 1)
    assert gathered(work, home).runs == []
    (sql,) = re.findall("```sql\n(UPDATE.*?)```", (ROOT / "docs" / "fleet.md").read_text(), re.DOTALL)
    with psycopg.connect(work.dsn, autocommit=True) as connection:
        connection.execute(sql.replace("RUN", "run-0").replace("SITE", "harbour"))
    assert len(gathered(work, home).runs) == 1
    assert brought_home(home) == ["run-1"]


def test_a_storage_that_is_gone_is_told_once(work: Work, tmp_path: Path) -> None:
    home = desk_in(tmp_path / "home")
    enter(work, tmp_path, 0)
    enter(work, tmp_path, 0, "lantern")
    shared = {"STET_FLEET_DSN": work.dsn, "STET_FLEET_STORAGE": f"file://{tmp_path}/elsewhere"}
    (tmp_path / "elsewhere").mkdir()
    ran = home.scrapy("collect", **shared)
    assert (ran.status, ran.err.count("elsewhere"), "is it the storage of this fleet" in ran.err) == (1, 1, True)


def brought_home(home: Desk) -> list[str]:
    found = home.rows("SELECT json_extract(arguments, '$.fleet') AS run FROM runs")
    return [row["run"] for row in found]


def test_a_run_is_collected_once_whole_or_not_at_all(
    crawled: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = crawled
    home, brought = desk_in(tmp_path / "home"), desk_in(tmp_path / "brought")
    take_database(f"{folders(tmp_path)[0]}/stet.db.zst", brought.database)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "finish_run", killed)
        with pytest.raises(OSError, match="killed"):
            gathered(work, home)
    assert home.rows("SELECT id FROM runs") == home.rows("SELECT id FROM fetches") == []
    assert len(gathered(work, home).runs) == 1
    assert gathered(work, home).runs == []
    with psycopg.connect(work.dsn, autocommit=True) as connection:  # killed before PostgreSQL was told
        connection.execute("UPDATE stet_runs SET collected_at = NULL")
    assert len(gathered(work, home).runs) == 1
    for sql in (RUNS, FETCHES, ARTICLES, LEDGER):
        assert home.rows(sql) == brought.rows(sql)
    stories = home.rows("SELECT count(*) AS n FROM articles")[0]["n"]
    assert stories > 1
    assert rows(work, "SELECT stories FROM stet_runs") == [(stories,)]
    assert home.scrapy("check").status == 0


RUNS = "SELECT spider, started_at, finished_at, reason FROM runs WHERE spider = 'harbour'"
FETCHES = "SELECT url_asked, url, kind, outcome, error, status, fetched_at, headers, found_in FROM fetches ORDER BY id"
ARTICLES = """
SELECT url, articles.title, published, authors, versions.text, versions.access FROM articles
JOIN versions ON versions.id = articles.version ORDER BY url
"""
LEDGER = """
SELECT articles.url, removals.position, removals.text, removals.rule, boxes.reason FROM articles
JOIN removals ON removals.version = articles.version JOIN boxes ON boxes.id = removals.box ORDER BY 1, 2, 3
"""


def killed(*_: object) -> None:
    raise OSError("killed")


@pytest.mark.parametrize("missing", ["STET_FLEET_DSN", "STET_FLEET_STORAGE"])
def test_work_says_what_is_not_set(tmp_path: Path, missing: str) -> None:
    there = {"STET_FLEET_DSN": "postgresql://127.0.0.1:1/none", "STET_FLEET_STORAGE": "/nowhere"} | {missing: ""}
    ran = Desk(tmp_path).scrapy("fleet", "work", **there)
    assert ran.status == 2
    assert f"{missing} is not set" in ran.err


def test_one_machine_crawls_and_collects_and_status_counts_each_story_once(
    work: Work, tmp_path: Path, web: Server
) -> None:
    home = Desk(tmp_path, web)
    shared = {"STET_FLEET_DSN": work.dsn, "STET_FLEET_STORAGE": work.storage}
    process = home.start("fleet", "work", "--collect", **shared)
    for _ in range(240):
        time.sleep(1)
        if process.poll() is not None or rows(work, "SELECT run FROM stet_runs WHERE collected_at IS NOT NULL"):
            break
    os.kill(process.pid, signal.SIGTERM)
    assert (ended(process).status, process.returncode) == (0, 0)
    (articles,) = (row["n"] for row in home.rows("SELECT count(*) AS n FROM articles"))
    assert articles > 1
    told = home.scrapy("fleet", "status", **shared)
    assert told.status == 0, told.err
    assert told.out.splitlines()[-1] == f"1 runs, 0 not collected yet, 0 refused; {articles} stories collected"
    assert f"stet_fleet_stories_total {articles}" in home.scrapy("fleet", "status", "--prometheus", **shared).out
    again = home.scrapy("collect", **shared)
    assert (again.status, again.out) == (0, "0 runs collected, 0 new stories\n")


@pytest.mark.parametrize(
    ("setup", "state"),
    [
        ("UPDATE stet_sites SET due_at = now() - interval '1 hour'", "late"),
        ("UPDATE stet_sites SET due_at = now() + interval '1 hour'", "resting"),
        ("UPDATE stet_sites SET due_at = now() + interval '1 hour', failure = 'no news'", "failing"),
        ("UPDATE stet_sites SET due_at = now()", "due"),
    ],
)
def test_status_tells_how_a_site_is(work: Work, setup: str, state: str) -> None:
    async def seen() -> list[str]:
        async with await connected(work.dsn, "test") as connection:
            await Register(connection).due(["harbour"])
            await connection.execute(setup)
        return [site.state for site in (await overview(work.dsn)).sites]

    assert asyncio.run(seen()) == [state]


EXPOSED = re.compile(r'([a-z_]+)(?:\{state="([a-z]+)"\})? ([0-9]+)')


def test_what_prometheus_is_told_is_in_its_text_format() -> None:
    sites = [SiteState(state, state, NOW, None, None, 1, 1) for state in (*STATES, "late")]
    lines = list(prometheus(Overview({"laptop": NOW, "attic": NOW}, tuple(sites), 7, 2, 1, 90)))
    found, name = {}, ""
    for line in lines:
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
        elif line.startswith("# TYPE "):
            assert line.split(" ")[2] == name  # of the metric that it describes, before its values
            assert line.split(" ")[3] == ("counter" if name.endswith("_total") else "gauge")
        else:
            exposed = EXPOSED.fullmatch(line)
            assert exposed
            assert exposed[1] == name
            found[exposed[1].removeprefix("stet_fleet_"), exposed[2]] = int(exposed[3])
    counts = {"stories_total": 90, "machines": 2, "runs_total": 7, "runs_uncollected": 2, "runs_refused_total": 1}
    assert found == {(name, None): count for name, count in counts.items()} | {
        ("sites", state): 1 + (state == "late") for state in STATES
    }


@pytest.mark.parametrize("command", [("fleet", "status"), ("collect",)])
def test_before_the_first_machine_there_is_no_fleet(
    postgres: Postgres, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = Desk(tmp_path).scrapy(*command, STET_FLEET_DSN=postgres.dsn, STET_FLEET_STORAGE=str(tmp_path))
    assert (ran.status, ran.err) == (1, f"scrapy {command[0]}: there is no fleet yet: scrapy fleet work begins it\n")


@pytest.mark.parametrize("command", [("fleet", "status"), ("fleet", "work"), ("collect",)])
def test_commands_say_that_postgresql_does_not_answer(work: Work, tmp_path: Path, command: tuple[str, ...]) -> None:
    there = {"STET_FLEET_DSN": "postgresql://127.0.0.1:1/none", "STET_FLEET_STORAGE": "/nowhere"}
    ran = Desk(tmp_path).scrapy(*command, **there)
    assert ran.status == 1
    assert ran.err.startswith(f"scrapy {command[0]}: PostgreSQL: ")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [(), ("rest",), ("work", "status"), ("work", "--at-once", "0")])
def test_wrong_use_of_fleet_is_told_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = Desk(tmp_path).scrapy("fleet", *arguments)
    assert ran.status == 2
    assert "error: " in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


def test_the_unit_for_systemd_holds_no_password_of_ours(tmp_path: Path) -> None:
    ran = Desk(tmp_path).scrapy("fleet", "work", "--print", "systemd", STET_FLEET_DSN="postgresql://a:hidden@db/x")
    assert ran.status == 0
    assert "ExecStart=" in ran.out
    assert "hidden" not in ran.out
