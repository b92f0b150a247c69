"""The page as it was: what was cut and what was kept are shown in it, and nothing of it lives."""

from __future__ import annotations

import json
import re
import time

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.reading_room.harmless.page import harmless
from tests.reading_samples import furnish


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("archived"))


def passages(**texts):
    return [
        {"text": text, "name": name, "told": "asks for money" if name[0] == "r" else ""} for name, text in texts.items()
    ]


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "&#1;", "&#x1f;", "\ud800"])
@pytest.mark.parametrize(
    "source",
    [
        "<style>p{}{{}}</style><p>Give us money", "<p>Give us{} money", "<p>a<br>Give us{} money<br>b",
        "<p><b>x</b>{}<br>y",
        "<p class='a{}' title='{}' style='b:{}'>x", "<button style='{}'>x", "<img alt='{}'>", "<p id={}>Give us money",
        "<link rel=stylesheet media='{}' href=/a.css><p>x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("plain", [False, True])
def test_characters_that_no_tree_takes_stop_no_page(source, sign, plain):
    text = f"Give us{sign} money"
    told = [{"text": text, "name": "r1", "told": f"asks{sign} for money"}]
    styles = {"https://paper.example/a.css": f"p {sign} {{ }} @import url(b{sign}.css) {sign};"}
    made = harmless(source.replace("{}", sign, 3), told, "https://paper.example/", styles, plain=plain)
    assert made.startswith("<!DOCTYPE html>")
    assert lxml.html.document_fromstring(made) is not None


@pytest.mark.parametrize(
    "source",
    [
        "<p>Give us\n money</p>",
        "<div><p>Give <b>us</b> money</p></div>",
        "<div>Give <i>us <u>money</u></i></div><p>Give us money, more of it</p>",
        "<p class=x id=r1>Another</p><section id=r1><p>Give us money</p></section>",
    ],
)
def test_a_passage_is_marked_where_it_stands(source):
    root = lxml.html.fromstring(harmless(source, passages(r1="Give us money")))
    (found,) = root.xpath("//*[@id='r1']")
    assert " ".join(found.text_content().split()) == "Give us money"
    assert "stet-cut" in found.get("class")
    assert found.get("data-stet") == "asks for money"


@pytest.mark.parametrize(
    ("source", "texts", "marked"),
    [
        ("<p>A</p><p>A</p>", {"r1": "A", "b2": "A"}, ["r1", "b2"]),
        # The menu has the word of a label above the text, the footer that of a button below it.
        (
            "<p>A</p><p>A</p><p>Text</p><p>C</p><p>C</p>",
            {"r1": "A", "b2": "Text", "r3": "C"},
            [None, "r1", "b2", "r3", None],
        ),
        ("<p>A</p><p>Text</p><p>B</p><p>A</p>", {"b1": "Text", "r2": "A"}, [None, "b1", None, "r2"]),
        ("<p>B</p><p>A</p>", {"r1": "A", "r2": "B"}, ["r2", "r1"]),
        ("<p>A</p><p><b>A</b></p>", {"r1": "A", "r2": "A", "b3": "A"}, ["r1", None]),
    ],
)
def test_like_passages_are_marked_in_the_order_of_the_page(source, texts, marked):
    root = lxml.html.fromstring(harmless(source, passages(**texts)))
    assert [each.get("id") for each in root.iter("p")] == marked
    assert all(
        ("stet-cut" if each.get("id")[0] == "r" else "stet-kept") == each.get("class")
        for each in root.xpath("//*[@id]")
    )


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>Ferries<td>6 <b>million</b></table>",
        "<table><tr><th>Ferries</th>\n <td>\n6 million</td></tr><tr><td>Bridge<td>84 million</table>",
        "<table><tr><td><td>Ferries<td> <td>6 million<td></table>",
        "<table><tr><td><table><tr><td><p>Ferries</p><td>6 million</table><tr><td>Other</table>",
    ],
)
def test_a_row_of_a_table_is_marked_as_one(source):
    root = lxml.html.fromstring(harmless(source, passages(b1=" | Ferries | | 6 million | ")))
    (found,) = root.xpath("//*[@id='b1']")
    assert found.tag == "tr"
    assert not found.xpath(".//tr")


