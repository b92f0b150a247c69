"""Pages that fill themselves by script, through Debian's Chromium; skipped where browser or packages are missing."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, finish
from tests.web.outlets import page

pytest.importorskip("scrapy_playwright", reason="make browser installs it")

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

NIGHTS = ("Monday", "Tuesday", "Friday")
STORY = "The harbour froze on %s, and the ferry stayed where it was until the tug had come. "
SHELL = """<!doctype html><html lang="en"><head><title>Ice in the harbour</title></head><body><div id="root"></div>
<script src="/app.js"></script></body></html>"""
APP = """fetch('/story.json').then(r => r.json()).then(s => { document.getElementById('root').innerHTML =
'<article><h1>Ice in the harbour</h1>' + s.map(p => '<p>' + p + '</p>').join('') + '</article>' });
fetch('http://127.0.0.1:9/private'); fetch('http://elsewhere.example/tracker');"""
SITE = """name = "shell"
title = "The Shell"
domains = ["shell.example"]
language = "en"
render = true
[news]
feeds = ["http://www.shell.example/feed.json"]
"""
FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "http://www.shell.example/ice-in-the-harbour"}]}'
)
RUN = """
import sys
from pathlib import Path
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from spiders.loader import SiteLoader
settings = get_project_settings()
settings.setdict(dict(pair.split("=", 1) for pair in sys.argv[2:]), priority="cmdline")
process = AsyncCrawlerProcess(settings)
process.crawl(SiteLoader(Path(sys.argv[1])).load("shell"))
process.start()
"""


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")
def test_page_is_filled_by_its_scripts(web: Server, tmp_path: Path) -> None:
    address = "http://www.shell.example"
    web.outlets.extra = {
        f"{address}/feed.json": page(FEED, "application/feed+json"),
        f"{address}/ice-in-the-harbour": page(SHELL),
        f"{address}/app.js": page(APP, "text/javascript"),
        f"{address}/story.json": page(json.dumps([STORY % night * 2 for night in NIGHTS]), "application/json"),
    }
    (tmp_path / "shell.toml").write_text(SITE)
    desk = Desk(tmp_path, web)
    command, environment = desk.command("-")
    settings = [part for part in command if "=" in part]
    ran = finish([sys.executable, "-c", RUN, str(tmp_path), *settings, "DOWNLOAD_TIMEOUT=30"], environment)
    assert desk.reasons() == {f"{address}/ice-in-the-harbour": None}, ran.err
    (row,) = desk.rows("SELECT text FROM versions")
    assert row["text"].count("until the tug had come") == 2 * len(NIGHTS)
    asked = set(web.outlets.count())
    assert f"{address}/story.json" in asked
    assert not [url for url in asked if "elsewhere" in url or "private" in url]
