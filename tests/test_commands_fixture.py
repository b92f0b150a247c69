"""``scrapy fixture``: a page becomes a test folder, from a file, the archive or the web."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from spiders.reports.fixtures import FIXTURES, case_name
from storage import Exchange
from tests.archived_pages import keep, run
from tests.crawling import Desk
from tests.storage_samples import NOON

if TYPE_CHECKING:
    from pathlib import Path

SAVED = FIXTURES / "netzpolitik" / "donation"
URL = json.loads((SAVED / "meta.json").read_text(encoding="utf-8"))["url"]
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def make(desk: Desk, *arguments: str) -> int:
    return run(desk, "fixture", *arguments, "--into", str(desk.folder / "made"))


def made(desk: Desk, name: str, case: str = case_name(URL)) -> dict:
    return json.loads((desk.folder / "made" / "netzpolitik" / case / name).read_text(encoding="utf-8"))


def test_fixture_of_a_saved_page(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert make(desk, str(SAVED / "page.html"), "--url", URL) == 0
    by_hand = json.loads((SAVED / "expected.json").read_text(encoding="utf-8"))
    expected = made(desk, "expected.json")
    assert expected["paragraphs"] == by_hand["paragraphs"]
    assert expected["removed"]["donation"] == by_hand["removed"]["donation"]
    assert "Read expected.json" in capsys.readouterr().out


@pytest.mark.parametrize("name", [URL, "1"])
def test_fixture_of_an_archived_article(desk: Desk, name: str) -> None:
    keep(desk, Exchange(URL, NOON, (("User-Agent", "Stet"),), 200, HEADERS, (SAVED / "page.html").read_bytes()))
    assert make(desk, name, "--case", "archived") == 0
    meta = made(desk, "meta.json", "archived")
    assert meta == {"url": URL, "fetched_at": NOON.isoformat(timespec="seconds"), "content_type": HEADERS[0][1]}


def test_fixture_is_not_overwritten(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (str(SAVED / "page.html"), "--url", URL)
    assert [make(desk, *arguments), make(desk, *arguments)] == [0, 1]
    assert "is there already; give another name with --case" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((str(SAVED / "page.html"), "--url", "https://nobody.example/1"), "no site file names nobody.example"),
        (("https://nobody.example/1",), "no site file names nobody.example"),
        ((str(SAVED / "page.html"),), "say with --url where the saved page came from"),
        (("nothing-there.html", "--url", URL), "cannot be read: No such file or directory"),
        (("17",), "no such database"),
    ],
)
def test_fixture_says_what_is_wrong(
    desk: Desk, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], reason: str
) -> None:
    assert make(desk, *arguments) == 1
    assert reason in capsys.readouterr().err
    assert not (desk.folder / "made").exists()


def test_case_name_comes_from_the_last_words() -> None:
    assert case_name("https://outlet.example/2026/11/A-town_votes.html?x=1") == "a_town_votes"
    assert case_name("https://outlet.example/") == "page"
