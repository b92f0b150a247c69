"""One run over hosts that each ask for another kind of consideration."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

TEXT = "<p>The ferry was late on Monday, and the baker had kept the bread for those who came with it.</p>"
ARTICLE = f"<!doctype html><html lang=en><head>%s<title>The ferry</title></head><article><h1>The ferry</h1>{TEXT * 8}"
GOOD = page(ARTICLE % "")
ROBOTS = "text/plain"
MINED = "/.well-known/tdmrep.json asks that it is not kept: tdm-reservation"
NAMES = ["a-page-of-the-first-day", "a-page-of-the-second-day", "a-page-of-the-third-day"]

HOSTS: dict[str, dict[str, Answer | list[Answer]]] = {
    "slow.example": {"robots.txt": page("User-agent: *\nCrawl-delay: 0.8\nDisallow: /a-page-of-the-third", ROBOTS)},
    "years.example": {"robots.txt": page("User-agent: *\nCrawl-delay: 99999999", ROBOTS)},
    "shared.example": {"robots.txt": Answer(301, b"", {"Location": "https://rules.example/robots.txt"})},
    "common.example": {"robots.txt": Answer(301, b"", {"Location": "https://rules.example/robots.txt"})},
    "mute.example": {"robots.txt": Answer(manner="drop")},
    "down.example": {"robots.txt": Answer(503)},
    "unwilling.example": {"robots.txt": Answer(403)},
    "busy.example": {NAMES[0]: [Answer(429, b"", {"Retry-After": "1"}), GOOD]},
    "breaks.example": {NAMES[1]: [Answer(manner="drop"), GOOD]},
    "tired.example": dict.fromkeys(NAMES, Answer(429)),
    "away.example": {NAMES[0]: Answer(503, b"", {"Retry-After": "9999"})},
    "mined.example": {
        ".well-known/tdmrep.json": page(
            f'[{{"location": "/{NAMES[0]}$", "tdm-reservation": 1, "tdm-policy": "https://mined.example/terms"}}]',
            "application/json",
        ),
    },
    "hidden.example": {
        "robots.txt": page("User-agent: *\nDisallow: /.well-known/", ROBOTS),
        ".well-known/tdmrep.json": page('[{"location": "/", "tdm-reservation": 1}]', "application/json"),
    },
    "untrained.example": {"robots.txt": page(f"User-agent: *\nDisallowAITraining: /{NAMES[0]}", ROBOTS)},
    "signalled.example": {"robots.txt": page("User-agent: *\nContent-Signal: ai-train=no\nAllow: /", ROBOTS)},
    "reserved.example": {
        NAMES[0]: page(ARTICLE % '<meta name="robots" content="index, NoArchive">'),
        NAMES[1]: page(ARTICLE % "", **{"X-Robots-Tag": "noai, noimageai"}),
        NAMES[2]: page(ARTICLE % "<meta name=tdm-reservation content=1><meta name=tdm-policy content=/terms>"),
    },
}


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    links = "".join(f'<a href="/{name}">{name}</a>' for name in NAMES)
    web.outlets.extra["https://rules.example/robots.txt"] = page(f"User-agent: *\nDisallow: /{NAMES[1]}", ROBOTS)
    for host, answers in HOSTS.items():
        pages = {"": page(f"<title>{host}</title>{links}")} | dict.fromkeys(NAMES, GOOD) | answers
        web.outlets.extra |= {f"https://{host}/{path}": answer for path, answer in pages.items()}
    return Desk(tmp_path_factory.mktemp("polite"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    return desk.scrapy("crawl", "page", "-a", f"site={','.join(HOSTS)}", STET_LONGEST_WAIT="5")


def moments(desk: Desk, host: str) -> list[float]:
    assert desk.web
    return [asked.at for asked in desk.web.outlets.asked if asked.url.startswith(f"https://{host}/")]


def test_crawl_delay_is_kept(desk: Desk, ran: Ran) -> None:
    gaps = [after - before for before, after in pairwise(moments(desk, "slow.example")[1:])]
    assert len(gaps) >= 2
    assert min(gaps) >= 0.5  # by the clock of the server: the delay counts from the end of each answer


def test_the_jitter_of_our_own_delay_undercuts_no_crawl_delay(web: Server, tmp_path: Path) -> None:
    links = "".join(f'<a href="/{name}">{name}</a>' for name in NAMES)
    pages = {"": page(f"<title>Even</title>{links}"), "robots.txt": page("User-agent: *\nCrawl-delay: 1", ROBOTS)}
    web.outlets.extra |= {
        f"https://even.example/{path}": answer for path, answer in (pages | dict.fromkeys(NAMES, GOOD)).items()
    }
    desk = Desk(tmp_path, web)
    desk.scrapy("crawl", "page", "-a", "site=even.example", DOWNLOAD_DELAY="1")
    (row,) = desk.rows("SELECT statistics FROM runs")
    statistics = json.loads(row["statistics"])
    assert statistics["polite/requests/even.example"] > 5
    assert statistics["polite/gap/even.example"] >= 0.999


def test_disallowed_page_is_not_asked(desk: Desk, ran: Ran, web: Server) -> None:
    assert f"https://slow.example/{NAMES[2]}" not in web.outlets.count()
    assert desk.reasons()[f"https://slow.example/{NAMES[2]}"] == "robots.txt forbids it"


def test_robots_txt_that_fails_closes_the_host(desk: Desk, ran: Ran, web: Server) -> None:
    assert {url for url in web.outlets.count() if "down.example" in url} == {"https://down.example/robots.txt"}
    (row,) = desk.rows("SELECT error FROM fetches WHERE url = 'https://down.example/'")
    assert row["error"] == "robots.txt answers 503 Service Unavailable, so nothing may be asked for"


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("years.example", "robots.txt asks for 1e+08 s between requests, longer than a run waits"),
        ("mute.example", "connection closed without an answer (asked for robots.txt)"),
    ],
)
def test_host_is_left_alone_with_a_reason(desk: Desk, ran: Ran, web: Server, host: str, reason: str) -> None:
    assert {url for url in web.outlets.count() if f"//{host}/" in url} == {f"https://{host}/robots.txt"}
    (row,) = desk.rows("SELECT error FROM fetches WHERE url = ?", f"https://{host}/")
    assert row["error"] == reason


@pytest.mark.parametrize("host", ["shared.example", "common.example"])
def test_hosts_may_share_a_robots_txt(desk: Desk, ran: Ran, host: str) -> None:
    reasons = [desk.reasons()[f"https://{host}/{name}"] for name in NAMES]
    assert reasons == [None, "robots.txt forbids it", None]


def test_robots_txt_that_is_refused_forbids_nothing(desk: Desk, ran: Ran) -> None:
    assert desk.reasons()[f"https://unwilling.example/{NAMES[0]}"] is None


def test_retry_after_is_kept(desk: Desk, ran: Ran, web: Server) -> None:
    url = f"https://busy.example/{NAMES[0]}"
    first, second = (asked.at for asked in web.outlets.asked if asked.url == url)
    assert second - first >= 1
    assert desk.reasons()[url] is None


def test_host_that_wants_rest_is_left_alone(desk: Desk, ran: Ran, web: Server) -> None:
    assert web.outlets.count()[f"https://away.example/{NAMES[0]}"] == 1
    reasons = {url: reason for url, reason in desk.reasons().items() if "away.example" in url}
    assert reasons[f"https://away.example/{NAMES[0]}"] == "503 Service Unavailable"
    assert "left alone for 9999 s" in str(reasons[f"https://away.example/{NAMES[2]}"])


def test_host_that_refuses_is_asked_slower_and_then_left_alone(desk: Desk, ran: Ran) -> None:
    assert desk.web
    asked = [asked.at for asked in desk.web.outlets.asked if asked.url.startswith("https://tired.example/a-page")]
    assert len(asked) == 5
    first, second, *_ = (after - before for before, after in pairwise(asked))
    assert 1.5 <= first < second
    reasons = [reason for url, reason in desk.reasons().items() if "tired.example" in url]
    assert "left alone: the host refused 5 times (429 Too Many Requests)" in reasons


WORDS = ["noarchive", "noai", "tdm-reservation (policy: https://reserved.example/terms)"]


@pytest.mark.parametrize(("name", "word"), [*zip(NAMES, WORDS, strict=True)])
def test_opt_out_is_honoured(desk: Desk, ran: Ran, name: str, word: str) -> None:
    (row,) = desk.rows("SELECT error, warc_file FROM fetches WHERE url = ?", f"https://reserved.example/{name}")
    assert row == {"error": f"the page asks not to be kept: {word}", "warc_file": None}


@pytest.mark.parametrize(
    ("host", "reasons"),
    [
        (
            "mined.example",
            [f"{MINED} (policy: https://mined.example/terms)", None, None],
        ),
        ("hidden.example", [None, None, None]),
        ("untrained.example", ["robots.txt asks that it is not kept: disallowaitraining", None, None]),
        ("signalled.example", ["robots.txt asks that it is not kept: content-signal"] * 3),
    ],
)
def test_what_a_host_reserves_is_not_asked_for(desk: Desk, ran: Ran, host: str, reasons: list[str | None]) -> None:
    found = desk.reasons()
    assert [found[f"https://{host}/{name}"] for name in NAMES] == reasons
    assert desk.web
    asked = [asked.url for asked in desk.web.outlets.asked if asked.url.startswith(f"https://{host}/")]
    refused = [name for name, reason in zip(NAMES, reasons, strict=True) if reason]
    assert not [name for name in refused if f"https://{host}/{name}" in asked]
    assert asked.count(f"https://{host}/.well-known/tdmrep.json") == (host in {"mined.example", "untrained.example"})


def test_the_policy_of_a_host_is_kept(desk: Desk, ran: Ran) -> None:
    (run,) = desk.rows("SELECT statistics FROM runs")
    assert json.loads(run["statistics"])["tdm_policy/mined.example"] == "https://mined.example/terms"
    (row,) = desk.rows(
        "SELECT kind, warc_file FROM fetches WHERE url = ?", "https://mined.example/.well-known/tdmrep.json"
    )
    assert row["kind"] == "robots"
    assert row["warc_file"]


def test_opt_out_is_counted_alone_where_a_setting_says_so(web: Server, tmp_path: Path) -> None:
    url = f"https://kept.example/{NAMES[0]}"
    web.outlets.extra[url] = HOSTS["reserved.example"][NAMES[0]]
    desk = Desk(tmp_path, web)
    desk.scrapy("crawl", "page", "-a", f"url={url}", STET_HONOUR_OPT_OUTS="0")
    assert desk.reasons() == {url: None}
    (run,) = desk.rows("SELECT statistics FROM runs")
    assert json.loads(run["statistics"])["opt_out/noarchive"] == 1


def test_each_request_is_counted(desk: Desk, ran: Ran, web: Server) -> None:
    (run,) = desk.rows("SELECT statistics FROM runs")
    statistics = json.loads(run["statistics"])
    for host in HOSTS:  # a connection that breaks is tried again by us, not behind our back
        assert statistics[f"polite/requests/{host}"] == len(moments(desk, host)), host
    assert desk.reasons()[f"https://breaks.example/{NAMES[1]}"] is None
    assert web.outlets.count()[f"https://breaks.example/{NAMES[1]}"] == 2


def test_politeness_proves_it(desk: Desk, ran: Ran) -> None:
    done = desk.scrapy("politeness")
    assert done.status == 0
    assert "disallowed addresses asked: 0" in done.out
    line = next(line for line in done.out.splitlines() if line.startswith("slow.example"))
    assert line.split()[1] == "11"
    assert float(line.split()[2]) >= 0.8
