from __future__ import annotations

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.full_text.folding import fold
from storage.reading_room.directions import direction
from storage.reading_room.feeds import _cell
from storage.reading_room.query import FIRST, LAST, snippet, understand
from tests.reading_samples import EVIL, Room, furnish


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    return furnish(tmp_path_factory.mktemp("room"))


def article(room, name):
    return room.get(f"/article/{room.articles[name]}")


# In all scripts


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("旧桥", "chinese"),
        ("渡轮", "chinese"),
        ("港务局", "chinese"),
        ("委員会", "japanese"),
        ("閉鎖", "japanese"),
        ("다리", "korean"),
        ("위원회", "korean"),
        ("สะพาน", "thai"),
        ("ท่าเรือ", "thai"),
        ("كشتيها", "persian"),
        ("قديمي", "persian"),
        ("مي‌شود", "persian"),
        ("lodzi", "polish"),
        ("ŁODZI", "polish"),
        ("zamknac", "polish"),
        ("γεφυρα", "greek"),
        ("الجسر", "arabic"),
        ("اعلن", "arabic"),
    ],
)
def test_words_are_found_in_every_script_and_form(room, words, name):
    found = room.get("/search.json", params={"q": words}).json()["articles"]
    assert [row["id"] for row in found] == [room.articles[name]]
    assert "<mark>" in room.get("/search", params={"q": words}).text


@pytest.mark.parametrize("words", ["桥旧", "会委", "zamkn", "ستب"])
def test_what_stands_nowhere_is_not_found(room, words):
    assert room.get("/search.json", params={"q": words}).json()["hits"] == 0


@pytest.mark.parametrize("words", ["jonas vik", "harbour ferries", "lower narrows harbourpost", "2026 bridge ada"])
def test_authors_sections_and_addresses_are_searched(room, words):
    assert room.articles["bridge"] in [
        row["id"] for row in room.get("/search.json", params={"q": words}).json()["articles"]
    ]


def test_a_language_has_its_regions(room):
    assert room.get("/search.json?language=ja").json()["articles"][0]["id"] == room.articles["japanese"]
    assert "<option>ja</option>" in room.get("/search").text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("q=bridge+%28", "( has no letters"),
        ("q=bridge+OR+ferries", "OR was looked for as a word"),
        ("q=-bridge", "Words to leave out find nothing by themselves"),
        ("q=site:mina", "site:mina was looked for as words"),
        ("q=NEAR(old+bridge)", "NEAR(old was looked for as words"),
        ("q=%22old+bridge", "has no quotation mark at the other end"),
        ("since=yesterday", "yesterday is no date"),
        ("q=gauge&page=999", "There is no page 999: the last is"),
        ("site=mina&page=999", "There is no page 999"),
        ("q=gauge&page=99999999999", "There is no page 1,000,000: the last is"),
    ],
)
def test_what_is_not_understood_is_said(room, asked, told):
    html = room.get(f"/search?{asked}").text
    assert told in html
    assert 'rel="prev"' not in html


@pytest.mark.parametrize(
    "words", ['"old bridge"', "harbourpost.example/2026/11/bridge", "https://harbourpost.example", "20:15"]
)
def test_what_is_understood_needs_no_word(words):
    assert understand(words).notes == []


@pytest.mark.parametrize("words", ["-bridge", "(", "\N{FERRY}", "* %"])
def test_what_cannot_be_looked_for_finds_nothing_in_any_form(room, words):
    asked = {"q": words}
    assert "No articles" in room.get("/search", params=asked).text
    assert room.get("/search.json", params=asked).json()["articles"] == []
    assert len(room.get("/search.csv", params=asked).text.splitlines()) == 1
    assert "<entry>" not in room.get("/search.atom", params=asked).text
    assert room.get("/export.jsonl", params=asked).text == ""


def test_a_page_behind_the_last_change_leads_to_the_first(room):
    html = room.get("/changes?class=headline&page=999").text
    assert 'There is no page 999: <a href="?class=headline">to the first</a>' in html
    assert 'rel="prev"' not in html


def test_hits_are_ordered_by_date_on_demand(room):
    for order in ("newest", "oldest"):
        days = [row["dated"] for row in room.get(f"/search.json?q=gauge&sort={order}").json()["articles"]]
        assert days == sorted(days, reverse=order == "newest")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_snippet_is_of_the_text_whatever_is_asked(text, before, words):
    bare = snippet(before + text, understand(words).terms).replace(FIRST, "").replace(LAST, "")
    clean = (before + text).replace(FIRST, "").replace(LAST, "")
    assert bare.strip(". ").replace("\n", " ") in clean.replace("\n", " ")


