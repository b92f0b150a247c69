"""Reading lists: kept beside the store, each reader's own, taken along as a book or as Markdown."""

from __future__ import annotations

import asyncio
import sqlite3
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from storage.reading_room.epub import Epub
from storage.reading_room.shelf import MOST_KEPT, ShelfError, keep, kept, let_go, shelf_of
from tests.reading_samples import furnish

BOOK = {
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
}
ONE = {"url": "https://paper.example/1", "title": "One", "site": "paper"}


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "lists.db"


def test_what_is_kept_is_each_readers_own(shelf):
    assert kept(shelf, "Mika") == []
    assert not shelf.exists()
    keep(shelf, "Mika", ONE, "for Tuesday")
    assert [(row["url"], row["note"]) for row in kept(shelf, "Mika")] == [(ONE["url"], "for Tuesday")]
    assert kept(shelf, "Ada") == []
    assert shelf.stat().st_mode & 0o77 == 0


def test_a_note_is_changed_and_the_time_of_keeping_stays(shelf):
    keep(shelf, "Mika", ONE, "first")
    before = kept(shelf, "Mika")[0]
    keep(shelf, "Mika", ONE, "second")
    (after,) = kept(shelf, "Mika")
    assert (after["note"], after["kept_at"]) == ("second", before["kept_at"])
    let_go(shelf, "Mika", ONE["url"])
    assert kept(shelf, "Mika") == []


def test_faults_of_the_file_are_told(shelf):
    shelf.write_bytes(b"no database, but long enough to be taken for one by nobody" * 20)
    with pytest.raises(ShelfError, match=r"lists\.db cannot be used"):
        keep(shelf, "Mika", ONE, "")


def test_a_list_has_an_end(shelf):
    keep(shelf, "Mika", ONE, "")
    with sqlite3.connect(shelf) as connection:
        many = [("Mika", str(number), "", "", "", "", "") for number in range(MOST_KEPT - 1)]
        connection.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)", many)
    connection.close()
    with pytest.raises(ShelfError, match="holds 2,000 articles"):
        keep(shelf, "Mika", ONE | {"url": "https://paper.example/2"}, "")
    keep(shelf, "Mika", ONE, "what is on a full list can still be noted")
    assert "what is on a full list can still be noted" in {row["note"] for row in kept(shelf, "Mika")}


def row(**values):
    base = {
        "title": "A headline", "authors": ["Ada Krol"], "site": "paper", "published": "2026-11-22", "language": "en",
        "text": "First.\nPoint\nPoint", "kinds": ["paragraph", "list-item", "list-item"], "url": "https://p.example/1",
        "fetched_at": "2026-11-23T10:00:00+00:00", "payload_digest": "sha256:X",
    }  # fmt: skip
    return base | values


def book(*rows, note=""):
    stream = BytesIO()
    made = Epub(stream, "Mine & yours")
    for each in rows:
        made.add(each, note)
    made.close()
    return zipfile.ZipFile(stream)


def test_a_book_begins_with_its_kind_unpacked():
    with book(row()) as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert made.read("mimetype") == b"application/epub+zip"


def test_a_book_names_each_of_its_files_once_and_all_are_there():
    with book(row(), row(url="https://p.example/2", language="ar", text="أعلن المجلس.")) as made:
        container = etree.fromstring(made.read("META-INF/container.xml"))
        place = container.xpath("string(//@full-path)")
        package = etree.fromstring(made.read(place))
        items = {each.get("id"): each.get("href") for each in package.iterfind(".//o:item", BOOK)}
        assert {f"book/{href}" for href in items.values()} | {place, "mimetype", "META-INF/container.xml"} == set(
            made.namelist()
        )
        spine = [each.get("idref") for each in package.iterfind(".//o:itemref", BOOK)]
        assert spine == ["contents", "article-1", "article-2"]
        assert len(package.findall(".//o:item[@properties='nav']", BOOK)) == 1
        assert package.xpath("string(//d:title)", namespaces=BOOK) == "Mine & yours"
        assert package.xpath("//d:language/text()", namespaces=BOOK) == ["en", "ar"]
        name = package.get("unique-identifier")
        assert package.xpath("string(//d:identifier[@id=$name])", namespaces=BOOK, name=name).startswith("urn:uuid:")
        assert package.xpath("string(//o:meta[@property='dcterms:modified'])", namespaces=BOOK).endswith("Z")


