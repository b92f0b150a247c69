"""Feeds, sitemaps and front pages are read into the same records."""

from __future__ import annotations

import gzip
import time
from html import escape

import pytest
from scrapy.http import HtmlResponse

from spiders.discovery.feeds import read_feed
from spiders.discovery.front_pages import looks_like_article, read_front_page, same_site
from spiders.discovery.listing import Listed
from spiders.discovery.order import newest_first, newest_lists
from spiders.discovery.readers import read_listing
from spiders.discovery.sitemaps import LARGEST, read_sitemap
from spiders.web.refresh import refresh_target
from storage import FetchKind

BASE = "https://news.example/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>One &amp; only</title><link>/2025/one</link><pubDate>Tue, 06 May 2025 09:15:00 +0300</pubDate></item>
<item><title>No link</title></item><item><guid>https://news.example/2025/two#top</guid></item></channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>N</title></channel>
<item rdf:about="https://news.example/a"><title>A</title><link>https://news.example/a</link>
<dc:date>2025-05-06T10:00:00+02:00</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>A</title><link href="https://news.example/a"/>
<updated>2025-05-06T10:00:00+02:00</updated></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [
{"url": "/a", "title": "A", "date_published": "2025-05-06"},
{"id": "no address"}, 7]}"""
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://news.example/a </loc><news:news>
<news:publication><news:name>N</news:name></news:publication><news:publication_date>2025-05-06</news:publication_date>
<news:title>Ärger</news:title></news:news></url></urlset>"""
INDEX = b"""<sitemapindex>
<sitemap><loc>https://news.example/s1.xml</loc><lastmod>2025-05-06</lastmod></sitemap></sitemapindex>"""
ENTITIES = b"""<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://news.example/&c;&f;</loc></url></urlset>"""


def test_read_feed_rss() -> None:
    listing = read_feed(RSS, BASE, "text/xml")
    assert listing.pages[0] == Listed("https://news.example/2025/one", "One & only", "2025-05-06T06:15:00+00:00")
    assert [page.url for page in listing.pages] == ["https://news.example/2025/one", "https://news.example/2025/two"]
    assert listing.trusted


@pytest.mark.parametrize("body", [RDF, ATOM])
def test_read_feed_rdf_and_atom(body: bytes) -> None:
    (page,) = read_feed(body, BASE).pages
    assert (page.url, page.title) == ("https://news.example/a", "A")
    assert "2025-05-06T08:00:00+00:00" in {page.published, page.modified}


def test_read_feed_json() -> None:
    pages = read_feed(JSON, BASE).pages
    assert pages[0] == Listed("https://news.example/a", "A", "2025-05-06")


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>no feed", b"{}", b'{"version": 1, "items": []}', b"{" * 9999, b"\x00\xff"]
)
def test_read_feed_says_what_is_none(body: bytes) -> None:
    assert str(read_feed(body, BASE).error).startswith("not a feed")


def test_read_feed_never_reads_a_file() -> None:
    assert read_feed(b"/etc/passwd", BASE).pages == ()
    assert read_feed(b"file:///etc/passwd", BASE).error == "not a feed"


def test_read_feed_keeps_entities_small() -> None:
    bomb = ENTITIES.replace(b"urlset", b"rss").replace(b"<url><loc>", b"<channel><item><title>&c;</title><link>")
    listing = read_feed(bomb.replace(b"</loc></url>", b"</link></item></channel>"), BASE)
    assert "root:" not in str(listing)
    assert len(str(listing)) < 2000


def test_read_sitemap_keeps_news_dates_and_titles() -> None:
    listing = read_sitemap(NEWS.encode(), BASE)
    assert listing.pages == (Listed("https://news.example/a", "Ärger", "2025-05-06"),)
    assert listing.trusted


def test_read_sitemap_packed_and_index() -> None:
    listing = read_sitemap(gzip.compress(INDEX), BASE)
    assert listing.lists == (Listed("https://news.example/s1.xml", None, None, "2025-05-06"),)
    assert not listing.trusted


def test_read_sitemap_packed_in_parts() -> None:
    whole = NEWS.encode()
    listing = read_sitemap(gzip.compress(whole[:200]) + gzip.compress(whole[200:]), BASE)
    assert [page.url for page in listing.pages] == ["https://news.example/a"]


