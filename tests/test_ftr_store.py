from __future__ import annotations

import pytest

from tests.archived_pages import exchange_with, keep, page, run
from tests.crawling import Desk

CONFIG = "title: //b\nstrip: //p[@class='ask']\ntitl: //h1\n"
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
    assert capsys.readouterr().out == "bridge.example.txt:3: unknown directive titl\n"


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
