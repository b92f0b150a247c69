"""What is left when a run is killed, stopped, or finds the disk full; and that the next one goes on from there."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, ended
from tests.web.outlets import page

if TYPE_CHECKING:
    from tests.web.server import Server

PAGES = 12
STORY = "<p>The harbour froze on night %d, and the ferry stayed where it was until the tug had come.</p>"
CRAWL = ("crawl", "page", "-a", "site=cold.example")


@pytest.fixture
def desk(web: Server, tmp_path: Path) -> Desk:
    urls = [f"https://cold.example/the-harbour-froze-on-night-{number}" for number in range(PAGES)]
    links = "".join(f'<a href="{url}">A night</a>' for url in urls)
    web.outlets.extra = {"https://cold.example/": page(f"<!doctype html><title>Cold</title>{links}")}
    for number, url in enumerate(urls):
        title = f"<title>Night {number} on the ice</title><article><h1>Night {number} on the ice</h1>"
        web.outlets.extra[url] = page(f"<!doctype html><html lang=en>{title}{STORY % number * 8}</article>")
    web.outlets.asked.clear()
    return Desk(tmp_path, web)


def stories(desk: Desk) -> list[int]:
    """How often each story was asked for."""
    assert desk.web
    return [count for url, count in desk.web.outlets.count().items() if "night" in url]


def test_killed_run_loses_nothing(desk: Desk) -> None:
    process = desk.start(*CRAWL, DOWNLOAD_DELAY="1")
    desk.wait_for(3)
    process.kill()
    ended(process)
    before = desk.reasons().keys()
    assert desk.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert desk.rows("SELECT reason FROM runs") == [{"reason": None}]

    assert desk.scrapy(*CRAWL).status == 0
    assert 3 <= len(before) < PAGES
    assert len(desk.rows("SELECT id FROM articles")) == PAGES
    assert desk.web
    assert [desk.web.outlets.count()[url] for url in before] == [1] * len(before)
    assert [row["reason"] for row in desk.rows("SELECT reason FROM runs ORDER BY id")] == ["killed", "finished"]


def test_stopped_run_finishes_what_is_under_way(desk: Desk) -> None:
    process = desk.start(*CRAWL, DOWNLOAD_DELAY="1")
    desk.wait_for(3)
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == "scrapy crawl page: stopped before the end"
    assert desk.rows("SELECT reason FROM runs") == [{"reason": "shutdown"}]
    assert len(desk.reasons()) == len(stories(desk)) < PAGES

    assert desk.scrapy(*CRAWL).status == 0
    assert stories(desk) == [1] * PAGES


def test_stopped_run_waits_for_no_crawl_delay(desk: Desk, web: Server) -> None:
    web.outlets.extra["https://cold.example/robots.txt"] = page("User-agent: *\nCrawl-delay: 119", "text/plain")
    process = desk.start(*CRAWL)
    desk.wait_for(1, "SELECT count(*) AS n FROM fetches WHERE kind = 'robots'")
    process.send_signal(signal.SIGINT)
    assert ended(process).err.splitlines()[-1] == "scrapy crawl page: stopped before the end"
    assert set(web.outlets.count()) == {"https://cold.example/robots.txt"}


def test_killed_run_leaves_no_workers(desk: Desk) -> None:
    process = desk.start(*CRAWL, DOWNLOAD_DELAY="0.3")
    desk.wait_for(1)
    children = children_of(process.pid)
    process.kill()
    ended(process)
    assert children
    for _ in range(50):
        children = [child for child in children if is_running(child)]
        time.sleep(0.1)
    assert not children


def test_full_disk_ends_the_run_with_a_reason(desk: Desk) -> None:
    small = ("bash", "-c", 'ulimit -f 450; exec "$@"', "--")  # blocks of 1 KiB that a file may have
    ran = desk.scrapy(*CRAWL, prefix=small, LOG_LEVEL="WARNING")
    assert ran.status == 1
    assert "deprecated" not in ran.err
    assert "cannot be written" in ran.err.splitlines()[-1]
    assert desk.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert "Traceback" not in ran.err


def children_of(process: int) -> list[int]:
    """The processes below a process; Linux."""

    direct = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [grandchild for child in map(int, direct) for grandchild in (child, *children_of(child))]


def is_running(process: int) -> bool:
    """Whether a process is there and no zombie."""

    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