def test_read_sitemap_bounds_what_is_unpacked() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * LARGEST)
    assert read_sitemap(bomb, BASE).error == "not a sitemap: more than 60 MB unpacked"
    assert (
        read_sitemap(gzip.compress(b" " * (LARGEST // 2)) * 3, BASE).error == "not a sitemap: more than 60 MB unpacked"
    )


def test_read_sitemap_plain_text() -> None:
    listing = read_sitemap(b"https://news.example/a\nnonsense\nhttps://news.example/b\n", BASE)
    assert [page.url for page in listing.pages] == ["https://news.example/a", "https://news.example/b"]


def test_read_sitemap_cut_short_keeps_what_came() -> None:
    listing = read_sitemap(NEWS.encode()[:-9] + b"<url><loc>https://news.ex", BASE)
    assert [page.url for page in listing.pages] == ["https://news.example/a"]


@pytest.mark.parametrize("body", [b"", b"<html>no", b"nothing", b"\x1f\x8bbroken", b"<a>" * 100_000])
def test_read_sitemap_says_what_is_none(body: bytes) -> None:
    assert str(read_sitemap(body, BASE).error).startswith("not a sitemap")


def test_read_sitemap_expands_no_entities() -> None:
    assert "root:" not in str(read_sitemap(ENTITIES, BASE))
    assert "aaaa" not in str(read_sitemap(ENTITIES, BASE))


def test_read_front_page_finds_links_and_feeds() -> None:
    body = b"""<base href="/de/"><link rel="alternate" type="application/rss+xml" href="feed.xml">
    <a href="a#x">A <b>link</b></a>
    <a href="https://other.example/b">b</a><a href="mailto:x@y.example">c</a><a href="javascript:alert(1)">d</a>"""
    listing = read_front_page(body, "https://www.news.example/")
    assert listing.pages == (Listed("https://www.news.example/de/a", "A link"),)
    assert listing.lists == (Listed("https://www.news.example/de/feed.xml"),)


def test_read_listing_knows_its_reader() -> None:
    assert read_listing(FetchKind.SITEMAP, INDEX, BASE, "").lists
    assert read_listing(FetchKind.FEED, RSS, BASE, "").pages
    assert read_listing(FetchKind.FRONT_PAGE, b"<a href=/x>x</a>", BASE, "").pages


@pytest.mark.parametrize(
    "path",
    [
        "2025/04/10/russia-and-us-talks-a88689",
        "politics/how-fox-news-took-down-roger-ailes.html",
        "news/politics/11333783",
        "a/sieben-berufe-die-zukunft-haben,3050673",
        "2025-05-21-budget-army-of-collectors/",
        "artikel/kuehe",
    ],
)
def test_looks_like_article(path: str) -> None:
    assert looks_like_article(f"https://news.example/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "politics",
        "tag/a-long-name-of-a-tag",
        "author/jane-b-von-doe",
        "2025/05/",
        "report-of-the-year-2025.pdf",
        "login",
    ],
)
def test_looks_like_no_article(path: str) -> None:
    assert not looks_like_article(f"https://news.example/{path}")


def test_same_site() -> None:
    assert same_site("https://www.news.example/", "http://m.news.example/x")
    assert not same_site("https://news.example/", "https://badnews.example/")


NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PICTURE = "<image:image><image:loc>https://news.example/p.jpg</image:loc></image:image>"


@pytest.mark.parametrize("declared", ["", ' xmlns:image="i" xmlns:news="n"'])
def test_read_sitemap_takes_the_entry_and_not_its_picture(declared: str) -> None:
    news = "<news:news><news:publication_date>2025-05-06</news:publication_date><news:title>T</news:title></news:news>"
    entry = f"<url>{PICTURE}<loc>https://news.example/a</loc>{news}</url>"
    listing = read_sitemap(f"<urlset {NAMESPACE}{declared}>{entry}</urlset>".encode(), BASE)
    assert (listing.pages, listing.trusted) == ((Listed("https://news.example/a", "T", "2025-05-06"),), True)


@pytest.mark.parametrize(
    ("feed", "following"),
    [
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?p=2"/></feed>', f"{BASE}?p=2"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="http://www.iana.org/NEXT" href="/2"/></feed>', "https://news.example/2"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="prev-archive" href="/old"/></feed>', "https://news.example/old"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [], "next_url": "/2"}', "https://news.example/2"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [], "next_url": 7}', None),
        (RSS, None),
    ],
)  # fmt: skip
def test_read_feed_says_where_it_goes_on(feed: bytes, following: str | None) -> None:
    assert read_feed(feed, BASE).following == following


ODD_TYPES = ["application/x.atom+xml", "application/rss xml", "rss", "application/xml+rss", "application/json+feed"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="text/xml" href="/rss/index.xml">',
        '<link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" href="/all">',
        '<link rel="alternate" title="RSS" href="/all">',
        '<link rel="feed" href="/all">',
        '<a href="/rss/all">Feed</a>',
        *(f'<link rel="alternate" type="{kind}" href="/all">' for kind in ODD_TYPES),
        '<link rel="service.feed" type="application/atom+xml" href="/all">',
        '<link rel="alternate" type="application/rss+xml" href="feed:https://news.example/all">',
        '<link rel="alternate" type="application/rss+xml" href="feed://news.example/all">',
        '<a href="/?feed=rss2">Entries</a>',
        '<a href="/index.php?option=news&amp;format=feed&amp;type=rss">Entries</a>',
        '<map><area href="/rss/all"></map>',
        '<a href="https://feeds.service.example/news">Entries</a>',
    ],
)
def test_read_front_page_finds_feeds_of_odd_types(link: str) -> None:
    (feed,) = read_front_page(f"<html><head>{link}</head></html>".encode(), BASE).lists
    assert feed.url in {
        "https://news.example/rss/index.xml",
        "https://news.example/all",
        "https://news.example/rss/all",
        "https://news.example/?feed=rss2",
        "https://news.example/index.php?option=news&format=feed&type=rss",
        "https://feeds.service.example/news",
    }


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
        '<link rel="alternate" type="text/xml+oembed" href="/oembed?format=xml">',
        '<link rel="alternate" hreflang="de" href="/de/feed">',
        '<link rel="stylesheet" href="/feed.css">',
        '<a href="/news/what-we-feed-our-cats">Cats</a>',
    ],
)
def test_read_front_page_takes_nothing_else_for_a_feed(link: str) -> None:
    assert read_front_page(f"<html><head>{link}</head></html>".encode(), BASE).lists == ()


