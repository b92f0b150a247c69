"""The bundled web, crawled end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran

if TYPE_CHECKING:
    from tests.web.server import Server

OUTLETS = "www.harbourpost.example,www.nordbote.example,www.lettre-du-lac.example"
POST = "www.harbourpost.example/2025/05"


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("crawl"), web)


@pytest.fixture(scope="module")
def first(desk: Desk) -> Ran:
    return desk.scrapy("crawl", "page", "-a", f"site={OUTLETS}", "-O", f"{desk.folder}/articles.jsonl")


@pytest.fixture(scope="module")
def second(desk: Desk, first: Ran) -> Ran:
    desk.web.outlets.asked.clear()
    return desk.scrapy("crawl", "page", "-a", f"site={OUTLETS}")


def test_crawl_succeeds(first: Ran) -> None:
    assert first.status == 0, first.err
    assert "Traceback" not in first.err
    assert "No contact" not in first.err


def test_crawl_stores_every_listed_article(desk: Desk, first: Ran) -> None:
    titles = {row["title"] for row in desk.rows("SELECT title FROM articles")}
    assert {"Volunteers raise £90,000 for a new lifeboat", "Ferry fares go up by a tenth"} <= titles
    assert {"Musikschule sucht 1200 Mitglieder", "Une librairie flottante accoste au port"} <= titles


def test_crawl_reads_windows_1252(desk: Desk, first: Ran) -> None:
    (row,) = desk.rows("SELECT text FROM articles JOIN versions ON versions.id = version WHERE url LIKE '%faehre%'")
    assert "„höchstens drei Jahre“" in row["text"]


def test_crawl_asks_for_each_page_once(desk: Desk, first: Ran) -> None:
    pages = [row["url_asked"] for row in desk.rows("SELECT url_asked FROM fetches WHERE kind = 'page'")]
    keys = [url.partition("://")[2].partition("?")[0] for url in pages]
    assert sorted(keys) == sorted(set(keys))


def test_crawl_obeys_robots_txt(desk: Desk, first: Ran, web: Server) -> None:
    assert not [url for url in web.outlets.count() if "/drafts/" in url]
    assert desk.reasons()["https://www.harbourpost.example/drafts/not-for-robots-2025-05-07-story"] == (
        "robots.txt forbids it"
    )


def test_crawl_gives_plain_reasons(desk: Desk, first: Ran) -> None:
    reasons = desk.reasons()
    assert reasons[f"https://{POST}/a-story-that-was-taken-down"] == "404 Not Found"
    assert reasons["http://www.harbourpost.example/loop"] == "redirected too often"
    assert "asked for already" in str(reasons["http://www.harbourpost.example/p/1204"])


def test_crawl_exports_the_clean_article(desk: Desk, first: Ran) -> None:
    items = {item["title"]: item for item in desk.items("articles.jsonl")}
    item = items["Ferry fares go up by a tenth"]
    assert item["text"].startswith("A return ticket to the islands")
    assert item["site"] == "harbourpost.example"
    assert item["outcome"] == "stored"


def test_crawl_keeps_where_a_link_was_found(desk: Desk, first: Ran) -> None:
    (row,) = desk.rows("SELECT found_in, found_as FROM fetches WHERE url LIKE '%musikschule%'")
    assert (row["found_in"], row["found_as"]) == ("https://www.nordbote.example/", "front-page")


def test_crawl_archives_every_response(desk: Desk, first: Ran) -> None:
    rows = desk.rows("SELECT url FROM fetches WHERE status IS NOT NULL AND warc_file IS NULL")
    assert rows == []


def test_crawl_says_who_asks(web: Server, first: Ran) -> None:
    agents = {asked.headers["user-agent"] for asked in web.outlets.asked}
    assert agents == {"Stet/0.1 (news archive) +tests@stet.example"}


def test_crawl_again_asks_for_lists_alone(desk: Desk, second: Ran, web: Server) -> None:
    pages = [url for url in web.outlets.count() if "/2025/05/" in url or "/articles/" in url]
    assert second.status == 0
    assert pages == []


def test_crawl_again_sends_validators(desk: Desk, second: Ran) -> None:
    (row,) = desk.rows("SELECT count(*) AS n FROM fetches WHERE run = 2 AND outcome = 'not-modified'")
    assert row["n"] >= 5


def test_crawl_closes_its_run(desk: Desk, second: Ran) -> None:
    rows = desk.rows("SELECT spider, reason, finished_at FROM runs")
    assert [(row["spider"], row["reason"]) for row in rows] == [("page", "finished")] * 2


def test_crawl_summary_counts(first: Ran) -> None:
    assert "page: finished" in first.err
    assert "1 x 404 Not Found" in first.err
