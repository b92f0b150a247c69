"""Style sheets of pages: which are linked, archived with the articles, shown with the page, taken along."""

from __future__ import annotations

import gzip
import re
import time
import zipfile
from datetime import timedelta
from io import BytesIO

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Archive, Exchange, Fetch, FetchKind, Store
from storage.archive.style_sheets import IMPORT, MOST_LINKED, imports_of, style_sheets_of, with_whole_imports
from storage.reading_room.harmless import styles as harmless_styles
from storage.reading_room.harmless.page import harmless
from tests.crawling import Desk
from tests.reading_samples import NOON, Author, Room, bridge
from tests.web.outlets import Answer, page

PAGE = "https://paper.example/news/1"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="stylesheet" href="/a.css?v=1&amp;w=2">', ["https://paper.example/a.css?v=1&w=2"]),
        ("<LINK HREF=b.css REL='StyleSheet' media=screen>", ["https://paper.example/news/b.css"]),
        ("<link rel=stylesheet href=//cdn.example/c.css#x>", ["https://cdn.example/c.css"]),
        ("<base href='https://cdn.example/x/'><link rel=stylesheet href=d.css>", ["https://cdn.example/x/d.css"]),
        ("<link rel=preload as=style href=/e.css onload=\"this.rel='stylesheet'\">", ["https://paper.example/e.css"]),
        ("<link rel=stylesheet media=print onload=x href=/f.css>", ["https://paper.example/f.css"]),
        ("<noscript><link rel=stylesheet href=/g.css></noscript>", ["https://paper.example/g.css"]),
        ("<link rel=stylesheet href=/h.css><link rel=stylesheet href=/h.css>", ["https://paper.example/h.css"]),
        ("<link rel=stylesheet media=print href=/i.css>", []),
        ('<link rel="alternate stylesheet" href=/j.css>', []),
        ("<link rel=icon href=/k.css><link rel=preload as=script href=/k.js>", []),
        ("<!-- <link rel=stylesheet href=/l.css> --><!-- never closed <link rel=stylesheet href=/m.css>", []),
        (
            "<style>@import url(/n.css?w@3;4); p{}</style><style media=x>p{}</style>",
            ["https://paper.example/n.css?w@3;4"],
        ),
        ("<link rel=stylesheet><link rel=stylesheet href=''><link rel=stylesheet href='http://[x'>", []),
    ],
)
def test_a_page_links_its_style_sheets(head, expected):
    assert style_sheets_of(head.encode(), PAGE) == expected


def test_no_page_links_more_than_are_counted():
    many = "".join(f"<link rel=stylesheet href=/{number}.css>" for number in range(500))
    assert len(style_sheets_of(many.encode(), PAGE)) == MOST_LINKED


@given(st.text(alphabet="<>!-/=\"' linkbaserehf\n", max_size=200))
def test_any_page_is_looked_at(text):
    style_sheets_of(text.encode(), PAGE)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("@charset 'utf-8'; /* a */ @import 'a.css';\n@IMPORT url( \"b.css\" ) screen;p{}", ["a.css", "b.css"]),
        ("@layer x, y; @import url(c.css) layer(x) supports(display: grid);", ["c.css"]),
        ("@import 'd.css'", ["d.css"]),
        ("p { color: red } @import 'late.css';", []),
        ("/* @import 'said.css'; */ @media print { @import 'in.css'; }", []),
        ("@import ''; @import 'http://[x';", []),
    ],
)
def test_a_style_sheet_imports_others_before_all_else(style, expected):
    assert imports_of(style, "https://paper.example/x.css") == [f"https://paper.example/{name}" for name in expected]


def test_both_that_read_imports_read_the_same():
    assert harmless_styles.IMPORT == IMPORT


