from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from storage import Discovery, FetchKind, Outcome, Store, StoreError
from tests.storage_samples import NOON, URL, WORDS, article, extraction, fetch, removal


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "data" / "stet.db") as opened:
        yield opened


@pytest.fixture
def run(store):
    return store.begin_run("example", {"url": URL}, "0.1.0", "r1")


def rows(store, sql, *values):
    return list(store.db.query(sql, values))


def test_open_sets_wal_and_foreign_keys(store):
    assert rows(store, "PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert rows(store, "PRAGMA synchronous") == [{"synchronous": 1}]
    assert rows(store, "PRAGMA foreign_keys") == [{"foreign_keys": 1}]


def test_open_without_create_names_the_missing_file(tmp_path):
    with pytest.raises(StoreError, match=r"nothing\.db: no such database"):
        Store.open(tmp_path / "nothing.db", create=False)


def test_open_refuses_what_is_no_database(tmp_path):
    path = tmp_path / "letter.db"
    path.write_text("Dear reader, this is a letter and no database at all." * 50)
    with pytest.raises(StoreError, match=r"letter\.db: cannot be opened"):
        Store.open(path)


def test_record_stores_article_version_and_ledger(store, run):
    recorded = store.record(run, fetch(), extraction(), "example")
    assert recorded.outcome is Outcome.STORED
    (stored,) = rows(store, "SELECT * FROM articles")
    (version,) = rows(store, "SELECT * FROM versions")
    assert (stored["title"], stored["published"]) == ("Bridge gets built", "2026-11-23T09:30:00+03:00")
    assert json.loads(stored["authors"]) == ["Ada Król"]
    assert stored["version"] == version["id"] == recorded.version
    assert version["text"] == article().text
    assert json.loads(version["kinds"]) == ["heading", "paragraph"]
    (cut,) = rows(store, "SELECT * FROM removals")
    assert (cut["version"], cut["category"], cut["layer"], cut["position"]) == (
        version["id"],
        "donation",
        "site-rule",
        1,
    )


def test_record_keeps_times_in_utc_with_zone(store, run):
    store.record(run, fetch(), extraction(), "example")
    assert rows(store, "SELECT fetched_at FROM fetches") == [{"fetched_at": "2026-11-23T12:00:00.000000+00:00"}]


def test_record_refuses_a_naive_time(store, run):
    with pytest.raises(ValueError, match="no time zone"):
        store.record(run, fetch(fetched_at=NOON.replace(tzinfo=None)), extraction(), "example")
    assert rows(store, "SELECT count(*) AS n FROM fetches") == [{"n": 0}]


def test_record_notes_an_unchanged_text_on_the_fetch(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    again = store.record(run, fetch(hours=1), extraction(removals=(removal("Another appeal"),)), "example")
    assert again.outcome is Outcome.UNCHANGED
    assert (again.article, again.version) == (first.article, first.version)
    assert [row["version"] for row in rows(store, "SELECT version FROM fetches")] == [first.version] * 2
    assert rows(store, "SELECT first_seen < last_seen AS later FROM articles") == [{"later": 1}]


def test_record_makes_a_version_of_a_changed_text(store, run):
    store.record(run, fetch(), extraction(), "example")
    changed = store.record(run, fetch(hours=1, body=b"other"), extraction(article(WORDS + "Not any more.")), "example")
    assert changed.outcome is Outcome.CHANGED
    history = rows(store, "SELECT number, cause FROM article_history ORDER BY number")
    assert history == [{"number": 1, "cause": "first"}, {"number": 2, "cause": "outlet"}]
    assert rows(store, "SELECT version FROM articles") == [{"version": changed.version}]


def test_record_tells_a_change_of_rules_from_an_edit(store, run):
    store.record(run, fetch(), extraction(), "example")
    better = extraction(article(WORDS + "Kept."), rules_version="r2")
    store.record(run, fetch(hours=1), better, "example")
    worse = extraction(article(WORDS + "Both."), rules_version="r3")
    store.record(run, fetch(hours=2, body=b"edited"), worse, "example")
    assert [row["cause"] for row in rows(store, "SELECT cause FROM versions")] == ["first", "rules", "unclear"]


def test_record_puts_an_older_capture_before_what_is_known(store, run):
    latest = store.record(run, fetch(), extraction(), "example")
    store.record(run, fetch(hours=-9, body=b"old"), extraction(article(WORDS + "As it was.", title="Old")), "example")
    assert rows(store, "SELECT title, version FROM articles") == [
        {"title": "Bridge gets built", "version": latest.version}
    ]
    assert rows(store, "SELECT title FROM article_history WHERE number = 1") == [{"title": "Old"}]


def test_record_finds_the_article_under_its_canonical_url(store, run):
    amp = "https://amp.example.org/news/1?utm_source=x"
    first = store.record(run, fetch(), extraction(), "example")
    second = store.record(run, fetch(amp, 1), extraction(article("Other", canonical_url=URL)), "example")
    assert second.article == first.article
    assert store.known(amp).article == first.article


def test_record_does_not_follow_a_canonical_url_that_all_pages_name(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    other = article(
        "The harbour was closed by ice, said the port office in a note to captains.", title="Ice closes port"
    )
    wrong = extraction(replace(other, canonical_url=URL))
    for hours, outcome in ((1, Outcome.STORED), (2, Outcome.UNCHANGED)):
        recorded = store.record(run, fetch("https://example.org/news/2", hours), wrong, "example")
        assert recorded.outcome is outcome
        assert recorded.article != first.article
    assert store.record(run, fetch(hours=3), extraction(), "example").article == first.article


def test_record_tells_that_another_article_stands_at_a_url_now(store, run):
    latest = "https://example.org/latest"
    first = store.record(run, fetch(latest), extraction(article(canonical_url=URL)), "example")
    other = article("The harbour was closed by ice.", title="Ice", canonical_url="https://example.org/news/2")
    second = store.record(run, fetch(latest, hours=1), extraction(other), "example")
    assert (second.outcome, second.article != first.article) == (Outcome.STORED, True)


def test_record_follows_an_article_that_was_rewritten_at_its_url(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    anew = store.record(run, fetch(hours=1), extraction(article("Quite another text.", title="Other")), "example")
    assert (anew.outcome, anew.article) == (Outcome.CHANGED, first.article)


def wire_story(town):
    sentences = (f"Sentence {number} of the agency tells what was found on day {number}." for number in range(20))
    return " ".join([f"Written for the readers of {town} by its own desk.", *sentences])


def test_record_links_a_wire_story_of_two_sites(store, run):
    ours = store.record(run, fetch(), extraction(article(wire_story("Ulm"), title="Found")), "example")
    theirs = fetch("https://other.net/wire")
    copy = store.record(run, theirs, extraction(article(wire_story("Graz"), title="Agency finds")), "other")
    (link,) = rows(store, "SELECT * FROM alike")
    assert (link["article"], link["other"]) == (copy.article, ours.article)
    assert 0.8 < link["likeness"] < 1
    assert rows(store, "SELECT site, other_site FROM alike_articles") == [{"site": "other", "other_site": "example"}]


def test_record_unlinks_what_is_no_longer_alike(store, run):
    store.record(run, fetch(), extraction(article(wire_story("Ulm"), title="Found")), "example")
    store.record(run, fetch("https://other.net/wire"), extraction(article(wire_story("Graz"), title="Other")), "other")
    store.record(run, fetch(hours=1), extraction(), "example")
    assert rows(store, "SELECT * FROM alike") == []


def test_record_finds_the_article_by_the_same_text_on_the_site(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    later = store.begin_run("example", {}, "0.1.0", "r1")
    moved = store.record(later, fetch("https://example.org/2026/bridge", 24), extraction(), "example")
    elsewhere = store.record(run, fetch("https://other.net/wire/1", 1), extraction(), "other")
    assert (moved.outcome, moved.article) == (Outcome.UNCHANGED, first.article)
    assert elsewhere.outcome is Outcome.STORED


def test_record_keeps_pages_apart_that_show_the_same_few_words(store, run):
    wall = extraction(article("Please log in to read on."))
    store.record(run, fetch(), wall, "example")
    assert store.record(run, fetch("https://example.org/news/2"), wall, "example").outcome is Outcome.STORED


def test_record_stores_a_failure_with_its_reason(store, run):
    gone = fetch(status=404, error="404 Not Found", place=None)
    assert store.record(run, gone, None, "example").outcome is Outcome.FAILED
    unreadable = extraction(error="the page is empty", removals=())
    no_article = type(unreadable)(article=None, error="the page is empty")
    assert store.record(run, fetch(hours=1), no_article, "example").reason == "the page is empty"
    assert [row["error"] for row in rows(store, "SELECT error FROM failed_fetches")] == [
        "404 Not Found",
        "the page is empty",
    ]


def test_record_points_a_failure_at_the_article_it_concerns(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    gone = store.record(run, fetch(hours=1, status=410, error="410 Gone"), None, "example")
    assert (gone.outcome, gone.article) == (Outcome.FAILED, first.article)


def test_record_of_a_304_points_at_the_current_version(store, run):
    first = store.record(run, fetch(), extraction(), "example")
    same = store.record(run, fetch(hours=1, status=304, headers=(), size=0), None, "example")
    assert (same.outcome, same.version) == (Outcome.NOT_MODIFIED, first.version)
    assert store.known(URL).etag == '"1"'


@pytest.mark.parametrize("kind", [FetchKind.PAGE, FetchKind.FEED])
def test_record_of_a_304_renews_the_validators(store, run, kind):
    store.record(run, fetch(kind=kind), extraction() if kind is FetchKind.PAGE else None, "example")
    renewed = (("ETag", '"2"'), ("Last-Modified", "Mon, 23 Nov 2026 13:00:00 GMT"))
    store.record(run, fetch(hours=1, status=304, headers=renewed, size=0, kind=kind), None, "example")
    known = store.known(URL)
    assert (known.etag, known.last_modified) == tuple(value for _, value in renewed)


def test_record_lists_what_is_no_page(store, run):
    feed = fetch("https://example.org/rss", kind=FetchKind.FEED)
    assert store.record(run, feed, None, "example").outcome is Outcome.LISTED


def test_record_keeps_where_the_link_was_found(store, run):
    found = Discovery(URL, "https://example.org/rss", "feed", NOON)
    store.record(run, fetch(discovery=found), extraction(), "example")
    assert rows(store, "SELECT found_in, found_as FROM fetches") == [
        {"found_in": "https://example.org/rss", "found_as": "feed"}
    ]


def test_record_stores_nothing_of_a_page_that_cannot_be_stored(store, run):
    broken = extraction(removals=(removal(), removal(text=None)))
    with pytest.raises(sqlite3.IntegrityError):
        store.record(run, fetch(), broken, "example")
    for table in ("fetches", "articles", "versions", "removals", "urls", "versions_fts"):
        assert store.db.table(table).count == 0


def test_known_counts_failures_and_keeps_validators(store, run):
    store.record(run, fetch(), extraction(), "example")
    for hours in (1, 2):
        store.record(run, fetch(hours=hours, status=503, headers=(), error="503 Service Unavailable"), None, "example")
    known = store.known(URL + "#comments")
    assert (known.failures, known.error, known.etag) == (2, "503 Service Unavailable", '"1"')
    assert known.first_fetched == NOON
    assert store.known("https://example.org/never") is None


def test_summary_counts_outcomes_boxes_and_failures(store, run):
    store.record(run, fetch(), extraction(), "example")
    store.record(run, fetch(hours=1), extraction(), "example")
    store.record(run, fetch("https://example.org/2", error="no such host", status=None, place=None), None, "example")
    summary = store.summary(run)
    assert summary.outcomes == {Outcome.STORED: 1, Outcome.UNCHANGED: 1, Outcome.FAILED: 1}
    assert summary.boxes == {"donation": 1}
    assert summary.failures == {"no such host": 1}


def test_finish_run_keeps_statistics_as_json(store, run):
    store.finish_run(run, "finished", {"item_count": 3, "start_time": NOON})
    (row,) = rows(store, "SELECT reason, statistics FROM runs")
    assert row["reason"] == "finished"
    assert json.loads(row["statistics"]) == {"item_count": 3, "start_time": str(NOON)}


def test_search_finds_title_and_text_without_accents(store, run):
    store.record(run, fetch(), extraction(article(WORDS, title="Ölpreis fällt")), "example")
    found = "SELECT rowid FROM versions_fts WHERE versions_fts MATCH ?"
    assert len(rows(store, found, "olpreis")) == len(rows(store, found, "council bridge")) == 1


def test_views_have_no_long_column(store, run):
    store.record(run, fetch(), extraction(), "example")
    assert "latest_articles" in store.db.view_names()
    for view in store.db.views:
        for row in view.rows:
            assert all(len(str(value)) <= 200 for value in row.values()), view.name


def test_record_says_that_the_disk_is_full(store, run):
    (pages,) = rows(store, "PRAGMA page_count")
    store.db.execute(f"PRAGMA max_page_count = {pages['page_count']}")
    with pytest.raises(StoreError, match="the disk is full: nothing of this page was stored"):
        store.record(run, fetch(), extraction(article("long " * 5000)), "example")
    assert rows(store, "SELECT count(*) AS n FROM fetches") == [{"n": 0}]


def test_one_commit_keeps_all_that_is_recorded_inside_or_nothing(store, run, tmp_path):
    urls = [f"https://example.org/news/{number}" for number in range(3)]
    with Store.open(tmp_path / "data" / "stet.db") as other:
        with store.one_commit():
            for url in urls:
                store.record(run, fetch(url), extraction(article(url, url=url)), "example")
            assert other.db.table("articles").count == 0
        assert other.db.table("articles").count == 3
        with pytest.raises(ValueError, match="no time zone"):
            record_both(store, run, fetch(URL + "0"), fetch(URL, fetched_at=NOON.replace(tzinfo=None)))
        assert other.db.table("articles").count == 3


def record_both(store, run, *fetches):
    with store.one_commit():
        for each in fetches:
            store.record(run, each, extraction(article(each.url, url=each.url)), "example")


def test_record_says_that_another_process_holds_the_database(store, run, tmp_path):
    with Store.open(tmp_path / "data" / "stet.db") as other:
        other.db.execute("BEGIN IMMEDIATE")
        store.db.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(StoreError, match="another process has held the database"):
            store.record(run, fetch(), extraction(), "example")
