"""Crawling the same outlets again and again: budgets, revisits, lists that move and lists that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.discovery.revisits import is_due, list_pause, pause
from storage import FetchKind, KnownUrl
from storage.store.resting import IN_PLACE
from tests.crawling import Desk
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

NOW = datetime(2025, 5, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STORIES = [f"https://years.example/how-it-went-in-the-year-{year}" for year in range(1990, 1998)]
CRAWL = ("crawl", "page", "-a", "site=years.example")


def known(age: timedelta, rested: timedelta, failures: int = 0, status: int | None = 200) -> KnownUrl:
    first, last = NOW - age, NOW - rested
    return KnownUrl("https://a.example/", "a", FetchKind.PAGE, 1, first, last, status, None, None, failures, None)


@pytest.mark.parametrize(
    ("age", "rested", "due"),
    [
        (DAY, 5 * HOUR, False),
        (DAY, 6 * HOUR, True),
        (3 * DAY, 23 * HOUR, False),
        (3 * DAY, DAY, True),
        (40 * DAY, 80 * DAY, False),
    ],
)
def test_page_is_looked_at_often_while_it_is_new(age: timedelta, rested: timedelta, due: bool) -> None:
    assert is_due(known(age, rested), NOW) is due


def test_page_that_changes_is_looked_at_more_often() -> None:
    assert pause(known(DAY, HOUR), NOW, changes=2) == 2 * HOUR


def test_failures_back_off_and_are_asked_for_seldom_at_last() -> None:
    assert [pause(known(DAY, HOUR, failures, None), NOW) for failures in (1, 2, 3)] == [HOUR, 2 * HOUR, 4 * HOUR]
    assert pause(known(DAY, HOUR, 99, None), NOW) == 30 * DAY


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_asked_for_seldom_as_long_as_a_list_names_it(status: int) -> None:
    gone = known(DAY, HOUR, 3, status)
    assert (pause(gone, NOW), pause(gone, NOW, is_listed=False)) == (4 * DAY, timedelta.max)


def test_what_is_no_article_is_final_and_a_page_in_its_place_is_not() -> None:
    nothing = known(DAY, HOUR, 1, 200)
    assert pause(nothing, NOW) == timedelta.max
    for reason in ("empty page", f"{IN_PLACE}a page that asks for consent to cookies"):
        assert pause(replace(nothing, error=reason), NOW) == HOUR


def test_clock_that_was_set_back_stops_nothing() -> None:
    assert is_due(known(-DAY, -DAY), NOW)


def test_quiet_lists_rest_up_to_a_day() -> None:
    assert [list_pause(times) for times in (0, 3, 4, 1000)] == [timedelta(0), timedelta(0), 2 * HOUR, DAY]


def story(url: str, ending: str = "stayed.") -> Answer:
    year = url[-4:]
    sentences = "".join(
        f"<p>In month {month} of {year} the ferry came late and the baker {ending}</p>" for month in range(9)
    )
    return page(f"<!doctype html><html lang=en><head><title>The year {year}</title></head><body><article>{sentences}")


def feed(urls: list[str]) -> Answer:
    items = "".join(f"<item><title>A year</title><link>{url}</link></item>" for url in urls)
    return page(f'<rss version="2.0"><channel><title>Years</title>{items}</channel></rss>', "application/rss+xml")


@pytest.fixture
def desk(web: Server, tmp_path: Path) -> Desk:
    front = '<!doctype html><title>Years</title><link rel="alternate" type="application/rss+xml" href="/feed">'
    web.outlets.extra = {"https://years.example/": page(front), "https://years.example/feed": feed(STORIES)}
    web.outlets.extra |= {url: story(url) for url in STORIES}
    web.outlets.asked.clear()
    return Desk(tmp_path, web)


def asked(desk: Desk) -> list[str]:
    """The stories that were asked for since the last time."""
    assert desk.web
    urls = [request.url for request in desk.web.outlets.asked if request.url in STORIES]
    desk.web.outlets.asked.clear()
    return urls


def test_budget_leaves_the_rest_for_the_next_run(desk: Desk) -> None:
    desk.scrapy(*CRAWL, STET_PAGES_PER_RUN="5")
    assert len(asked(desk)) == 5
    assert len(desk.rows("SELECT url FROM waiting")) == 3
    assert desk.web
    desk.web.outlets.extra["https://years.example/feed"] = feed([])
    desk.scrapy(*CRAWL)
    assert len(asked(desk)) == 3
    assert desk.rows("SELECT url FROM waiting") == []
    (row,) = desk.rows("SELECT count(*) AS n FROM fetches WHERE found_as = 'feed' AND kind = 'page'")
    assert row["n"] == len(STORIES)


def test_second_look_sends_validators_and_makes_no_version(desk: Desk) -> None:
    desk.scrapy(*CRAWL)
    asked(desk)
    desk.scrapy(*CRAWL, STET_PACE="0")
    assert sorted(asked(desk)) == STORIES
    outcomes = desk.rows("SELECT DISTINCT outcome FROM fetches WHERE run = 2 AND kind = 'page'")
    assert outcomes == [{"outcome": "not-modified"}]
    assert len(desk.rows("SELECT id FROM versions")) == len(STORIES)


def test_changed_page_becomes_a_version(desk: Desk) -> None:
    desk.scrapy(*CRAWL)
    assert desk.web
    desk.web.outlets.extra[STORIES[0]] = story(STORIES[0], "went away.")
    desk.scrapy(*CRAWL, STET_PACE="0")
    assert desk.rows("SELECT cause FROM versions WHERE run = 2") == [{"cause": "outlet"}]


def test_page_that_left_the_lists_is_looked_at_again(desk: Desk) -> None:
    desk.scrapy(*CRAWL)
    asked(desk)
    assert desk.web
    desk.web.outlets.extra["https://years.example/feed"] = feed([])
    desk.scrapy(*CRAWL, STET_PACE="0", STET_REVISITS_PER_RUN="3")
    assert len(asked(desk)) == 3
    assert {row["found_as"] for row in desk.rows("SELECT found_as FROM fetches WHERE run = 2 AND kind = 'page'")} == {
        "revisit"
    }


def test_what_is_no_article_is_not_asked_for_again(desk: Desk) -> None:
    assert desk.web
    desk.web.outlets.extra[STORIES[0]] = page("<!doctype html><title>Nothing</title>")
    desk.scrapy(*CRAWL)
    asked(desk)
    desk.scrapy(*CRAWL, STET_PACE="0")
    assert STORIES[0] not in asked(desk)


def test_quiet_feed_is_spared_in_scheduled_runs(desk: Desk) -> None:
    for _ in range(6):
        desk.scrapy(*CRAWL)
    assert desk.web
    desk.web.outlets.asked.clear()
    desk.scrapy(*CRAWL, STET_SPARE_QUIET_LISTS="1")
    assert "https://years.example/feed" not in desk.web.outlets.count()
