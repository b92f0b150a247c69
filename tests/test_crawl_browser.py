"""Pages that fill themselves by script, through Debian's Chromium; skipped where browser or packages are missing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

pytest.importorskip("playwright", reason="make browser installs it")

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

ADDRESS = "http://www.shell.example"
NIGHTS = ("Monday", "Tuesday", "Friday")
STORY = "The harbour froze on %s, and the ferry stayed where it was until the tug had come. "
SHELL = """<!doctype html><html lang="en"><head><title>Ice in the harbour</title></head><body><div id="root"></div>
<script src="/app.js"></script></body></html>"""
# What a text needs, then what no page shall make us ask for: what robots.txt forbids, other sites, this machine.
APP = """fetch('/story.json?of=' + location.pathname).then(r => r.json()).then(s => {
document.getElementById('root').innerHTML =
'<article><h1>Ice in the harbour</h1>' + s.map(p => '<p>' + p + '</p>').join('') + '</article>' });
fetch('/private/notes.json'); fetch('/away'); fetch('http://127.0.0.1:9/private'); new Image().src = '/picture.png';
fetch('http://elsewhere.example/tracker'); new WebSocket('ws://www.shell.example/socket');"""
SITE = """name = "shell"
title = "The Shell"
domains = ["shell.example"]
language = "en"
render = true
[news]
feeds = ["http://www.shell.example/feed.json"]
"""
PAGES = [f"{ADDRESS}/ice-in-the-harbour-of-{town}" for town in ("north", "south")]
MOVED = f"{ADDRESS}/ice-that-went-away-from-here"
FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": url} for url in (*PAGES, MOVED)]})


pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    story = page(json.dumps([STORY % night * 2 for night in NIGHTS]), "application/json")
    web.outlets.extra = {
        f"{ADDRESS}/robots.txt": page("User-agent: *\nDisallow: /private/", "text/plain"),
        f"{ADDRESS}/feed.json": page(FEED, "application/feed+json"),
        f"{ADDRESS}/app.js": page(APP, "text/javascript"),
        f"{ADDRESS}/away": Answer(302, b"", {"Location": f"http://127.0.0.1:{web.port}/inside"}),
        MOVED: Answer(302, b"", {"Location": f"http://127.0.0.1:{web.port}/inside"}),
        **{url: page(SHELL) for url in PAGES},
        **{f"{ADDRESS}/story.json?of={urlsplit(url).path}": story for url in PAGES},
    }
    return Desk(tmp_path_factory.mktemp("browser"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    (desk.folder / "shell.toml").write_text(SITE)
    return desk.crawl("shell", DOWNLOAD_TIMEOUT="30")


def test_page_is_filled_by_its_scripts(desk: Desk, ran: Ran) -> None:
    assert {desk.reasons()[url] for url in PAGES} == {None}, ran.err
    rows = desk.rows("SELECT text FROM versions")
    # A text that two addresses give in one run decides no identity.
    assert [row["text"].count("until the tug had come") for row in rows] == [2 * len(NIGHTS)] * len(PAGES)
    assert "Traceback" not in ran.err


def test_scripts_ask_for_what_a_text_needs_alone(desk: Desk, ran: Ran, web: Server) -> None:
    stories = [f"{ADDRESS}/story.json?of={urlsplit(url).path}" for url in PAGES]
    lists = [f"{ADDRESS}/{name}" for name in ("robots.txt", ".well-known/tdmrep.json", "feed.json")]
    count = web.outlets.count()
    assert sorted(count) == sorted([*lists, *PAGES, MOVED, f"{ADDRESS}/app.js", f"{ADDRESS}/away", *stories])
    assert count[f"{ADDRESS}/app.js"] == 1
    assert {asked.headers["user-agent"] for asked in web.outlets.asked} == {
        "Stet/0.1 (news archive) +tests@stet.example"
    }


def test_what_scripts_may_not_have_is_stored_with_its_reason(desk: Desk, ran: Ran) -> None:
    rows = desk.rows("SELECT DISTINCT url_asked, error FROM fetches WHERE kind = 'resource'")
    assert {row["url_asked"]: row["error"] for row in rows} == {
        f"{ADDRESS}/private/notes.json": "robots.txt forbids it",
        f"{ADDRESS}/away": "the address is one of this machine or its network",
    }
    assert desk.reasons()[MOVED] == "the address is one of this machine or its network"


def test_what_scripts_asked_for_is_counted(desk: Desk, ran: Ran, web: Server) -> None:
    (run,) = desk.rows("SELECT statistics FROM runs")
    counted = {name: value for name, value in json.loads(run["statistics"]).items() if name.startswith("polite/")}
    assert counted["polite/requests/www.shell.example"] == len(web.outlets.asked)
    assert not [name for name in counted if name.startswith("polite/disallowed")]


def test_a_page_asked_for_by_hand_is_filled_too(desk: Desk, ran: Ran, tmp_path: Path) -> None:
    by_hand = Desk(tmp_path, desk.web)
    (tmp_path / "shell.toml").write_text(SITE)
    alone = by_hand.crawl(f"page url={PAGES[0]}", DOWNLOAD_TIMEOUT="30")
    assert by_hand.reasons() == {PAGES[0]: None}, alone.err
    assert by_hand.rows("SELECT text FROM versions") == desk.rows("SELECT text FROM versions WHERE id = 1")