@pytest.mark.parametrize("piece", ["@import ", "@import 'a", "@import url(", "@import 'a' b", "/*", "@layer x"])
def test_no_style_sheet_takes_long(piece):
    style = piece * (2**18 // len(piece))
    began = time.process_time()
    imports_of(style, PAGE)
    with_whole_imports(style, PAGE)
    harmless(f"<style>{style}</style><p>Text</p>", [], PAGE, {})
    assert time.process_time() - began < 2


def test_what_is_imported_stands_before_what_imports_it_under_its_conditions():
    a, b, c = (f"https://paper.example/{name}.css" for name in "abc")
    styles = {
        a: f'@import "{b}" layer(x) supports(gap: 1px) screen; p {{ a: b }}',
        b: f'@import "{c}"; @import "{a}"; p {{ c: d }}',
        c: "p { e: f }",
    }
    source = "<link rel=stylesheet media=all href=/a.css><style>@import '/gone.css'; p { g: h }</style><p>Text</p>"
    elements = list(shown(source, styles).iter("style"))
    assert [" ".join(element.text.split()) for element in elements] == [
        "@layer x { @supports (gap: 1px) { @media screen { p { e: f } } } }",
        "@layer x { @supports (gap: 1px) { @media screen { p { c: d } } } }",
        "p { a: b }",
        "p { g: h }",
    ]
    assert [element.get("media") for element in elements] == ["all", "all", "all", None]


def shown(source, styles):
    return lxml.html.fromstring(harmless(source, [], PAGE, styles))


def test_a_style_sheet_stands_in_place_of_its_link():
    source = "<style>p{color:red}</style><link rel=stylesheet href=/a.css media='(width > 9em)'><p>Text</p>"
    first, second = shown(source, {"https://paper.example/a.css": "p { color: blue }"}).iter("style")
    assert (first.text, second.text) == ("p{color:red}", "p { color: blue }")
    assert second.get("media") == "(width > 9em)"


def test_a_style_sheet_for_readers_without_scripts_is_shown_once():
    source = "<link rel=preload as=style href=a.css><noscript><link rel=stylesheet href=a.css></noscript><p>Text</p>"
    assert len(list(shown(source, {"https://paper.example/news/a.css": "p{}"}).iter("style"))) == 1


@pytest.mark.parametrize(
    "style",
    [
        "</style><script>parent.hacked=1</script>",
        "@import 'http://evil.example/x';",
        "p { background: url(http://evil.example/p.png) }",
        "p { background: u\\72l(http://evil.example/p.png) }",
        "p { background: \\75 \\000072\tl(http://evil.example/p.png) }",
        "p { background: u\\rl(http://evil.example/p.png) }",
        "p { background: u\\f11erl(http://evil.example/p.png) }",
        "p { background: ima\\67 e-set('http://evil.example/p.png' 1x) }",
        "@\\69mport 'http://evil.example/x';",
        "a\\3c/style><script>parent.hacked=1</script>",
        "@font-face { src: local(x), url(http://evil.example/f.woff) }",
    ],
)
def test_a_style_sheet_stays_one_and_loads_nothing(style):
    root = shown("<link rel=stylesheet href=/a.css><p>Text</p>", {"https://paper.example/a.css": style})
    assert not list(root.iter("script"))
    (element,) = root.iter("style")
    assert not any(word in element.text for word in ("url(", "@import", "image-set(", "u\\72l", "</"))


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (r"\201c", "“"),
        (r"\0000bb", "»"),
        (r"a\e1 b", "aáb"),
        (r"\f11e", ""),
        (r"\00f11e x", "x"),
        (r"\22 ;}", ";}"),
        (r"\d800\ffffff", ""),
        (r".md\:flex", r".md\:flex"),
        (r"\"", r"\""),
    ],
)
def test_an_escape_is_the_letter_that_it_means_and_ends_nothing(told, meant):
    assert harmless_styles.unloading(told) == meant


@given(st.text(alphabet="\\url( 7526c0'\"@import;\n\f", max_size=40))
def test_no_escape_hides_what_loads(style):
    told = harmless_styles.unloading(style)
    assert not re.search(r"url\(|@import", told)


def test_a_button_keeps_its_words_and_gets_its_outline():
    passage = {"text": "Subscribe now", "name": "removal-1", "told": "sells a subscription"}
    root = lxml.html.fromstring(harmless("<button onclick=x()>Subscribe <b>now</b></button>", [passage]))
    (found,) = root.xpath("//*[@id='removal-1']")
    assert found.tag == "span"
    assert "stet-cut" in found.get("class")
    assert not root.xpath("//button | //@onclick")


def test_a_picture_that_is_not_shown_leaves_its_words():
    bare, told = lxml.html.fromstring(harmless("<p><img src=a.png><img src=b.png alt='A pier'>")).iter("img")
    assert (dict(bare.attrib), dict(told.attrib)) == ({"alt": ""}, {"alt": "A pier"})


TEXT = "".join(
    f"<p>The ferry was late on day {day}, and the baker had kept the bread for those on it.</p>" for day in "12345678"
)
HEAD = """<link rel=stylesheet href=/main.css><link rel=stylesheet href=https://cdn.example/shared.css>
<link rel=stylesheet href=/private/hidden.css><link rel=stylesheet href=/gone.css><link rel=stylesheet href=/page.css>
<link rel=stylesheet href=/moved.css><link rel=stylesheet href=http://127.0.0.1:9/local.css>"""
ARTICLE = (
    f"<!doctype html><html lang=en><head><title>The ferry</title>{HEAD}</head><article><h1>The ferry %s</h1>{TEXT}"
)
CSS = page("p { color: blue }", "text/css")
IMPORTS = page("@import 'parts/base.css' screen; @import '/main.css'; p { color: navy }", "text/css")


