"""What a newcomer types wrongly is told in a line, and nothing hangs."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import time
import tomllib
from itertools import pairwise
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest
from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import BaseSettings
from scrapy.utils.project import get_project_settings

import spiders.commands
from extractors import SiteFileError
from spiders.first_site_file import fault_of, site_file
from spiders.given_settings import wrong_setting
from spiders.survey_spider import Survey, article_pattern
from spiders.web import sites
from storage import Store, StoreError
from storage.history.versions import find
from storage.rows import row_number
from storage.store.runs import run_of
from tests.archived_pages import exchange_with, keep, run
from tests.crawling import ROOT, Desk

if TYPE_CHECKING:
    from pathlib import Path

due = importlib.import_module("spiders.commands.due")
FORMS = importlib.import_module("spiders.commands.export").FORMS
SITE = 'name = "{0}"\ntitle = "T"\ndomains = ["{0}.example"]\nlanguage = "en"\n[news]\nevery = "1h"\n'


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("crawl", "page", "-a", "url=www.x.org/a"), "www.x.org/a: put https:// before it"),
        (("reclean", "--site", "nosuch"), "--site nosuch: nothing of such a site is stored"),
        (("reclean", "--workers", "-1"), "-1 worker processes: expected a number from 1"),
        (("politeness", "x"), "x: expected the number of a run"),
        (("due", "--at-once", "0"), "--at-once 0: expected a number from 1"),
        (("crawl", "page", "-a", "url=https://x.example/"), "0 worker processes"),
    ],
)
def test_wrong_use_is_refused_in_a_line(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    Store.open(tmp_path / "stet.db").close()
    desk = Desk(tmp_path)
    settings = {"STET_WORKERS": "0"} if words[-1] == "url=https://x.example/" else {}
    command, environment = desk.command(*words, **settings)
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


UNREADABLE = {
    "DOWNLOAD_DELAY": ("abc", "-", "nan", "1e999", "-1", "1,5", ""),
    "CONCURRENT_REQUESTS": ("1.5", "two", "0", "-4", "9" * 20, "9" * 5000),
    "DOWNLOAD_TIMEOUT": ("0",),
    "LOG_LEVEL": ("loud", "debug"),
    "ROBOTSTXT_OBEY": ("perhaps", ""),
    "STET_PAGE_SECONDS": ("10s", "0"),
    "STET_PAGE_MEMORY": ("0", "8000000", "2GB"),
    "STET_PACE": ("slow",),
    "STET_DATABASE": ("s3://bucket/stet.db",),
}


@pytest.mark.parametrize(("name", "given"), [(name, given) for name, values in UNREADABLE.items() for given in values])
def test_a_setting_that_cannot_be_read_is_told(name: str, given: str) -> None:
    assert name in (wrong_setting(BaseSettings({name: given})) or "")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("DOWNLOAD_DELAY", "0.5"),
        ("CONCURRENT_REQUESTS", "8"),
        ("ROBOTSTXT_OBEY", "true"),
        ("RETRY_PRIORITY_ADJUST", "-1"),
        ("LOG_LEVEL", "DEBUG"),
        ("STET_CONTACT", "abc"),
    ],
)
def test_a_setting_that_can_be_read_is_not(name: str, given: str) -> None:
    assert wrong_setting(BaseSettings({name: given})) is None


@pytest.mark.parametrize("words", [("backup",), *((("export", f"--{form}")) for form in FORMS)])
def test_an_address_is_no_folder_of_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """It would be one called s3: here, and a backup that nobody finds again."""
    desk = Desk(tmp_path)
    keep(desk, exchange_with(1))
    assert run(desk, *words, "s3://bucket/x") == 1
    assert "s3://bucket/x: is an address; name a file or folder of this machine" in capsys.readouterr().err
    assert not (ROOT / "s3:").exists()


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
@pytest.mark.parametrize("name", [module.name for module in iter_modules(spiders.commands.__path__)])
def test_no_help_is_taken_for_a_heading(monkeypatch: pytest.MonkeyPatch, name: str, width: int) -> None:
    """Scrapy makes a heading of each line that ends with a colon, wherever a terminal breaks it."""
    monkeypatch.setenv("COLUMNS", str(width))
    command = importlib.import_module(f"spiders.commands.{name}").Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(formatter_class=ScrapyHelpFormatter, conflict_handler="resolve")
    command.add_options(parser)
    lines = parser.format_help().splitlines()
    headings = {line for line, below in pairwise(lines) if re.fullmatch("[=-]{4,}", below)}
    assert headings <= {"Usage", "Options", "Global Options"}


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 20, "9" * 5000])
def test_numbers_that_no_row_has_are_none(tmp_path: Path, digits: str) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        assert run_of(store.db, row_number(digits)) is None
        with pytest.raises(StoreError, match="no such article"):
            find(store.db, digits)


@pytest.mark.parametrize(
    "words", [("crawl", "moscowtimes"), ("check",), ("due",), ("list",), ("clean", "-"), ("bulk",)]
)
def test_each_command_refuses_such_settings(tmp_path: Path, words: tuple[str, ...]) -> None:
    command, environment = Desk(tmp_path).command(*words, DOWNLOAD_TIMEOUT="soon")
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 2
    assert "DOWNLOAD_TIMEOUT=soon: give a number" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_sites_of_the_user_stand_beside_the_bundled_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_post.toml").write_text(SITE.format("own_post"))
    (tmp_path / "sites.txt").write_text("moscowtimes  # a bundled one\n")
    monkeypatch.setenv("STET_SITES", str(tmp_path))
    assert {"own_post", "moscowtimes"} <= sites.all_sites().keys()
    assert sites.chosen() == {"own_post", "moscowtimes"}
    assert sites.folder_to_write() == tmp_path
    (tmp_path / "page.toml").write_text(SITE.format("page"))
    with pytest.raises(SiteFileError, match=r"page\.toml: no site can be called so"):
        sites.all_sites()
    (tmp_path / "page.toml").unlink()
    (tmp_path / "sites.txt").write_text("nosuch\n")
    with pytest.raises(SiteFileError, match="no such site: nosuch"):
        sites.chosen()


def test_due_looks_at_sites_that_are_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STET_SITES", raising=False)
    path = tmp_path / "stet.db"
    assert due.due_sites(path) == []
    with Store.open(path) as store:
        store.finish_run(store.begin_run("moscowtimes", {}, "1", ""), "shutdown", {"finish_reason": "shutdown"})
        store.db.execute("UPDATE runs SET started_at = '2020-01-01T00:00:00+00:00'")
    assert due.due_sites(path) == ["moscowtimes"]


@pytest.mark.parametrize("last", ["it's-{}2345-here", 'a"b-{}2345', "back\\slash-{}2345"])
def test_a_site_file_is_written_only_where_it_loads(last: str) -> None:
    news = [f"https://post.example/news/{last.format(number)}" for number in range(9)]
    survey = Survey('The "Post"', "en", "http://post.example/", feeds={"http://post.example/it's/feed": 9}, news=news)
    text = site_file("post", ["post.example"], survey)
    assert fault_of(text, "post") is None
    assert "post.toml" in fault_of(text.replace("[news]", "[nws"), "post")


@pytest.mark.parametrize("title", ["B" * 300_000, "\x07\x1b[31mThe\u202e Post\n", "\u202e"])
def test_a_title_is_a_line_of_plain_characters(title: str) -> None:
    survey = Survey(title, "en", "https://post.example/", feeds={"https://post.example/feed": 9})
    for text in (site_file("post", ["post.example"], survey), site_file("post", ["post.example"], Survey(), title)):
        assert fault_of(text, "post") is None
        written = tomllib.loads(text)["title"]
        assert 0 < len(written) <= 200
        assert written.isprintable()


@pytest.mark.parametrize("paths", [[f"a/{n}2345-x" for n in range(8)], [f"a/how-it-went-{n}" for n in "abcdefgh"]])
def test_patterns_are_linear_in_the_length_of_an_address(paths: list[str]) -> None:
    pattern = article_pattern([f"https://news.example/{path}" for path in paths])
    assert pattern
    started = time.process_time()
    for piece in ("1-", "123a", "1", "-", "a"):
        re.search(pattern, "https://news.example/a/" + piece * 50_000 + "/")
    assert time.process_time() - started < 2


def test_a_reader_that_has_enough_is_no_fault(tmp_path: Path) -> None:
    Store.open(tmp_path / "stet.db").close()
    command, environment = Desk(tmp_path).command("check")
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(command, env=environment, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert "Traceback" not in ran.stderr
