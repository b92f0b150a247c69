from __future__ import annotations

import json

import pytest

from tests.archived_pages import SENTENCE, exchange_with, keep, page, run
from tests.crawling import Desk
from tests.web.outlets import Answer
from tests.web.outlets import page as page_answer

CONFIG = "title: //b\nstrip: //p[@class='ask']\ntitl: //h1\nprune: no\n"
BODY = page(1).replace(
    b"</article>", b"<b>Other</b><p class=ask>The tower was tall and the river was wide.</p></article>"
)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    (tmp_path / "ftr").mkdir()
    (tmp_path / "ftr" / "bridge.example.txt").write_text(CONFIG)
    desk = Desk(tmp_path)
    keep(desk, exchange_with(1, body=BODY), exchange_with(2, host="other.example"))
    monkeypatch.setattr("spiders.settings.STET_FTR_FOLDER", str(tmp_path / "ftr"))
    return desk


def test_reclean_uses_configs_where_no_site_file_is(desk, capsys):
    assert run(desk, "reclean") == 0
    assert capsys.readouterr().out == "1 pages read: 0 same, 1 changed, 0 found, 0 lost, 0 unreadable\n"
    assert desk.rows("SELECT title FROM articles WHERE id = 1") == [{"title": "Other"}]
    assert desk.rows("SELECT DISTINCT rule FROM removals WHERE layer = 'site-rule'") == [{"rule": "strip-2"}]
    assert (run(desk, "reclean"), run(desk, "reclean", "--verify")) == (0, 0)


def test_rules_tells_lines_that_are_not_used(desk, capsys):
    assert run(desk, "rules", "--ftr") == 1
    assert capsys.readouterr().out.splitlines() == [
        "bridge.example.txt:3: unknown directive titl",
        "bridge.example.txt:4: prune changes nothing here: each block is judged, whether or not the file names a body",
    ]


def test_lines_without_effect_alone_are_no_fault(desk, capsys):
    (desk.folder / "ftr" / "bridge.example.txt").write_text("tidy: no\n")
    assert run(desk, "rules", "--ftr") == 0
    assert (
        capsys.readouterr().out
        == "bridge.example.txt:1: tidy changes nothing here: every page goes through the same parser\n"
    )


def test_a_folder_that_is_none_is_told(desk, capsys, monkeypatch):
    monkeypatch.setattr("spiders.settings.STET_FTR_FOLDER", "/nowhere")
    assert run(desk, "reclean") == 1
    assert "STET_FTR_FOLDER=/nowhere: no such folder" in capsys.readouterr().err
    ran = desk.scrapy("crawl", "page", "-a", "url=https://bridge.example/", STET_FTR_FOLDER="/nowhere")
    assert (ran.status, "Traceback" in ran.err) == (2, False)


def test_rules_of_an_unknown_site_are_an_error(desk, capsys):
    assert run(desk, "rules", "nosuch") == 1
    assert capsys.readouterr().err == "scrapy rules: nosuch: nothing is stored of such a site\n"


def test_crawls_use_configs(web, tmp_path):
    (tmp_path / "harbourpost.example.txt").write_text("title: //p[1]\n")
    desk = Desk(tmp_path, web)
    ran = desk.scrapy("crawl", "page", "-a", "site=www.harbourpost.example", STET_FTR_FOLDER=str(tmp_path))
    assert ran.status == 0, ran.err
    titles = [row["title"] for row in desk.rows("SELECT title FROM articles")]
    assert min(map(len, titles)) > 40
    assert desk.rows("SELECT DISTINCT rules_version != '' AS named FROM versions") == [{"named": 1}]


def test_clean_uses_configs_for_files_and_addresses(web, tmp_path):
    (tmp_path / "plain.example.txt").write_text("title: //b\nstrip: //p[@class='ask']\n")
    (tmp_path / "saved.html").write_bytes(BODY)
    web.outlets.extra = {"https://plain.example/news/1": page_answer(BODY)}
    desk, url = Desk(tmp_path, web), "https://plain.example/news/1"
    for arguments in (("clean", str(tmp_path / "saved.html"), "--url", url), ("clean", url)):
        ran = desk.scrapy(*arguments, "--json", STET_FTR_FOLDER=str(tmp_path))
        result = json.loads(ran.out)
        assert (ran.status, result["article"]["title"]) == (0, "Other")
        assert "strip-2" in {removal["rule"] for removal in result["removals"]}
    nowhere = desk.scrapy("clean", url, STET_FTR_FOLDER="/nowhere")
    assert (nowhere.status, "Traceback" in nowhere.err) == (1, False)
    assert "STET_FTR_FOLDER=/nowhere: no such folder" in nowhere.err


