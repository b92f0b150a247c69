"""Which addresses are of one article, where a text, a redirect or a feed's name could say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import Discovery, Outcome, Redirect, Store
from storage.care.mending import mend
from storage.near_duplicates.mixed import part_mixed
from storage.store.frontier import Waiting, note_names, note_waiting, waiting
from storage.store.same_text import same_story
from tests.storage_samples import NOON, WORDS, article, extraction, fetch

A, B, C = (f"https://example.org/2026/council-votes-{name}" for name in ("on-the-pier", "again", "for-the-baths"))
NOTICE = "The pages of this outlet rest today while its engineers carry the machines to another house. " * 5
OTHER = "The ferry to the islands stopped for the winter, and the baker closed his shop at the quay on Friday. " * 4


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "stet.db") as opened:
        yield opened


class Desk:
    """Records pages as runs a day apart would."""

    def __init__(self, store: Store) -> None:
        self.store, self.day = store, -1
        self.next_run()

    def next_run(self) -> None:
        self.day += 1
        self.run = self.store.begin_run("example", {}, "1", "r")

    def see(self, url, text=WORDS, title="Bridge gets built", **changes):
        found = extraction(article(text, url=url, title=title, canonical_url=changes.pop("canonical", None)))
        return self.store.record(self.run, fetch(url, 24 * self.day, text.encode(), **changes), found, "example")


@pytest.fixture
def desk(store):
    return Desk(store)


def test_a_text_that_several_addresses_give_in_a_run_ties_none_of_them(desk):
    assert len({desk.see(url, NOTICE, "The Post").article for url in (A, B, C)}) == 3
    desk.next_run()
    assert desk.see("https://example.org/2026/yet-another-page", NOTICE, "The Post").outcome is Outcome.STORED


def test_one_story_in_two_sections_is_one_article_in_one_run(desk):
    first = desk.see("https://example.org/world/council-votes-on-the-pier")
    assert desk.see("https://example.org/news/council-votes-on-the-pier.html").article == first.article


@pytest.mark.parametrize("text", [WORDS, WORDS + "The mayor spoke."])
def test_a_feed_that_lists_a_known_article_tells_its_name(desk, text):
    first = desk.see(A)  # from a sitemap, which names nothing
    listed = Discovery(A, "https://example.org/feed", "feed", NOON, "name-1")
    note_names(desk.store.db, "example", [Waiting(listed), Waiting(replace(listed, url=C, guid="name-2"))])
    moved = desk.see(B, text, "The pier gets built", discovery=replace(listed, url=B))  # in the same run
    assert (moved.outcome, moved.article) == (Outcome.CHANGED, first.article)
    assert desk.see(C, OTHER, "Ferry rests", discovery=replace(listed, url=C)).article != first.article


def test_what_waits_without_a_name_is_given_the_one_that_a_feed_has(desk):
    found = Discovery(A, "https://example.org/sitemap.xml", "sitemap", NOON)
    note_waiting(desk.store.db, "example", [Waiting(found)])
    note_names(desk.store.db, "example", [Waiting(replace(found, guid="name-1"))])
    note_names(desk.store.db, "example", [Waiting(replace(found, guid="name-2"))])
    assert [item.discovery.guid for item in waiting(desk.store.db, "example", 9)] == ["name-1"]


@pytest.mark.parametrize("canonical", [None, B])
def test_what_a_text_tied_comes_apart_when_the_articles_come(desk, canonical):
    first = desk.see(A, NOTICE, "The Post")
    desk.next_run()
    assert desk.see(B, NOTICE, "The Post").article == first.article  # as an article that moved
    desk.next_run()
    apart = desk.see(B, OTHER, "Ferry rests", canonical=canonical)
    assert (apart.outcome, apart.article != first.article) == (Outcome.STORED, True)
    assert desk.see(A, WORDS).article == first.article
    desk.next_run()
    assert desk.see(B, OTHER, "Ferry rests").article == apart.article


def test_a_new_headline_and_address_over_the_same_text_is_a_version(desk):
    first = desk.see(A)
    desk.next_run()
    renamed = desk.see(C, title="Bridge: the baths have to wait")
    assert (renamed.outcome, renamed.article) == (Outcome.CHANGED, first.article)


@pytest.mark.parametrize("status", [301, 302, 308])
def test_an_article_that_moved_and_changed_is_known_by_the_redirect(desk, status):
    first = desk.see(A)
    desk.next_run()
    text = f"{WORDS} Two people were hurt."
    moved = desk.see(A, text, "Two hurt", answered=C, redirects=(Redirect(A, status),))
    assert (moved.outcome, moved.article) == (Outcome.CHANGED, first.article)
    desk.next_run()
    assert desk.see(C, OTHER, "Written anew").article == first.article


def test_a_redirect_to_quite_another_page_makes_no_version(desk):
    first = desk.see(A)
    desk.next_run()
    assert desk.see(A, OTHER, "Today", answered=C, redirects=(Redirect(A, 302),)).article != first.article


@pytest.mark.parametrize(("text", "is_same"), [(f"{WORDS} Two were hurt.", True), (OTHER, False)])
def test_the_name_that_a_feed_gives_ties_what_is_not_another_text(desk, text, is_same):
    def found(url):
        return Discovery(url, "https://example.org/rss", "feed", NOON, "tag:example.org,2026:7")

    first = desk.see(A, discovery=found(A))
    desk.next_run()
    assert (desk.see(C, text, "Another headline", discovery=found(C)).article == first.article) is is_same


def test_a_304_renews_the_validators_that_it_brings(desk):
    desk.see(A)
    desk.next_run()
    again = fetch(A, 24, b"", status=304, headers=(("ETag", '"2"'),), place=None)
    desk.store.record(desk.run, again, None, "example")
    assert desk.store.known(A).etag == '"2"'


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://e.org/a/the-pier-is-kept", "https://e.org/b/the-pier-is-kept/", True),
        ("https://e.org/a/old-title-1234567", "https://e.org/a/new-title-1234567.html", True),
        ("https://e.org/a/the-pier-is-kept", "https://e.org/a/the-pier-is-sold", False),
        ("https://e.org/a/index.html", "https://e.org/b/index.html", False),
        ("https://e.org/2026/11/20/x-1", "https://e.org/2026/11/20/x-2", False),
    ],
)
def test_same_story(one, other, is_same):
    assert same_story(one, other) is is_same


def test_stored_articles_that_were_mixed_come_apart(desk):
    first = desk.see(A, NOTICE, "The Post").article
    for url, text in ((A, WORDS), (B, OTHER), (C, f"{WORDS} Changed.")):
        desk.next_run()
        desk.see(url, text)
    desk.store.db.execute("DELETE FROM sketches")
    desk.store.db.execute("DELETE FROM alike")
    for table in ("versions", "fetches", "urls"):
        desk.store.db.execute(f"UPDATE {table} SET article = ?", (first,))  # noqa: S608
    desk.store.db.execute("DELETE FROM articles WHERE id != ?", (first,))
    (parted,) = part_mixed(desk.store.db)
    assert (parted.url, parted.out_of) == (B, first)
    urls = desk.store.db.query("SELECT url, article FROM urls WHERE kind = 'page'")
    assert {row["url"]: row["article"] for row in urls} == {A: first, B: parted.article, C: first}
    (made,) = desk.store.db.query("SELECT * FROM latest_articles WHERE id = ?", (parted.article,))
    assert made["title"] == "Bridge gets built"
    assert part_mixed(desk.store.db) == []
    assert desk.store.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_walls_that_were_stored_are_taken_out_and_their_addresses_asked_again(desk):
    wall = desk.see(A, NOTICE, "The Post").article
    article_row = desk.see(B, OTHER, "Ferry rests").article
    desk.next_run()
    desk.see(B, NOTICE, "The Post")
    reason = "stands in place of the article: a page"
    taken, parted = mend(desk.store.db, lambda title, *_: reason if title == "The Post" else None)
    assert (taken, parted) == (2, [])
    assert [row["id"] for row in desk.store.db.query("SELECT id FROM articles")] == [article_row] != [wall]
    assert [row["title"] for row in desk.store.db.query("SELECT title FROM latest_articles")] == ["Ferry rests"]
    assert (desk.store.known(A).error, desk.store.known(A).failures) == (reason, 1)
    assert desk.store.db.execute("SELECT count(*) FROM fetches WHERE outcome = 'failed'").fetchone() == (2,)
    assert desk.store.db.execute("PRAGMA foreign_key_check").fetchall() == []
