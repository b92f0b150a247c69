"""One outlet that lists its news in every way there is: all of it is found, and nothing is dropped without a trace."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

SITE = "https://lists.example"
XML, HTML = "application/xml", "text/html; charset=utf-8"
WAYS = ("rss", "rdf", "atom", "json", "news-sitemap", "packed-sitemap", "text-sitemap", "front-page")
STORIES = {way: f"{SITE}/{way}/a-story-of-the-ferry-{number}" for number, way in enumerate(WAYS)}
LEFT_OUT = {
    "https://elsewhere.example/a-story-of-the-ferry-9": "listed, but of another site",
    f"{SITE}/report-of-the-year.pdf": "listed, but the address is that of a file",
}
SITEMAP = '<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{1}</{0}>'
NEWS = """<url><loc>{0}</loc><news:news><news:publication_date>2025-05-06T10:00:00Z</news:publication_date>
<news:title>The ferry in the news</news:title></news:news></url>"""
RSS_ITEMS = "".join(f"<item><title>T</title><link>{url}</link></item>" for url in (STORIES["rss"], *LEFT_OUT))
LISTS = {
    "robots.txt": page(f"User-agent: *\nAllow: /\nSitemap: {SITE}/index.xml", "text/plain"),
    "": page(
        '<!doctype html><html lang="en"><title>Lists</title>'
        '<link rel="alternate" type="application/rss+xml" href="rss">'
        '<link rel="alternate" type="application/rdf+xml" href="rdf">'
        '<link rel="alternate" type="application/atom+xml" href="atom">'
        f'<link rel="alternate" type="application/feed+json" href="json"><a href="{STORIES["front-page"]}">A story</a>'
    ),
    "rss": page(f'<rss version="2.0"><channel><title>N</title>{RSS_ITEMS}</channel></rss>', "application/rss+xml"),
    "rdf": page(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
        f'<title>N</title></channel><item rdf:about="{STORIES["rdf"]}"><title>T</title>'
        f"<link>{STORIES['rdf']}</link></item></rdf:RDF>",
        "application/rdf+xml",
    ),
    "atom": page(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>T</title>'
        f'<link href="{STORIES["atom"]}"/></entry></feed>',
        "application/atom+xml",
    ),
    "json": page(
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{STORIES["json"]}"}}]}}',
        "application/feed+json",
    ),
    "index.xml": page(
        SITEMAP.format(
            "sitemapindex",
            "".join(f"<sitemap><loc>{SITE}/{name}</loc></sitemap>" for name in ("news.xml", "old.xml.gz", "all.txt")),
        ),
        XML,
    ),
    "news.xml": page(SITEMAP.format("urlset", NEWS.format(STORIES["news-sitemap"])), XML),
    "old.xml.gz": Answer(
        200,
        gzip.compress(SITEMAP.format("urlset", f"<url><loc>{STORIES['packed-sitemap']}</loc></url>").encode()),
        {"Content-Type": "application/gzip"},
        "exact",
    ),
    "all.txt": page(STORIES["text-sitemap"], "text/plain"),
}  # fmt: skip


def story(title: str) -> Answer:
    text = "".join(
        f"<p>In month {month} the ferry of {title} came late and the baker stayed.</p>" for month in range(9)
    )
    return page(f"<!doctype html><html lang=en><head><title>The ferry of {title}</title></head><body><article>{text}")


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    web.outlets.extra = {f"{SITE}/{name}": answer for name, answer in LISTS.items()}
    web.outlets.extra |= {url: story(way) for way, url in STORIES.items()}
    return Desk(tmp_path_factory.mktemp("discovery"), web)


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    return desk.scrapy("crawl", "page", "-a", "site=lists.example")


@pytest.mark.parametrize("way", WAYS)
def test_story_is_found_wherever_it_is_listed(desk: Desk, ran: Ran, way: str) -> None:
    assert desk.reasons()[STORIES[way]] is None, ran.err


def test_where_it_was_found_is_kept(desk: Desk, ran: Ran) -> None:
    rows = desk.rows("SELECT url, found_in FROM fetches WHERE kind = 'page'")
    found = {row["url"]: row["found_in"].removeprefix(f"{SITE}/") for row in rows}
    expected = ["rss", "rdf", "atom", "json", "news.xml", "old.xml.gz", "all.txt", ""]
    assert [found[url] for url in STORIES.values()] == expected


def test_what_is_listed_and_not_asked_for_is_stored_once_with_the_reason(desk: Desk, ran: Ran, web: Server) -> None:
    desk.scrapy("crawl", "page", "-a", "site=lists.example")
    rows = desk.rows("SELECT url, error, found_in FROM fetches WHERE kind = 'left-out'")
    assert sorted((row["url"], row["error"]) for row in rows) == sorted(LEFT_OUT.items())
    assert {row["found_in"] for row in rows} == {f"{SITE}/rss"}
    assert not LEFT_OUT.keys() & web.outlets.count().keys()
    assert not desk.rows("SELECT * FROM failed_fetches WHERE kind = 'left-out'")
    assert [row["left_out"] for row in desk.rows("SELECT left_out FROM run_overview")] == [len(LEFT_OUT), 0]


def test_host_with_letters_beyond_ascii(web: Server, tmp_path: Path) -> None:
    host, written = "xn--fhre-loa.example", "fähre.example"
    links = f'<a href="https://{written}/wie-die-fähre-zu-spät-kam">A</a><a href="/wie-es-dem-bäcker-ging">B</a>'
    paths = ["wie-die-f%C3%A4hre-zu-sp%C3%A4t-kam", "wie-es-dem-b%C3%A4cker-ging"]
    web.outlets.extra = {f"https://{host}/": page(f"<!doctype html><title>F</title>{links}")}
    web.outlets.extra |= {f"https://{host}/{path}": story(path) for path in paths}
    desk = Desk(tmp_path, web)
    crawl = ("crawl", "page", "-a", f"site={written}")
    desk.scrapy(*crawl, STET_PAGES_PER_RUN="1")
    desk.scrapy(*crawl)
    assert desk.reasons() == {f"https://{host}/{path}": None for path in paths}
    assert {row["site"] for row in desk.rows("SELECT site FROM fetches")} == {host}