# Feeds


def test_atom_of_a_search_is_well_formed_and_newest_first(room):
    answer = room.get("/search.atom?q=gauge&site=harbourpost")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    days = [entry.published for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert feed.entries[0].link.startswith("http://localhost/article/")
    assert 'type="application/atom+xml"' in room.get("/search?q=gauge").text


def test_feeds_of_hostile_pages_hold_words_alone(room):
    feed = feedparser.parse(room.get("/search.atom?site=hostile").content, sanitize_html=False)
    assert not feed.bozo
    assert EVIL in feed.entries[0].title or "&lt;img" in feed.entries[0].title


@pytest.mark.parametrize(("asked", "number"), [("", 2), ("class=headline", 1), ("class=typo", 0), ("site=mina", 0)])
def test_changes_are_a_feed(room, asked, number):
    feed = feedparser.parse(room.get(f"/changes.atom?{asked}").content)
    assert not feed.bozo
    assert len(feed.entries) == number
    assert all("/versions?from=" in entry.link for entry in feed.entries)


def test_filters_of_changes_that_are_not_understood_are_told_and_left_out(room):
    html = room.get("/changes?class=rumour&since=yesterday").text
    assert "rumour is no class of changes and was left out" in html
    assert "yesterday is no date as 2026-11-23 and was left out" in html
    assert html.count('<li id="change-') == 2


def test_csv_has_its_header_where_nothing_is_found(room):
    lines = room.get("/search.csv?q=nowhere").text.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("id,site,title")
    assert "Old bridge" in room.get("/search.csv?q=bridge").text


def test_csv_cells_are_no_formulas():
    assert [_cell(value) for value in ("=1+1", "@a", ["-b"], 7, None)] == ["'=1+1", "'@a", "'-b", 7, None]


def test_arabic_is_set_from_right_to_left_whatever_was_cut(room):
    html = article(room, "arabic").text
    assert '<div class="story" dir="rtl">' in html
    assert 'dir="rtl" lang="ar"' in room.get("/search?language=ar").text


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [("ar", None, "rtl"), ("fa-IR", "", "rtl"), ("en", "שלום", "rtl"), ("ar", "Reuters", "ltr"), (None, "12 %", "ltr")],
)
def test_direction_is_of_the_letters_then_of_the_language(language, text, side):
    assert direction(language, text) == side


def test_words_that_stand_everywhere_are_not_weighed_but_headlines_come_first(room, monkeypatch):
    asked = {"q": "bridge", "_": ""}
    weighed = [row["id"] for row in room.get("/search.json", params=asked).json()["articles"]]
    monkeypatch.setattr("storage.reading_room.hits.COMMON", 2)
    found = room.get("/search.json", params=asked).json()["articles"]
    assert sorted(row["id"] for row in found) == sorted(weighed)
    site = asked | {"site": "harbourpost"}
    of_site = [row["id"] for row in room.get("/search.json", params=site).json()["articles"]]
    monkeypatch.setattr("storage.reading_room.hits.FEW", 0)
    assert of_site == [row["id"] for row in room.get("/search.json", params=site).json()["articles"]]
    titled = ["bridge" in row["title"].lower() for row in found]
    assert True in titled
    assert titled == sorted(titled, reverse=True)
    monkeypatch.setattr("storage.reading_room.hits.UNWEIGHED", 1)
    assert "1 newest hits; there are more" in room.get("/search", params=asked).text


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ('"the bridge" vot* -ferry', [['"the"', '"bridge"'], ['"vot"*']]),
        ("委員会", [['"委員"', '"員会"']]),
        ("会", [['"会"*']]),
    ],
)
def test_each_phrase_is_known_by_its_words(words, asked):
    assert [*understand(words).asked.values()] == asked


def test_beside_words_that_stand_everywhere_the_others_are_weighed(room, monkeypatch):
    asked = {"q": "gauge says -ferry"}
    everything = room.get("/search.json", params=asked).json()
    monkeypatch.setattr("storage.reading_room.hits._is_common", lambda _, words: words == ['"says"'])
    assert room.get("/search.json", params=asked).json()["hits"] == everything["hits"] > 1
    monkeypatch.setattr("storage.reading_room.hits.HEADLINES_FIRST", "no column")
    assert room.get("/search.json", params=asked).status_code == 200