DATES = [
    ("Fri, 27 Nov 2026 10:00:00 GMT", "Sat, 28 Nov 2026 09:00:00 GMT"),
    ("28.10.2026 10:00", "27.11.2026 09:00"),
    ("2026/11/27", "2026/11/28 10:00"),
    ("1795000000", "1795100000000"),
    ("2026-10", "2026-11"),
    ("2025", "2026"),
    ("9999999999999", "2026-11-27"),
]


@pytest.mark.parametrize(
    "pages",
    [
        [
            Listed("https://n.example/a", modified="2025-05-06T08:00:00+02:00"),
            Listed("https://n.example/b", modified="2025-05-06T07:00:00Z"),
        ],
        [Listed("https://n.example/a", "T", "2024-12-31"), Listed("https://n.example/b", "T", "2025-01-01")],
        [Listed("https://n.example/2024/05/06/z"), Listed("https://n.example/2025/05/06/a")],
        [Listed("https://n.example/20240506-z"), Listed("https://n.example/20250506-a")],
        [
            Listed("https://n.example/story-99", modified="2025-05-06"),
            Listed("https://n.example/story-101", modified="2025-05-06"),
        ],
        [Listed("https://n.example/story-99"), Listed("https://n.example/story-101")],
        [Listed("https://n.example/2026/oct/28/z"), Listed("https://n.example/2026/nov/27/a")],
        [Listed("https://n.example/28-10-2026/z"), Listed("https://n.example/27-11-2026/a")],
        [
            Listed("https://n.example/2026/z", modified="2026-11-26"),
            Listed("https://n.example/2026/a", modified="2026-11-27"),
        ],
        *(
            [Listed("https://n.example/z", modified=old), Listed("https://n.example/a", modified=new)]
            for old, new in DATES
        ),
        [Listed("https://n.example/about"), Listed("https://n.example/2025/05/06/a")],
        [Listed("https://n.example/a", modified="soon"), Listed("https://n.example/b", modified="2001-01-01")],
        [
            Listed("https://n.example/a", modified="0001-01-01T00:00:00+14:00"),
            Listed("https://n.example/b", "T", "1999-01-01"),
        ],
    ],
)
def test_newest_first_whichever_way_a_list_is_sorted(pages: list[Listed]) -> None:
    assert newest_first(pages) == newest_first(pages[::-1]) == pages[::-1]


def test_newest_lists_reads_news_first_and_years_backwards() -> None:
    names = ["2024.xml", "part-9.xml", "part-10.xml", "2025-01.xml", "news.xml"]
    ranked = [
        listed.url.rpartition("/")[2] for listed in newest_lists(Listed(f"https://n.example/{name}") for name in names)
    ]
    assert ranked == ["news.xml", "2025-01.xml", "2024.xml", "part-10.xml", "part-9.xml"]


