"""The commands that crawl: exit status, one-line errors, a site by its file, due runs end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server


@pytest.fixture
def desk(web: Server, tmp_path: Path) -> Desk:
    return Desk(tmp_path, web)


def test_crawl_site_by_its_file(desk: Desk) -> None:
    done = desk.scrapy("crawl", "moscowtimes", "-O", f"{desk.folder}/articles.jsonl")
    assert done.status == 0, done.err
    items = {item["title"]: item for item in desk.items("articles.jsonl")}
    assert len(items) == 3
    removals = {removal["text"]: removal for removal in items["Night Trains Return to the Northern Line"]["removals"]}
    assert removals["A word from our newsroom:"]["category"] == "donation"
    assert removals["The week in your mailbox"]["layer"] == "site-rule"
    (run,) = desk.rows("SELECT spider, rules_version FROM runs")
    assert run["spider"] == "moscowtimes"
    assert run["rules_version"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "nosuchsite"), "no site file nosuchsite.toml"),
        (("crawl", "page"), "page needs -a url=https://... or -a site=example.org"),
        (("crawl",), "give one name; scrapy list shows them"),
        (("due", "moscowtimes"), "due takes no names"),
        (("add-site", "nonsense"), "give one domain, such as example.org"),
        (("clean",), "give one file, - or URL"),
    ],
)
def test_wrong_use_is_told_in_words(desk: Desk, arguments: tuple[str, ...], words: str) -> None:
    done = desk.scrapy(*arguments)
    assert done.status == 2
    assert words in done.err
    assert "Traceback" not in done.err


def test_database_that_is_none_is_told_in_one_line(desk: Desk) -> None:
    desk.database.write_text("this is no database, but a letter to a friend " * 50)
    done = desk.scrapy("crawl", "moscowtimes")
    assert done.status != 0
    assert "cannot be opened as a Stet database" in done.err
    assert "Traceback" not in done.err


def test_crawl_fails_when_nothing_can_be_had(desk: Desk) -> None:
    done = desk.scrapy("crawl", "page", "-a", "site=nowhere.example")
    assert done.status == 1
    assert done.err.splitlines()[-1] == "scrapy crawl page: nothing that the run was started for could be had"


def test_run_without_contact_says_so(desk: Desk) -> None:
    done = desk.scrapy("crawl", "page", "-a", "site=nowhere.example", STET_CONTACT="", LOG_LEVEL="WARNING")
    assert "No contact set: outlets cannot reach you." in done.err


def test_add_site_prints_what_it_found(desk: Desk) -> None:
    done = desk.scrapy("add-site", "www.nordbote.example", "--print")
    assert done.status == 0, done.err
    assert 'name = "nordbote"' in done.out
    assert 'feeds = ["https://www.nordbote.example/atom.xml"]' in done.out
    assert 'language = "de"' in done.out


def test_due_crawls_once_and_tells_of_failures(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no site" in desk.scrapy("due").out  # nobody asked for the sites that come with the program
    (desk.folder / "sites").mkdir()
    (desk.folder / "sites" / "sites.txt").write_text("moscowtimes\nwelt\n")
    monkeypatch.setenv("STET_SITES", str(desk.folder / "sites"))
    done = desk.scrapy("due", "--at-once", "12", RETRY_TIMES="0")
    assert done.status == 1  # of the two, the bundled web has one
    assert "scrapy due: 1 of 2 " in done.out
    assert len(desk.rows("SELECT id FROM articles WHERE site = 'moscowtimes'")) == 3
    again = desk.scrapy("due")
    assert (again.status, again.out.startswith("scrapy due: no site is due")) == (0, True)
    status = desk.scrapy("status")
    assert status.status == 1
    assert [line for line in status.out.splitlines() if line.startswith("moscowtimes") and "good" in line]