@pytest.mark.parametrize(
    "source",
    [
        "Before<br>Give us<b> money</b><br>After",
        "<div><h2>Head</h2>\nGive <i>us</i> money<br><br></div>",
        "<p>Give us money<br>After</p>",
        "<font><br><p>Block</p> Give us money</font>",
    ],
)
def test_a_line_between_breaks_is_marked_and_nothing_else(source):
    bare = lxml.html.fromstring(harmless(source)).text_content()
    root = lxml.html.fromstring(harmless(source, passages(r1="Give us money")))
    (found,) = root.xpath("//*[@id='r1']")
    assert " ".join(found.text_content().split()) == "Give us money"
    assert root.text_content().startswith(bare)


def test_a_line_with_a_stroke_of_its_own_is_marked():
    root = lxml.html.fromstring(harmless("<p>Ferries | Bridges</p>", passages(r1="Ferries | Bridges")))
    assert [each.get("id") for each in root.iter("p")] == ["r1"]


def test_a_plain_page_shows_all_that_it_says_in_its_order():
    source = """<style>p { display: none }</style><link rel=stylesheet href=/a.css>
    <p style="display:none">Give us money</p>
    <details><summary>More</summary>of it</details><dialog>Sign up</dialog>"""
    styles = {"https://paper.example/a.css": "p { opacity: 0 }"}
    asked = (source, passages(r1="Give us money"), "https://paper.example/", styles)
    plain = lxml.html.fromstring(harmless(*asked, plain=True))
    assert [each.text.count("stet-cut") > 0 for each in plain.iter("style")] == [True]
    assert plain.xpath("//@style") == []
    assert [each.get("open") for each in plain.iter("details")] == [""]
    assert not plain.xpath("//dialog")
    own = lxml.html.fromstring(harmless(*asked))
    assert [each.text[:1] for each in own.iter("style")][:2] == ["p", "p"]


def test_many_like_passages_take_no_long_time():
    texts = [{"text": "A", "name": f"removal-{number}", "told": "cut"} for number in range(2000)]
    began = time.process_time()
    assert harmless("<p>A</p>" * 2000, texts).count("stet-cut") >= 2000
    assert harmless("A<br>" * 2000, texts).count("stet-cut") >= 2000
    harmless("<b>" * 250 + "<br>x<b>y</b>" * 20_000, texts)
    assert time.process_time() - began < 2


@given(st.text(alphabet="<>/ap=\"' \nx&;", max_size=60), st.lists(st.text(alphabet="ax \n", max_size=5), max_size=4))
def test_any_page_and_any_passages_are_taken(source, texts):
    harmless(source, [{"text": text, "name": f"removal-{at}", "told": "cut"} for at, text in enumerate(texts)])


def test_the_frame_says_what_was_verified_and_leads_to_and_fro(room):
    number = room.articles["bridge"]
    article = room.get(f"/article/{number}").text
    way = re.search(rf"/article/{number}/page/(\d+)\?at=removal-(\d+)", article)
    frame = room.get(way[0]).text
    assert "Digest verified" in frame
    assert f"/sandboxed#removal-{way[2]}" in frame
    assert f"#removal-{way[2]}" in re.search(r'href="([^"]+)">Back to the article', frame)[1]
    assert 'id="removal-' not in frame
    assert "/record.warc.gz" in frame


def test_the_frame_takes_no_other_place(room):
    number = room.articles["bridge"]
    way = re.search(rf"/article/{number}/page/\d+", room.get(f"/article/{number}").text)[0]
    assert "sandboxed#x" not in room.get(f'{way}?at=x"onload=1').text


def test_a_citation_has_author_title_outlet_date_and_digest(room):
    page = lxml.html.fromstring(room.get(f"/article/{room.articles['bridge']}").text)
    words, bibtex, ris = (each.text_content() for each in page.xpath("//details[@class='cite']/pre"))
    for text in (words, bibtex, ris):
        for told in ("Ada Krol", "Jonas Vik", "Old bridge to close", "The Harbour Post", "sha256:"):
            assert told in text
    assert "22 Nov 2026" in words
    assert "date = {2026-11-22}" in bibtex
    assert "DA  - 2026/11/22\n" in ris
    assert ris.endswith("ER  - ")


def test_a_citation_keeps_its_form_whatever_a_page_says(room):
    page = lxml.html.fromstring(room.get(f"/article/{room.articles['hostile']}").text)
    words, bibtex, ris = (each.text_content() for each in page.xpath("//details[@class='cite']/pre"))
    assert json.dumps(words).count("\\n") == 0
    assert bibtex.count("\n}") == 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.splitlines())
