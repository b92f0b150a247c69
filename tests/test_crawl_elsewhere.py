"""Lists that lie on another host, lead through services, go on on further pages or stand behind a refresh tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from tests.web.server import Server

SITE, FEEDS = "https://outlet.example", "https://feeds.example"
WAYS = ("host", "origlink", "service", "second", "sitemap", "deep", "refreshed")
STORIES = {way: f"{SITE}/news/a-story-of-the-ferry-{way}" for way in WAYS}
STRANGE = "https://stranger.example/news/a-story-of-another-outlet"
COUNTER = "https://feedproxy.google.com/~r/outlet/~3"
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
INDEX = "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>"


def refresh(target: str) -> Answer:
    return page(f"<html><head><META HTTP-EQUIV=Refresh CONTENT='0; URL={target}'></head></html>")


def feed(*items: str, extra: str = "") -> Answer:
    spaces = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    entries = "".join(f"<item><title>T</title>{item}</item>" for item in items)
    return page(f'<rss version="2.0" {spaces}><channel><title>N</title>{extra}{entries}</channel></rss>', "text/xml")


def story(way: str) -> Answer:
    text = "".join(f"<p>In month {month} the ferry of {way} came late and the baker stayed.</p>" for month in range(9))
    return page(f"<!doctype html><html lang=en><head><title>The ferry of {way}</title></head><body><article>{text}")


ANSWERS = {
    f"{SITE}/robots.txt": page("User-agent: *\nSitemap: /maps/news.xml\nSitemap: /maps/a.xml", "text/plain"),
    f"{SITE}/": refresh("/en/"),
    f"{SITE}/en/": page(
        "<!doctype html><title>Outlet</title>"
        f'<link rel="alternate" type="text/xml" title="RSS" href="{FEEDS}/outlet.rss">'
    ),
    f"{FEEDS}/outlet.rss": feed(
        f"<link>{STORIES['host']}</link>",
        f"<link>{COUNTER}/a</link><feedburner:origLink>{STORIES['origlink']}</feedburner:origLink>",
        f"<link>{COUNTER}/b</link>",
        f"<link>{COUNTER}/c</link>",
        f"<link>{STRANGE}</link>",
        f"<link>{SITE}/news/the-splash-before-the-story</link>",
        extra=f'<atom:link rel="next" href="{FEEDS}/outlet.rss?page=2"/>',
    ),
    f"{FEEDS}/outlet.rss?page=2": feed(f"<link>{STORIES['second']}</link>"),
    f"{COUNTER}/b": Answer(301, b"", {"Location": STORIES["service"]}),
    f"{COUNTER}/c": Answer(301, b"", {"Location": STRANGE}),
    f"{SITE}/news/the-splash-before-the-story": refresh(STORIES["refreshed"]),
    f"{SITE}/maps/news.xml": page(MAP.format(STORIES["sitemap"]), "application/xml"),
    f"{SITE}/maps/a.xml": page(INDEX.format(f"{SITE}/maps/b.xml"), "application/xml"),
    f"{SITE}/maps/b.xml": page(INDEX.format(f"{SITE}/maps/c.xml"), "application/xml"),
    f"{SITE}/maps/c.xml": page(MAP.format(STORIES["deep"]), "application/xml"),
    STRANGE: story("stranger"),
}


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    web.outlets.extra = ANSWERS | {url: story(way) for way, url in STORIES.items()}
    return Desk(tmp_path_factory.mktemp("elsewhere"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    return desk.scrapy("crawl", "page", "-a", "site=outlet.example")


@pytest.mark.parametrize("way", WAYS)
def test_story_is_found_wherever_its_list_lies(desk: Desk, ran: Ran, way: str) -> None:
    stored = {row["url"] for row in desk.rows("SELECT url FROM articles")}
    assert STORIES[way] in stored, ran.err


def test_what_is_of_another_site_is_no_article_and_has_its_reason(desk: Desk, ran: Ran) -> None:
    assert len(desk.rows("SELECT id FROM articles")) == len(WAYS)
    rows = desk.rows(
        "SELECT url_asked, error FROM fetches WHERE error LIKE '%another site%' OR error LIKE '%of another%'"
    )
    assert {row["url_asked"]: row["error"] for row in rows} == {
        STRANGE: "listed, but of another site",
        f"{COUNTER}/c": "leads to another site",
    }


def test_all_is_stored_under_the_site_that_was_asked_for(desk: Desk, ran: Ran) -> None:
    rows = desk.rows("SELECT DISTINCT site FROM fetches WHERE kind IN ('feed', 'sitemap', 'front-page', 'left-out')")
    assert [row["site"] for row in rows] == ["outlet.example"]


def test_a_domain_on_which_nothing_is_found_is_a_failure_that_says_what_was_tried(web: Server, desk: Desk) -> None:
    web.outlets.extra = {"https://empty.example/": page("<!doctype html><title>Empty</title>")}
    ran = desk.scrapy("crawl", "page", "-a", "site=empty.example")
    assert ran.status == 1
    assert "no news was found; tried https://empty.example/, https://empty.example/sitemap.xml" in ran.err
