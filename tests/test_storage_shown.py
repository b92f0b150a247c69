"""What an article shows when a wall comes before it later."""

from __future__ import annotations

import pytest

from extractors.model import Access
from storage import Store
from storage.care.check import check_database
from storage.history.rereading import archived_page, record_reading
from storage.schema.migrations.m0017_shown import m0017_shown
from tests.storage_samples import WORDS, article, extraction, fetch

TEASER = "The council voted for the bridge on Monday."


def walled(text=TEASER, **changes):
    return article(text, **({"access": Access.LOCKED, "access_evidence": "log in", "complete": False} | changes))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "stet.db") as opened:
        yield opened


def stored(store, *looks):
    run = store.begin_run("example", {}, "1", "r1")
    for hours, look in looks:
        store.record(run, fetch(hours=hours, body=bytes(str(hours), "ascii")), extraction(look), "example")
    assert list(check_database(store.db)) == []
    sql = "SELECT versions.text, articles.* FROM articles JOIN versions ON versions.id = articles.version"
    (row,) = store.db.query(sql)
    return row


def in_index(store, word):
    found = "FROM search_index JOIN articles ON version = search_index.rowid"
    sql = f"SELECT count(*) AS n {found} WHERE search_index MATCH ?"
    return next(store.db.query(sql, (word,)))["n"]


@pytest.mark.parametrize("complete", [True, None])
def test_a_wall_hides_no_text_that_was_had(store, complete):
    row = stored(store, (0, article(complete=complete)), (1, walled()), (2, walled(f"{TEASER} Read more.")))
    assert WORDS.strip() in row["text"]
    assert (row["access"], row["access_evidence"]) == ("locked", "log in")
    assert row["complete"] == (1 if complete else None)
    assert next(each["class"] for each in store.db.query("SELECT class FROM changes ORDER BY id")) == "wall"
    assert store.db.table("versions").count == 3
    assert in_index(store, "eleven") == 1


def test_a_text_that_is_whole_again_is_shown(store):
    row = stored(store, (0, article()), (1, walled()), (2, article(f"{WORDS}More.")))
    assert row["text"].endswith("More.")
    assert row["access"] == "free"


@pytest.mark.parametrize("first", ["Soon more.", None])
def test_a_teaser_is_shown_where_there_is_no_more(store, first):
    looks = [(0, article(first, complete=None))] if first else [(0, walled("Less."))]
    row = stored(store, *looks, (1, walled()))
    assert TEASER in row["text"]


def test_an_older_text_that_is_imported_later_is_shown(store):
    row = stored(store, (1, walled()), (0, article()))
    assert WORDS.strip() in row["text"]
    assert row["complete"] == 1
    assert in_index(store, "eleven") == 1


def test_a_text_read_anew_is_shown_and_the_wall_stays_told(store):
    stored(store, (0, article()), (1, walled()))
    page = archived_page(store.db, 1)
    run = store.begin_run("reclean", {}, "2", "r1")
    record_reading(store.db, run, page, extraction(article(f"{WORDS}And more.")), "example")
    (row,) = store.db.query(
        "SELECT text, articles.access FROM articles JOIN versions ON versions.id = articles.version"
    )
    assert row["text"].endswith("And more.")
    assert row["access"] == "locked"
    assert list(check_database(store.db)) == []


def test_a_text_that_turns_out_to_be_cut_gives_way(store):
    stored(store, (0, article()), (1, walled()))
    run = store.begin_run("reclean", {}, "2", "r1")
    record_reading(store.db, run, archived_page(store.db, 1), extraction(walled("Cut, too.")), "example")
    (row,) = store.db.query("SELECT text FROM articles JOIN versions ON versions.id = articles.version")
    assert TEASER in row["text"]
    assert in_index(store, "Monday") == 1


def test_what_was_hidden_before_is_shown_again(store):
    stored(store, (0, article()), (1, walled()))
    store.db.execute("UPDATE articles SET version = 2, complete = 0")
    assert len(list(check_database(store.db))) == 1
    m0017_shown(store.db)
    assert list(check_database(store.db)) == []