@pytest.fixture(scope="module")
def desk(web, tmp_path_factory):
    host = "https://styled.example"
    web.outlets.extra |= {
        f"{host}/robots.txt": page("User-agent: *\nDisallow: /private/", "text/plain"),
        f"{host}/1": page(ARTICLE % "one"),
        f"{host}/2": page(ARTICLE % "two"),
        f"{host}/main.css": IMPORTS,
        f"{host}/parts/base.css": CSS,
        "https://cdn.example/shared.css": CSS,
        f"{host}/private/hidden.css": CSS,
        f"{host}/page.css": page("<title>Home</title>"),
        f"{host}/moved.css": Answer(302, b"", {"Location": "/main.css"}),
    }
    desk = Desk(tmp_path_factory.mktemp("styles"), web)
    ran = desk.scrapy("crawl", "page", "-a", f"url={host}/1 {host}/2", STET_PACE="0")
    assert ran.status == 0, ran.err
    return desk


def test_style_sheets_are_archived_once_with_the_articles(desk):
    sql = "SELECT url_asked, error FROM fetches WHERE kind = 'style-sheet'"
    assert {row["url_asked"]: row["error"] for row in desk.rows(sql)} == {
        "https://styled.example/main.css": None,
        "https://styled.example/parts/base.css": None,
        "https://cdn.example/shared.css": None,
        "https://styled.example/private/hidden.css": "robots.txt forbids it",
        "https://styled.example/gone.css": "404 Not Found",
        "https://styled.example/page.css": "not a style sheet: text/html",
        "https://styled.example/moved.css": None,
        "http://127.0.0.1:9/local.css": "the address is one of this machine or its network",
    }
    counts = desk.web.outlets.count()
    assert counts["https://cdn.example/shared.css"] == 1
    assert "https://styled.example/private/hidden.css" not in counts


def test_the_next_run_asks_whether_they_have_changed(desk):
    desk.scrapy("crawl", "page", "-a", "url=https://styled.example/1", STET_PACE="0")
    # What is imported is asked too, by a style sheet that has not changed.
    for url in (
        "https://cdn.example/shared.css",
        "https://styled.example/main.css",
        "https://styled.example/parts/base.css",
    ):
        sql = f"SELECT outcome FROM fetches WHERE url_asked = '{url}' ORDER BY id"  # noqa: S608
        assert [row["outcome"] for row in desk.rows(sql)] == ["listed", "not-modified"]


def test_they_rest_and_are_bounded(desk, web, tmp_path):
    desk.scrapy("crawl", "page", "-a", "url=https://styled.example/1")
    assert (
        desk.rows("SELECT count(*) AS n FROM fetches WHERE url_asked = 'https://cdn.example/shared.css'")[0]["n"] == 2
    )
    other = Desk(tmp_path, web)
    other.scrapy("crawl", "page", "-a", "url=https://styled.example/1", STET_STYLE_SHEETS="2")
    assert len(other.rows("SELECT id FROM fetches WHERE kind = 'style-sheet'")) == 2


def test_the_room_shows_a_crawled_page_in_them(desk):
    (row,) = desk.rows("SELECT id, article FROM fetches WHERE url = 'https://styled.example/2'")
    room, place = Room(desk.database, {}), f"/article/{row['article']}/page/{row['id']}"
    assert "4 of the 8 style sheets" in room.get(place).text
    html = room.get(f"{place}/sandboxed").text
    assert html.count("p { color: blue }") == 2
    assert html.index("@media screen { p { color: blue } }") < html.index("p { color: navy }")
    assert "color: blue" not in room.get(f"{place}/sandboxed?plain=1").text
    assert "in its own styles" in room.get(f"{place}?plain=1").text


def test_a_selection_takes_them_along(desk):
    with zipfile.ZipFile(BytesIO(Room(desk.database, {}).get("/export.wacz").content)) as wacz:
        names = [name for name in wacz.namelist() if name.endswith(".gz") and "index" in name]
        index = gzip.decompress(wacz.read(names[0])).decode()
    assert "https://cdn.example/shared.css" in index
    assert "https://styled.example/main.css" in index
    assert "https://styled.example/parts/base.css" in index


def test_the_nearest_in_time_is_shown(tmp_path):
    path = tmp_path / "stet.db"
    linked = b"<html><head><link rel=stylesheet href=/x.css></head><body><p>Text</p></body></html>"
    with Store.open(path) as store, Archive(tmp_path / "stet-archive", store) as archive:
        author = Author(store, archive)
        author.add("bridge", "harbourpost", bridge(), page=linked)
        for hours, colour in ((-400, "grey"), (3, "green"), (500, "gold")):
            moment = NOON + timedelta(hours=hours)
            body = f"p {{ color: {colour} }}".encode()
            url = "https://harbourpost.example/x.css"
            exchange = Exchange(url, moment, (), 200, (("Content-Type", "text/css"),), body)
            fetch = Fetch(url, url, moment, FetchKind.STYLE_SHEET, 200, place=archive.write(exchange), size=len(body))
            store.record(author.run, fetch, None, "harbourpost")
        store.finish_run(author.run, "finished", {})
    room = Room(path, author.articles)
    assert "color: green" in room.get(f"/article/{author.articles['bridge']}/page/1/sandboxed").text
