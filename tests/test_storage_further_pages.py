from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Block, BlockKind, Extraction
from storage import FetchKind, Outcome, RecordPlace, Store
from storage.care.check import check_database
from storage.history.prov import article_bundle
from storage.history.versions import find
from tests.storage_samples import URL, article, extraction, fetch, removal

SECOND, THIRD = f"{URL}/2", f"{URL}/3"
TEXTS = ("What was decided first.", "What was decided then.", "What is still to be decided.")


def look(texts=TEXTS, **changes):
    """What the pages with these texts give."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return extraction(article(blocks=blocks, **changes), removals=(removal(), removal(position=2)))


def page(url, body, hours=0.0, **changes):
    place = RecordPlace("a.warc.gz", 100, 100, f"sha256:{body}")
    return fetch(url, hours, kind=FetchKind.FURTHER_PAGE, **{"place": place} | changes)


def further(second="two", third="three", hours=0.0):
    return (page(SECOND, second, hours), page(THIRD, third, hours))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "stet.db") as opened:
        yield opened


@pytest.fixture
def run(store):
    return store.begin_run("example", {}, "1", "r1")


def rows(store, sql, *values):
    return [tuple(row.values()) for row in store.db.query(sql, values)]


PAGES = "SELECT position, url, outcome, error FROM version_pages WHERE version = ? ORDER BY position"


def test_a_version_rests_on_its_pages_in_order(store, run):
    first = store.record(run, fetch(), look(), "example", further())
    assert rows(store, PAGES, first.version) == [
        (1, URL, "stored", None),
        (2, SECOND, "joined", None),
        (3, THIRD, "joined", None),
    ]
    assert rows(store, "SELECT DISTINCT article, version FROM fetches") == [(first.article, first.version)]
    assert rows(store, "SELECT further_pages FROM provenance") == [(2,)]
    assert list(check_database(store.db)) == []


def test_addresses_of_further_pages_are_no_addresses_of_the_article(store, run):
    first = store.record(run, fetch(), look(), "example", further())
    assert rows(store, "SELECT url, kind, article FROM urls ORDER BY url") == [
        (URL, "page", first.article),
        (SECOND, "further-page", None),
        (THIRD, "further-page", None),
    ]
    assert find(store.db, THIRD) == first.article


def test_the_same_pages_make_no_version(store, run):
    first = store.record(run, fetch(), look(), "example", further())
    same = {"status": 304, "headers": ()}
    again = store.record(run, fetch(hours=1, **same), look(), "example", [
        page(SECOND, "two", 1, **same), page(THIRD, "three", 1, **same),
    ])  # fmt: skip
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, first.version)
    assert rows(store, "SELECT outcome FROM fetches WHERE id > 3") == [("unchanged",), *2 * [("not-modified",)]]
    assert {store.known(url).etag for url in (URL, SECOND)} == {'"1"'}


def test_a_change_of_one_page_is_an_edit(store, run):
    store.record(run, fetch(), look(), "example", further())
    edited = store.record(run, fetch(hours=1), look((*TEXTS[:2], "Decided.")), "example", further("other", hours=1))
    assert edited.outcome is Outcome.CHANGED
    assert rows(store, "SELECT cause FROM versions") == [("first",), ("outlet",)]


def test_other_rules_on_the_same_pages_are_no_edit(store, run):
    store.record(run, fetch(), look(), "example", further())
    other = extraction(look(TEXTS[1:]).article, rules_version="r2")
    store.record(run, fetch(hours=1), other, "example", further(hours=1))
    assert rows(store, "SELECT cause FROM versions") == [("first",), ("rules",)]


FAILED = {"status": None, "place": None, "headers": (), "error": "no answer in time"}


def test_a_page_that_fails_leaves_what_there_is(store, run):
    cut = look(TEXTS[:1], complete=False)
    first = store.record(run, fetch(), cut, "example", [page(SECOND, "two", **FAILED)])
    assert first.outcome is Outcome.STORED
    assert rows(store, PAGES, first.version)[1] == (2, SECOND, "failed", "no answer in time")
    assert rows(store, "SELECT complete FROM articles") == [(0,)]
    assert list(check_database(store.db)) == []


def test_a_page_that_fails_for_now_takes_nothing_from_what_is_stored(store, run):
    first = store.record(run, fetch(), look(), "example", further())
    cut = look(TEXTS[:1], complete=False)
    again = store.record(run, fetch(hours=1), cut, "example", [page(SECOND, "two", 1, **FAILED)])
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, first.version)
    assert rows(store, "SELECT complete, last_seen > first_seen FROM articles") == [(1, 1)]
    edited = look(("It was decided anew.",), complete=False)
    assert (
        store.record(run, fetch(hours=2), edited, "example", [page(SECOND, "two", 2, **FAILED)]).outcome
        is Outcome.CHANGED
    )


def test_a_page_that_the_outlet_took_away_is_gone(store, run):
    store.record(run, fetch(), look(), "example", further())
    gone = page(SECOND, "two", 1, status=404, error="404 Not Found")
    cut = look(TEXTS[:1], complete=False)
    assert store.record(run, fetch(hours=1), cut, "example", [gone]).outcome is Outcome.CHANGED


def test_further_pages_of_what_is_no_article_have_failed(store, run):
    store.record(run, fetch(), Extraction(None, error="no article text found"), "example", further())
    reasons = rows(store, "SELECT DISTINCT error FROM fetches WHERE kind = 'further-page'")
    assert reasons == [("the first page of its article: no article text found",)]


def test_check_names_a_page_without_record_and_one_that_is_not_there(store, run):
    store.record(run, fetch(), look(), "example", further())
    store.db.execute("UPDATE fetches SET warc_file = NULL WHERE url = ?", (THIRD,))
    store.db.execute("DELETE FROM further_pages WHERE position = 2")
    told = [problem.what for problem in check_database(store.db)]
    assert told == [
        f"page 3 of version 1 ({THIRD}) has no record in the archive",
        "version 1 has 2 of 3 pages",
    ]


def test_prov_derives_a_version_from_each_of_its_pages(store, run):
    whole = extraction(look().article, removals=(removal(), replace(removal("On page two", position=2), page=2)))
    lost = page(f"{URL}/4", "four", **FAILED)
    stored = store.record(run, fetch(), whole, "example", (*further(), lost))
    bundle = article_bundle(store.db, stored.article)
    assert {f"_:wasDerivedFrom-version-1-response-{fetch}" for fetch in (1, 2, 3)} <= set(bundle["wasDerivedFrom"])
    assert "stet:response-4" not in bundle["entity"]
    assert bundle["activity"]["stet:fetch-4"]["stet:error"] == "no answer in time"
    assert "_:wasInformedBy-extraction-1-fetch-4" in bundle["wasInformedBy"]
    assert "_:wasDerivedFrom-removal-2-response-2" in bundle["wasDerivedFrom"]
