"""What a database forgets before it travels, and what the next crawl still finds in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import FetchKind, Outcome, Store
from storage.care import forgetting
from storage.care.forgetting import forget_old
from storage.store import frontier
from tests.storage_samples import NOON, article, extraction, fetch

OLD, KNOWN, LATEST = range(3), range(3, 6), range(6, 8)
FEED = "https://example.org/feed"


def url_of(number):
    return f"https://example.org/news/{number}"


def look_at(store, run, number, hours, **changes):
    clean = article(f"Story {number} has a text of its own, which is told in {number} words. " * 9, url=url_of(number))
    clean = replace(clean, title=f"Story {number}", published=None)
    page = fetch(url_of(number), hours, f"body {number}".encode(), **changes)
    return store.record(run, page, None if changes else extraction(clean), "example").outcome


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Eight articles, first seen an hour apart, and a feed that has been the same three times."""
    for name, number in {"LATEST": 2, "RECENT": 1, "USUAL": 1, "SHAPES": 2, "LATEST_RUNS": 2}.items():
        monkeypatch.setattr(forgetting, name, number)
    with Store.open(tmp_path / "stet.db") as store:
        for number in range(8):
            run = store.begin_run("example", {}, "1", "")
            look_at(store, run, number, number)
            status = 304 if number > 4 else 200
            listed = fetch(FEED, number, f"feed {min(number, 4)}".encode(), kind=FetchKind.FEED, status=status)
            store.record(run, listed, None, "example")
            store.finish_run(run, "finished", {"some": 1})
        yield store


def forget(store):
    (last,) = store.db.execute("SELECT max(id) FROM runs").fetchone()
    forget_old(store.db, last, NOON + timedelta(hours=KNOWN[0]))


def texts(store):
    sql = "SELECT articles.url, text FROM articles JOIN versions ON versions.article = articles.id ORDER BY 1"
    return [(url, bool(text)) for url, text in store.db.execute(sql).fetchall()]


def test_of_what_is_looked_at_again_the_digest_stays_of_older_pages_the_address(store):
    forget(store)
    assert texts(store) == [(url_of(number), number in LATEST) for number in (*KNOWN, *LATEST)]
    assert all(store.known(url_of(number)).etag == '"1"' for number in range(8))
    assert [store.known(url_of(number)).article is None for number in range(8)] == [
        number in OLD for number in range(8)
    ]
    assert store.db.execute("SELECT count(*) FROM removals").fetchone() == (len(LATEST),)
    assert [row[0] for row in store.db.execute("SELECT statistics IS NULL FROM runs ORDER BY id")][-3:] == [1, 0, 0]


def test_the_next_crawl_finds_what_it_would_have_found(store):
    def found():
        since = NOON + timedelta(hours=KNOWN[0])
        lists, again = frontier.known_lists(store.db, "example"), frontier.asked_before(store.db, "example", since)
        known = [(each.known.url, each.known.first_fetched, each.changes) for each in again]
        shapes = frontier.path_shapes(store.db, "example")[: forgetting.SHAPES]
        originals = [store.original_of_url(url) for url in (FEED, url_of(7), url_of(4))]
        return lists, known, shapes, originals, frontier.quiet_times(store.db, FEED)

    before = found()
    assert before[-1] == 3
    forget(store)
    assert found() == before
    forget(store)  # nothing more goes with the next run
    assert found() == before


@pytest.mark.parametrize("number", [KNOWN[0], LATEST[0]])
def test_an_unchanged_page_is_no_new_version_and_has_its_text_again(store, number):
    forget(store)
    run = store.begin_run("example", {}, "1", "")
    assert look_at(store, run, number, 40) is Outcome.UNCHANGED
    assert (url_of(number), True) in texts(store)
    ledger = "SELECT removals.text FROM removals JOIN versions ON versions.id = version JOIN articles USING (version)"
    assert store.db.execute(f"{ledger} WHERE url = ?", (url_of(number),)).fetchall() == [("Support us",)]


def test_a_page_that_answers_304_is_of_its_article(store):
    forget(store)
    run = store.begin_run("example", {}, "1", "")
    assert look_at(store, run, KNOWN[0], 40, status=304) is Outcome.NOT_MODIFIED


def test_what_is_left_is_sound(store):
    forget(store)
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
    store.db.execute("INSERT INTO versions_fts (versions_fts, rank) VALUES ('integrity-check', 1)")
    run = store.begin_run("example", {}, "1", "")
    assert look_at(store, run, OLD[0], 40) is Outcome.STORED  # where it is read, the article is known
    store.finish_run(run, "finished", {})
