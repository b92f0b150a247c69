"""``scrapy clean``: one page, no database; what is wrong is said in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk
from tests.web.outlets import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

TRAINS = "https://www.themoscowtimes.com/2025/05/06/night-trains-return-to-the-northern-line-a10002"


@pytest.fixture
def desk(web: Server, tmp_path: Path) -> Desk:
    return Desk(tmp_path, web)


def test_clean_url_prints_text_and_ledger(desk: Desk) -> None:
    done = desk.scrapy("clean", TRAINS)
    assert done.status == 0, done.err
    assert "Sleeping cars will run again between the two northern ports" in done.out
    assert "[-] donation" in done.out
    assert not desk.database.exists()


def test_clean_explains_each_cut(desk: Desk) -> None:
    done = desk.scrapy("clean", TRAINS, "--explain")
    assert "(by site-rule " in done.out


def test_clean_file_as_json(desk: Desk) -> None:
    answer = desk.web.outlets.answer(TRAINS, {})
    file = desk.folder / "saved.html"
    file.write_bytes(answer.body)
    result = json.loads(desk.scrapy("clean", str(file), "--url", TRAINS, "--json").out)
    assert result["article"]["title"] == "Night Trains Return to the Northern Line"
    assert {removal["category"] for removal in result["removals"]} >= {"donation", "newsletter"}


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("nothing-there.html", "cannot be read: No such file or directory"),
        ("http://www.harbourpost.example/gone", "404 Not Found"),
        ("http://clean.example/report", "not an HTML page: PDF"),
        ("http://clean.example/empty", "empty page"),
        ("ftp://clean.example/x", "cannot be read: No such file or directory"),
    ],
)
def test_clean_says_what_is_wrong_in_one_line(desk: Desk, argument: str, reason: str) -> None:
    desk.web.outlets.extra["http://clean.example/report"] = page(b"%PDF-1.7", "application/pdf")
    desk.web.outlets.extra["http://clean.example/empty"] = page(b"")
    done = desk.scrapy("clean", argument)
    assert done.status == 1
    assert done.err == f"scrapy clean: {argument}: {reason}\n"


def test_clean_hides_terminal_codes(desk: Desk) -> None:
    body = "<!doctype html><title>Red \x1b[31malert</title><article><p>" + "A plain sentence about \x1b[2J boats. " * 20
    desk.web.outlets.extra["http://clean.example/codes"] = page(body)
    assert "\x1b" not in desk.scrapy("clean", "http://clean.example/codes").out


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 5000, b"%PDF-1.7", b"just a line of text", b"<" * 100_000])
def test_clean_any_file_says_what_is_wrong(desk: Desk, content: bytes) -> None:
    file = desk.folder / "any.html"
    file.write_bytes(content)
    done = desk.scrapy("clean", str(file))
    assert done.status == 1
    assert done.err.startswith(f"scrapy clean: {file}: ")
    assert len(done.err.splitlines()) == 1
