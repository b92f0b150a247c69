"""``scrapy add-site --from`` of lists as people have them, and ``scrapy list --opml``, which it reads back."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from extractors.sites.site_file import load_sites
from spiders.discovery.opml import read_outlets, written
from tests.crawling import Desk, Ran
from tests.web.outlets import Answer, page

if TYPE_CHECKING:
    from tests.web.server import Server

FEED = """<rss version="2.0"><channel><title>{host}</title><link>https://{host}/</link>{items}</channel></rss>"""
ITEM = "<item><title>Story {n}</title><link>https://{host}/2026/05/story-number-{n}</link></item>"
OPML = """<?xml version="1.0"?>
<opml version="1.0"><body><outline text="News">
  <outline text="The Bell" type="rss" xmlUrl="http://bell.example/feed" htmlUrl="http://bell.example/"/>
  <outline text="Drum &amp; Fife" xmlurl="http://feeds.feedburner.com/drum"/>
  <outline text="Gone" type="rss" xmlUrl="http://gone.example/feed" htmlUrl="http://gone.example/"/>
  <outline text="The Moscow Times" type="rss" htmlUrl="https://www.themoscowtimes.com/"/>
  <outline text="Moved" type="rss" htmlUrl="https://moved.example/"/>
  <outline text="None" xmlUrl="a letter to a friend"/>
</outline></body></opml>"""


def named(content: str) -> list[tuple[str | None, tuple[str, ...], str | None]]:
    return [(outlet.home, outlet.feeds, outlet.title) for outlet in read_outlets(content.encode())]


@pytest.mark.parametrize(
    "content",
    [
        "a.example\nhttps://b.example/feed\n",
        "# mine\r\n\r\n- https://a.example/  # the first, of two\r\n- feed://b.example/feed\r\n",
        "\ufeffurl\nHTTPS://A.example\nhttps://b.example/feed",
        "name;homepage;twitter url\nA;a.example;https://twitter.com/a\n;https://b.example/feed;\n;;\n",
        '<opml><body><outline htmlUrl="https://a.example/x"/><outline xmlUrl="b.example/feed"/></body></opml>',
        '<?xml version="1.0"?><opml><outline url="a.example"/>&nbsp;<outline XMLURL="https://b.example/feed">',
    ],
)
def test_a_list_is_told_by_its_content(content: str) -> None:
    found = named(content)
    assert [(home, feeds) for home, feeds, _ in found] == [
        ("https://a.example/", ()),
        (None, ("https://b.example/feed",)),
    ]


@pytest.mark.parametrize(
    ("content", "outlet"),
    [
        (
            'Name,URL,RSS\n"Post, The",https://post.example/en/,https://feeds.post.example/a https://cdn.example/b\n',
            ("https://post.example/", ("https://feeds.post.example/a", "https://cdn.example/b"), "Post, The"),
        ),
        ("post.example\nhttps://rss.post.example/a", ("https://post.example/", ("https://rss.post.example/a",), None)),
        ("http://post.example:8080/", ("http://post.example:8080/", (), None)),
        ("zeitung-für.example/feed", (None, ("https://xn--zeitung-fr-ieb.example/feed",), None)),
    ],
)
def test_what_is_of_one_outlet_is_together(
    content: str, outlet: tuple[str | None, tuple[str, ...], str | None]
) -> None:
    assert named(content) == [outlet]


@pytest.mark.parametrize(
    "content", [b"", b"a letter to a friend", b"<html><p>no</p></html>", b"\x00\x01\xff" * 50, b"<", b"{}"]
)
def test_what_names_no_outlet_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"neither OPML nor CSV nor a list|XML that cannot be read"):
        read_outlets(content)


def test_the_list_of_sites_is_read_back() -> None:
    sites = load_sites()
    outlets = {outlet.home: outlet for outlet in read_outlets(written(sites.values()))}
    assert len(outlets) == len(sites)
    for site in sites.values():
        (outlet,) = (each for each in outlets.values() if each.title == site.title)
        assert outlet.feeds == site.news.feeds