ENTRY = "<url><loc>https://news.example/a?b=1&amp;c=2</loc></url>"
WRITTEN = f'<?xml version="1.0" encoding="utf-16"?><urlset {NAMESPACE}>{ENTRY}</urlset>'
PLAIN = f"<urlset {NAMESPACE}>{ENTRY}</urlset>"


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        WRITTEN.encode("utf-16"),
        WRITTEN.encode("utf-16-le"),
        f"\ufeff\ufeff{PLAIN}",
        PLAIN.replace("&amp;", "&"),
        PLAIN.replace("&amp;", "&amp;amp;"),
        PLAIN.replace("https://news.example/a?b=1&amp;c=2", "<![CDATA[https://news.example/a?b=1&c=2]]>"),
        PLAIN.replace("<loc>", "<loc><!-- here -->"),
        f"<br />\n<b>Warning</b>: nothing in <b>/a.php</b><br />\n{PLAIN}",
        f"Warning: nothing in line 7\n{PLAIN}",
        f"<!-- made > by hand -->\n{ENTRY}",
        gzip.compress(gzip.compress(PLAIN.encode())),
        "\ufeffhttps://news.example/a?b=1&c=2\r\n",
        "https://news.example/a?b=1&c=2\n".encode("utf-16"),
    ],
)
def test_read_sitemap_however_it_is_written(body: str | bytes) -> None:
    listing = read_sitemap(body.encode() if isinstance(body, str) else body, BASE)
    assert [page.url for page in listing.pages] == ["https://news.example/a?b=1&c=2"]


def test_read_sitemap_takes_all_entries_where_there_is_no_root() -> None:
    assert len(read_sitemap((ENTRY + ENTRY.replace("/a", "/b")).encode(), BASE).pages) == 2


@pytest.mark.parametrize("name", ["sitemap-2.xml", "news/part.xml.gz"])
def test_a_sitemap_that_is_listed_as_a_page_is_a_list(name: str) -> None:
    listing = read_sitemap(f"<urlset><url><loc>/{name}</loc></url>{ENTRY}</urlset>".encode(), BASE)
    assert [listed.url for listed in listing.lists] == [f"https://news.example/{name}"]
    assert len(listing.pages) == 1


@pytest.mark.parametrize(
    ("kind", "body"), [(FetchKind.SITEMAP, RSS), (FetchKind.SITEMAP, ATOM), (FetchKind.FEED, NEWS.encode())]
)
def test_a_feed_may_be_named_as_a_sitemap_and_the_other_way_round(kind: FetchKind, body: bytes) -> None:
    listing = read_listing(kind, body, BASE, "text/xml")
    assert listing.error is None
    assert listing.pages
    assert listing.trusted


def test_read_feed_in_utf_16() -> None:
    assert read_feed(JSON.decode().encode("utf-16"), BASE).pages[0].url == "https://news.example/a"


@pytest.mark.parametrize(
    "said",
    [
        "0; url=/new",
        "0;URL='/new'",
        '0; url="/new"',
        "0;; url=/new",
        "5,/new",
        "0\n;url = /new",
        "url=/new",
    ],
)
def test_a_refresh_leads_on(said: str) -> None:
    tag = f"<meta http-equiv=Refresh content='{escape(said)}'>"
    assert refresh_target(HtmlResponse(BASE, body=f"<html>{tag}".encode())) == "https://news.example/new"
    assert refresh_target(HtmlResponse(BASE, headers={"Refresh": said}, body=b"<p>")) == "https://news.example/new"


@pytest.mark.parametrize("said", ["300", "300; url=/new", "", "0; url=", "0; url=/feed"])
def test_a_page_that_shows_itself_again_leads_nowhere(said: str) -> None:
    tag = f"<meta http-equiv=refresh content='{said}'>"
    assert refresh_target(HtmlResponse(BASE, body=f"<html>{tag}".encode())) is None
    assert refresh_target(HtmlResponse(BASE, headers={"Refresh": said}, body=b"<p>")) is None


def test_odd_lists_are_read_in_linear_time() -> None:
    for piece in (b"<!-- >", b"<?x ", b"&", b"&#", b"<!---->", b"<url>"):
        started = time.process_time()
        read_sitemap(piece * 200_000, BASE)
        assert time.process_time() - started < 5
