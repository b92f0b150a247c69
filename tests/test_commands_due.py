"""Due runs: which sites, one run at a time, what cron and systemd and monitoring are told."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler

from extractors.sites.site_file import News, Site
from spiders.reports.health import Health, health_of, prometheus
from spiders.scheduling.due import lock
from spiders.scheduling.side_by_side import SideBySide
from spiders.scheduling.timetables import cron, systemd
from storage import Store
from storage.store.runs import close_killed, past_runs
from tests.crawling import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2025, 5, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = Site(name="post", title="The Post", domains=("post.example",), language="en", news=News(every="1h"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "stet.db") as store:
        yield store


def ran(store: Store, reason: str | None = "finished", **statistics: object) -> int:
    run = store.begin_run("post", {}, "1", "")
    if reason:
        store.finish_run(run, reason, {"finish_reason": reason, "store/seed/came": 1, **statistics})
    return run


def test_due_after_its_interval() -> None:
    health = Health("post", HOUR, started=NOW)
    assert not health.is_due(NOW + timedelta(minutes=59))
    assert health.is_due(NOW + HOUR)


def test_due_when_never_run_and_when_the_clock_was_set_back() -> None:
    assert Health("post", HOUR).is_due(NOW)
    assert Health("post", HOUR, started=NOW + timedelta(days=300)).is_due(NOW)


def test_due_backs_off_with_failures() -> None:
    health = Health("post", HOUR, started=NOW, failure="no such host", failures=3)
    assert health.next_run(NOW) == NOW + 8 * HOUR
    assert Health("post", HOUR, started=NOW, failures=50).next_run(NOW) == NOW + timedelta(days=1)


def test_health_counts_failures_in_a_row(store: Store) -> None:
    ran(store)
    ran(store, **{"store/fault": "disk full"})
    ran(store, "start_error")
    health = health_of(store.db, SITE)
    assert (health.failures, health.failure, health.state(health.started)) == (
        2,
        "the spider could not start",
        "failing",
    )


def test_health_of_a_stopped_run_is_no_failure(store: Store) -> None:
    ran(store, "shutdown")
    assert health_of(store.db, SITE).failure is None


def test_health_is_stale_without_success(store: Store) -> None:
    ran(store)
    health = health_of(store.db, SITE)
    assert health.state(health.started + 2 * HOUR) == "good"
    assert health.state(health.started + 4 * HOUR) == "stale"


def test_close_killed_knows_the_living(store: Store) -> None:
    living, dead, recycled = (ran(store, None) for _ in range(3))
    store.db.execute("UPDATE runs SET process = 999999999 WHERE id = ?", (dead,))
    store.db.execute("UPDATE runs SET process = 1 WHERE id = ?", (recycled,))  # runs, and has nothing to do with us
    assert close_killed(store.db) == [dead, recycled]
    assert [run.id for run in past_runs(store.db, "post") if run.reason is None] == [living]


def test_prometheus_is_one_line_a_value() -> None:
    lines = list(prometheus([Health("post", HOUR, started=NOW, succeeded=NOW, new=3)], NOW))
    assert 'stet_site_last_run_new_articles{site="post"} 3' in lines
    assert f'stet_site_last_run_timestamp_seconds{{site="post"}} {NOW.timestamp():.0f}' in lines


def test_lock_tells_who_holds_it(tmp_path: Path) -> None:
    with lock(tmp_path / "lock") as first, lock(tmp_path / "lock") as second:
        assert (first, second) == (None, os.getpid())
    with lock(tmp_path / "lock") as again:
        assert again is None


def test_timetables_escape_percent_signs() -> None:
    root = Path("/home/my news/100%")
    assert "WorkingDirectory=/home/my news/100%%" in systemd(root, Path("data/stet.db"), "me@a.example")
    assert r"cd '/home/my news/100\%'" in cron(root, Path("data/stet.db"), "me@a.example")


def test_due_says_that_another_run_is_under_way(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with lock(desk.database.with_name("stet.db.lock")):
        done = desk.scrapy("due")
    assert done.status == 0
    assert done.out == f"scrapy due: another run is under way (process {os.getpid()}), nothing to do\n"


def test_status_needs_a_database(tmp_path: Path) -> None:
    done = Desk(tmp_path).scrapy("status")
    assert done.status == 1
    assert done.err.startswith(f"scrapy status: {tmp_path}/stet.db: no such database")


@pytest.mark.parametrize("content", ["", "garbage", "9" * 5000, "-1", "\x00\xff"])
def test_lock_takes_any_content(tmp_path: Path, content: str) -> None:
    with lock(tmp_path / "lock"):
        (tmp_path / "lock").write_text(content, "latin-1")
        with lock(tmp_path / "lock") as second:
            assert second is not None


def test_lock_is_for_its_owner_alone(tmp_path: Path) -> None:
    with lock(tmp_path / "lock"):
        assert (tmp_path / "lock").stat().st_mode & 0o077 == 0


class Refused(SideBySide[str]):
    """Crawls of which none can start."""

    def __init__(self, items: list[str]) -> None:
        super().__init__(SimpleNamespace(crawl=self.crawl), items, 1)  # type: ignore[arg-type]
        self.told: dict[str, str | None] = {}

    def crawl(self, crawler: Crawler) -> asyncio.Task[None]:  # noqa: ARG002
        return asyncio.get_running_loop().create_task(self._refuse())

    async def _refuse(self) -> None:
        raise ValueError("no domain")

    def crawler_of(self, item: str) -> tuple[Crawler, dict[str, str]]:  # noqa: ARG002
        return Crawler(Spider), {}

    def ended(self, item: str, crawler: Crawler | None, fault: str | None) -> None:  # noqa: ARG002
        self.told[item] = fault


def test_a_crawl_that_cannot_start_ends_no_other() -> None:
    async def run() -> dict[str, str | None]:
        refused = Refused(["a", "b", "c"])
        refused._start_next()
        for _ in range(20):
            await asyncio.sleep(0)
        return refused.told

    assert asyncio.run(run()) == dict.fromkeys("abc", "could not start: no domain")