@pytest.fixture(scope="module")
def desk(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    extra = web.outlets.extra
    for host in ("bell.example", "drum.example"):
        items = "".join(ITEM.format(host=host, n=n) for n in range(9))
        extra[f"http://{host}/feed"] = page(FEED.format(host=host, items=items), "application/rss+xml")
        extra[f"https://{host}/"] = extra[f"http://{host}/"] = page(f"<title>{host}</title><p>Welcome.")
    extra["http://feeds.feedburner.com/drum"] = extra["http://drum.example/feed"]
    extra["https://moved.example/"] = Answer(301, b"", {"Location": "https://www.themoscowtimes.com/"})
    extra["https://empty.example/"] = page("<title>Empty</title><p>This domain may be for sale.")
    desk = Desk(tmp_path_factory.mktemp("add-site"), web)
    (desk.folder / "sites").mkdir()
    return desk


@pytest.fixture(scope="module")
def ran(desk: Desk) -> Ran:
    (desk.folder / "mine.opml").write_text(OPML)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STET_SITES", str(desk.folder / "sites"))
        source = str(desk.folder / "mine.opml")
        return desk.scrapy("add-site", "--from", source, STET_CONTACT="", LOG_LEVEL="WARNING")


def test_files_are_written_side_by_side(desk: Desk, ran: Ran) -> None:
    tables = {path.stem: tomllib.loads(path.read_text()) for path in (desk.folder / "sites").glob("*.toml")}
    assert tables.keys() == {"bell", "drum"}
    assert tables["bell"]["news"]["feeds"] == ["http://bell.example/feed"]
    assert (tables["drum"]["title"], tables["drum"]["domains"]) == ("Drum & Fife", ["drum.example"])
    assert tables["drum"]["news"]["feeds"] == ["http://feeds.feedburner.com/drum"]


def test_why_there_is_no_file_is_told_of_each(desk: Desk, ran: Ran) -> None:
    assert ran.status == 1
    (told,) = (line for line in ran.err.splitlines() if "http://gone.example/feed" in line)
    assert told.startswith("scrapy add-site: http://gone.example/feed: ")
    assert "502 Bad Gateway" in told
    assert "a letter to a friend: neither a domain nor the address of a feed" in ran.err
    assert "leads to www.themoscowtimes.com: moscowtimes.toml comes with the program" in ran.err
    assert ran.out.splitlines()[-1] == "scrapy add-site: 2 of 6 written, 1 there already, 3 failed"
    assert "\x1b" not in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert "finished" not in ran.err  # they are told together
    assert [ran.err.count(words) for words in ("No contact set", "http_proxy or https_proxy is set")] == [1, 1]


def test_a_bundled_site_is_put_into_the_list(desk: Desk, ran: Ran) -> None:
    assert (desk.folder / "sites" / "sites.txt").read_text() == "moscowtimes\n"


def test_a_second_time_nothing_is_asked_and_the_list_is_opml(
    desk: Desk, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STET_SITES", str(desk.folder / "sites"))
    listed = desk.scrapy("list", "--opml")
    assert [title for _, _, title in named(listed.out)] == ["The Bell", "Drum & Fife", "The Moscow Times"]
    (desk.folder / "back.opml").write_text(listed.out)
    again = desk.scrapy("add-site", "--from", str(desk.folder / "back.opml"))
    assert (again.status, again.out.splitlines()[-1]) == (
        0,
        "scrapy add-site: 0 of 3 written, 3 there already, 0 failed",
    )


def test_the_first_crawl_asks_for_what_the_lists_named_before(
    desk: Desk, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STET_SITES", str(desk.folder / "sites"))
    desk.scrapy("due")
    for host in ("bell.example", "drum.example"):
        pages = [url for url in desk.reasons() if url.startswith(f"https://{host}/2026/")]
        assert len(pages) == 9


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("bell.example", "--name", "page"), 2, "--name page: no site can be called so"),
        (("bell.example", "--name", "dw"), 1, "dw.toml comes with the program, for dw.com"),
        (("--from", "{folder}/none.csv"), 1, "none.csv: No such file or directory"),
        (("--from", "{folder}/bad.txt"), 1, "bad.txt: no outlet in it"),
        (("--from", "{folder}/bad.txt", "--name", "x"), 2, "--name and --print are for one domain"),
        (("--from", "{folder}/bad.txt", "--at-once", "0"), 2, "--at-once 0: expected a number from 1"),
        (("empty.example",), 1, "neither feeds nor sitemaps"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    desk: Desk, arguments: tuple[str, ...], status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STET_SITES", str(desk.folder / "sites"))
    (desk.folder / "bad.txt").write_text("a letter to a friend")
    done = desk.scrapy("add-site", *(part.format(folder=desk.folder) for part in arguments))
    assert (done.status, words in done.err, "Traceback" in done.err) == (status, True, False), done.err
