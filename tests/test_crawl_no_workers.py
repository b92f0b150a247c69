"""Where no process can be started to read, the run ends and says so; no page and no list is at fault."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, finish
from tests.paged_articles import AUTHOR, CONFIG, FIRST, HOST, STANDFIRST, sentences, three
from tests.web.outlets import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawling import Ran
    from tests.web.server import Server

# All that a crawl has read by its workers; a run that meets another one fails below.
READ = ["read_listing", "read_put_off", "read_pages", "next_page_of", "is_another_article", "single_page_of"]
AT_THE_END = {"find_repeats", "each_of"}
FAULT = "worker processes cannot start: Too many open files"
RUN = f"""
import sys
from pathlib import Path
from scrapy.cmdline import execute
from spiders.reading.workers import NoWorkerError, Workers
call, refused, told = Workers.call, sys.argv.pop(1), Path(sys.argv.pop(1))
async def refusing(self, function, *arguments):
    with told.open("a") as stream:
        print(function.__name__, file=stream)
    if function.__name__ == refused:
        raise NoWorkerError("{FAULT}")
    return await call(self, function, *arguments)
Workers.call = refusing
execute()
"""
RULES = f"{CONFIG}single_page_link: //a[@class='whole']\n"
WHOLE = [STANDFIRST, *(text for number in (1, 2, 3) for text in sentences(number)), AUTHOR]
PLAIN = "https://plain.example/the-ferry-stayed-where-it-was"


@pytest.fixture
def desk(web: Server, tmp_path: Path) -> Desk:
    """Two outlets: one whose rules name further and whole pages, and one without any."""
    (tmp_path / "paged.example.txt").write_text(RULES)
    pages = {
        **three(),
        f"{HOST}/": f'<!doctype html><title>Paged</title><a href="{FIRST}">The bridge is closed</a>',
        "https://plain.example/": f'<!doctype html><title>Plain</title><a href="{PLAIN}">The ferry stayed</a>',
        PLAIN: f"<!doctype html><html lang=en><title>The ferry</title><article><h1>The ferry</h1>"
        f"{''.join(f'<p>{line}</p>' for line in sentences(4))}</article>",
    }
    web.outlets.extra = {url: page(body) for url, body in pages.items()}
    return Desk(tmp_path, web)


def crawl(desk: Desk, refused: str) -> Ran:
    """``scrapy crawl`` of both outlets, in which one thing finds no worker."""
    arguments = ("crawl", "page", "-a", "site=paged.example,plain.example")
    command, environment = desk.command(*arguments, STET_FTR_FOLDER=str(desk.folder), LOG_LEVEL="WARNING")
    script = [sys.executable, "-c", RUN, refused, str(desk.folder / "read")]
    return finish([*script, *command[3:]], environment)


@pytest.mark.parametrize("refused", READ)
def test_what_finds_no_worker_is_asked_for_again_by_the_next_run(desk: Desk, refused: str) -> None:
    ran = crawl(desk, refused)
    assert (ran.status, ran.err.splitlines()[-1]) == (1, f"scrapy crawl page: {FAULT}")
    assert "Traceback" not in ran.err
    assert desk.rows("SELECT reason FROM runs") == [{"reason": "store_failed"}]
    assert desk.rows("SELECT url, error FROM fetches WHERE error LIKE '%worker%'") == []
    assert desk.rows("SELECT url, error FROM fetches WHERE kind = 'page' AND error IS NOT NULL") == []

    ran = crawl(desk, "")
    assert ran.status == 0, ran.err
    texts = {row["text"] for row in desk.rows("SELECT text FROM versions")}
    assert texts == {"\n".join(WHOLE), "\n".join(sentences(4))}
    assert set((desk.folder / "read").read_text().split()) - AT_THE_END == set(READ)
