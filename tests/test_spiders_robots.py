"""robots.txt as it comes, and which addresses are of one host."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from protego import Protego
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.politeness.hosts import Host, slot_of
from spiders.politeness.retries import PatientRetry
from spiders.politeness.robots import Robots, Rules, plain_text
from spiders.reports.exit_status import failure_of

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = "User-agent: *\nDisallow: /all\n\nUser-agent: Stet/0.1\nDisallow: /ours\n"


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("Stet/0.1", "stet/0.1 (news)").encode("latin-1"),
    ],
)
def test_robots_txt_is_read_in_any_writing(written: Callable[[str], bytes]) -> None:
    rules = Protego.parse(plain_text(written(RULES)).decode())
    assert not rules.can_fetch("https://a.example/ours", "Stet")
    assert rules.can_fetch("https://a.example/all", "Stet")
    assert not rules.can_fetch("https://a.example/all", "Other")


@pytest.mark.parametrize("host", ["a.example", "www.a.example", "A.example.", "www.a.example.:8080"])
def test_one_host_has_one_line(host: str) -> None:
    assert slot_of(f"https://{host}/x") == "a.example"


def test_crawls_side_by_side_keep_their_distance_to_a_host() -> None:
    host = Host()
    assert host.wait(1, 5.0) == 0
    host.asked(1)
    assert host.wait(1, 5.0) == 0  # the slot of the crawl itself sees to that
    assert 4.5 < host.wait(2, 5.0) <= 5
    host.crawl_delay = 9.0
    assert 8.5 < host.wait(1, 5.0) <= 9


def test_a_host_that_refuses_rests_longer_and_longer_until_it_answers() -> None:
    retry = PatientRetry(Settings({"STET_LONGEST_WAIT": 10}))
    refused, fine = Response("https://a.example/", 429), Response("https://a.example/")
    assert [retry._rest_of("a.example", refused) for _ in range(4)] == [2, 4, 8, 10]
    for _ in range(4):
        retry._rest_of("a.example", fine)
    assert retry._rest_of("a.example", refused) == 2
    assert isinstance(retry.refusals, Counter)


@pytest.mark.parametrize(
    ("reasons", "came", "fails"),
    [
        ({"429 Too Many Requests": 1, "left alone: the host refused 5 times (503 Service Unavailable)": 2}, 0, True),
        ({"403 Forbidden": 3}, 0, True),
        ({"451 Unavailable For Legal Reasons": 2}, 0, True),
        ({"stands in place of the article: a page that asks whether a person reads": 2}, 0, True),
        ({"stands in place of the article: a page that asks for consent": 1, "410 Gone": 1}, 0, False),
        ({"429 Too Many Requests": 3}, 1, False),
        ({"429 Too Many Requests": 1, "404 Not Found": 2}, 0, False),
    ],
)
def test_a_run_in_which_every_page_was_refused_has_failed(reasons: dict[str, int], came: int, fails: bool) -> None:
    stats = {f"store/reason/{reason}": count for reason, count in reasons.items()} | {"finish_reason": "finished"}
    stats |= {"store/page/failed": sum(reasons.values())} | ({"store/page/stored": came} if came else {})
    assert (failure_of(stats) is not None) is fails


@pytest.mark.parametrize(("passed", "asked"), [(23 * 3600.0, 1), (25 * 3600.0, 2)])
def test_a_robots_txt_is_looked_at_again_after_a_day(
    monkeypatch: pytest.MonkeyPatch, passed: float, asked: int
) -> None:
    calls: list[str] = []
    now = [1000.0]
    middleware = Robots.__new__(Robots)
    middleware._rules = {}

    async def ask(url: str) -> Rules:
        calls.append(url)
        return Rules()

    async def look() -> None:
        for moment in (1000.0, 1000.0 + passed):
            now[0] = moment
            await middleware.rules(Request(f"https://day-{asked}.example/page"))

    monkeypatch.setattr(middleware, "_ask", ask)
    monkeypatch.setattr("spiders.politeness.robots.monotonic", lambda: now[0])
    asyncio.run(look())
    assert calls == [f"https://day-{asked}.example/robots.txt"] * asked