PARTED = page(1).replace(b"<article>", b"<a class=whole href='/news/1/all'>On one page</a><article>")
WHOLE = page(1).replace(b"</article>", f"<p>{SENTENCE.format(177)}</p></article>".encode())
CONFIG_OF_WHOLE = "single_page_link: //a[@class='whole']\nif_page_contains: //article\n"


@pytest.fixture
def parted(web, tmp_path):
    """A crawl of a page that links the whole of its article, and of what the link leads to."""

    def crawl(config=CONFIG_OF_WHOLE, **answers):
        (tmp_path / "parted.example.txt").write_text(config)
        web.outlets.extra = {f"https://parted.example{path}": answer for path, answer in PARTS.items()}
        web.outlets.extra |= {f"https://parted.example/{name}": answer for name, answer in answers.items()}
        desk = Desk(tmp_path, web)
        ran = desk.scrapy("crawl", "page", "-a", "url=https://parted.example/news/1", STET_FTR_FOLDER=str(tmp_path))
        assert (ran.status, "Traceback" in ran.err) == (0, False), ran.err
        return desk

    return crawl


PARTS = {"/news/1": page_answer(PARTED), "/news/1/all": page_answer(WHOLE)}
FETCHES = "SELECT url_asked, url, outcome, error, found_as, found_in FROM fetches WHERE kind = 'page' ORDER BY id"


def test_the_whole_is_fetched_in_place_of_the_part(parted):
    desk = parted()
    (fetch,) = desk.rows("SELECT url_asked, url, redirects, outcome, warc_offset FROM fetches WHERE kind = 'page'")
    (hop,) = json.loads(fetch["redirects"])
    assert (fetch["url_asked"], fetch["url"]) == ("https://parted.example/news/1", "https://parted.example/news/1/all")
    assert (hop["url"], hop["status"]) == ("https://parted.example/news/1", 200)
    assert 0 < hop["offset"] != fetch["warc_offset"]
    (stored,) = desk.rows("SELECT text FROM versions")
    assert SENTENCE.format(177) in stored["text"]
    assert desk.scrapy("reclean", "--verify", STET_FTR_FOLDER=str(desk.folder)).status == 0


def test_the_part_is_read_where_its_condition_does_not_hold(parted):
    desk = parted(CONFIG_OF_WHOLE.replace("//article", "//table"))
    assert [row["url"] for row in desk.rows(FETCHES)] == ["https://parted.example/news/1"]
    assert SENTENCE.format(177) not in desk.rows("SELECT text FROM versions")[0]["text"]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"robots.txt": page_answer("User-agent: *\nDisallow: /news/1/all", "text/plain")}, "robots.txt forbids it"),
        ({"news/1/all": Answer(404, b"no", {"Content-Type": "text/html"})}, "404 Not Found"),
        ({"news/1/all": page_answer("<html><body></body></html>")}, "no text on the page"),
    ],
)
def test_the_part_is_read_where_the_whole_cannot_be_had(parted, answers, reason):
    desk = parted(**answers)
    whole, part = desk.rows(FETCHES)
    assert (whole["url_asked"], whole["outcome"]) == ("https://parted.example/news/1/all", "failed")
    assert (whole["found_as"], whole["found_in"]) == ("single-page-link", "https://parted.example/news/1")
    assert reason in whole["error"]
    assert (part["url"], part["outcome"], part["found_as"]) == ("https://parted.example/news/1", "stored", "argument")


def test_a_link_to_another_site_or_to_the_page_itself_is_not_followed(parted):
    elsewhere = PARTED.replace(b"/news/1/all", b"https://elsewhere.example/all")
    desk = parted(**{"news/1": page_answer(elsewhere)})
    assert [row["outcome"] for row in desk.rows(FETCHES)] == ["stored"]