def test_a_chapter_has_lists_notes_directions_and_its_source():
    with book(row(text="أعلن المجلس.\nPoint\nPoint", language="ar"), note="to check") as made:
        chapter = etree.fromstring(made.read("book/article-1.xhtml"))
        assert chapter.xpath("string(//h:body/@dir)", namespaces=BOOK) == "rtl"
        assert [each.get("dir") for each in chapter.iterfind(".//h:p[@dir]", BOOK)][2] == "rtl"
        assert len(chapter.findall(".//h:ul", BOOK)) == 1
        assert len(chapter.findall(".//h:ul/h:li", BOOK)) == 2
        assert "to check" in chapter.xpath("string()")
        assert "https://p.example/1" in chapter.xpath("string()")


@given(st.text(), st.text(), st.text(max_size=20), st.text())
def test_any_article_makes_whole_xml(title, text, language, note):
    with book(row(title=title, text=text, language=language, authors=[title], site=text), note=note) as made:
        for name in made.namelist():
            if name.endswith(("xhtml", "opf", "xml")):
                etree.fromstring(made.read(name))


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("lists"))


def signed(room, name="Mika"):
    return f"ds_actor={room.datasette().sign({'a': {'id': name}}, 'actor')}"


def asked(room, path, cookies):
    return asyncio.run(room.datasette().client.get(path, headers={"Cookie": cookies}))


def test_a_reader_keeps_an_article_and_takes_it_along(room):
    number, cookies = room.articles["bridge"], signed(room)
    answer = room.post("/keep", {"article": number, "note": "ask the *board*"}, cookies)
    assert answer.headers["location"].endswith(f"/article/{number}#kept")
    page = asked(room, "/reading-list", cookies)
    assert "ask the *board*" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert "On your reading list" in asked(room, f"/article/{number}", cookies).text
    assert "> ask the \\*board\\*" in asked(room, "/reading-list.md", cookies).text
    answer = asked(room, "/reading-list.epub", cookies)
    assert answer.headers["content-type"] == "application/epub+zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as made:
        assert "Old bridge to close" in made.read("book/article-1.xhtml").decode()


def test_nobody_else_sees_it_and_the_store_knows_nothing(room):
    room.post("/keep", {"article": room.articles["arabic"], "note": "mine alone"}, signed(room))
    assert "mine alone" not in asked(room, "/reading-list", signed(room, "Ada")).text
    assert "mine alone" not in room.get(f"/article/{room.articles['arabic']}").text
    assert "mine alone" not in room.get("/reading-list").text
    assert room.get("/reading-list.epub").status_code == 403
    assert b"mine alone" not in room.path.read_bytes()
    assert room.get(f"/{shelf_of(room.path).stem}").status_code == 404


def test_what_the_store_no_longer_has_stays_on_the_list(room):
    keep(shelf_of(room.path), "Ada", {"url": "https://gone.example/1", "title": "Gone", "site": "gone"}, "")
    keep(shelf_of(room.path), "Ada", {"url": "javascript:alert(1)", "title": "Odd", "site": "odd"}, "")
    page = asked(room, "/reading-list", signed(room, "Ada")).text
    assert "not in this store" in page
    assert 'href="javascript' not in page
    room.post("/let-go", {"url": "https://gone.example/1"}, signed(room, "Ada"))
    assert "Gone" not in asked(room, "/reading-list", signed(room, "Ada")).text


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [("/keep", {"article": "99999"}, 404), ("/keep", {"article": "9" * 30}, 404), ("/keep", {"article": "x"}, 404)],
)
def test_what_is_no_article_cannot_be_kept(room, path, data, status):
    assert room.post(path, data, signed(room)).status_code == status


def test_who_is_not_signed_in_keeps_nothing(room):
    assert room.post("/keep", {"article": room.articles["bridge"]}).status_code == 403
    assert room.get("/keep").status_code == 400
