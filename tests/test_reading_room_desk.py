"""The archivist's desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.ledger.reasons import reason_of
from extractors.ledger.signs import Signs
from extractors.model import APPEALS, Category
from storage import Fetch, FetchKind, Store
from storage.reading_room.desk import again, quiet, read
from storage.reading_room.front import sites
from storage.reading_room.words import CATEGORIES, evidence, why
from tests.reading_samples import furnish
from tests.storage_samples import NOON


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = furnish(tmp_path_factory.mktemp("desk"))
    with Store.open(room.path) as store:
        run = store.begin_run("harbourpost", {}, "0.1", "r1")
        now = datetime.now(UTC)
        for number, error in enumerate(("no such host", "no such host", "404 Not Found")):
            url = f"https://harbourpost.example/lost/{number}"
            status = 404 if "404" in error else None
            store.record(run, Fetch(url, url, now, status=status, error=error), None, "harbourpost")
        url = "https://harbourpost.example/lost.css"
        dress = Fetch(url, url, now, FetchKind.STYLE_SHEET, status=404, error="404 Not Found")
        store.record(run, dress, None, "harbourpost")
        store.finish_run(run, "finished", {"store/page/failed": 3})
    return room


def test_the_desk_shows_failures_with_addresses_runs_silent_outlets_and_marks(room):
    html = room.get("/desk").text
    for told in ("no such host", "404 Not Found", "/lost/0", "3 failed", "Outlets that fell silent", "harbourpost"):
        assert told in html
    assert "no such host" not in room.get("/desk?site=nordbote").text


def test_what_pages_are_shown_with_is_counted_apart(room):
    html = room.get("/desk").text
    assert "lost.css" not in html
    assert ">1 file</a> that pages are shown with" in html
    with Store.open(room.path) as store:
        (week,) = [row["week"] for row in sites(store.db, datetime.now(UTC)) if row["site"] == "harbourpost"]
    assert week["failed"] == 3


def test_failures_are_counted_by_reason(room):
    with Store.open(room.path) as store:
        found = read(store.db, "", datetime.now(UTC))["failures"]
    assert [(row["error"], row["fetches"], len(row["addresses"])) for row in found] == [
        ("no such host", 2, 2),
        ("404 Not Found", 1, 1),
    ]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"status": None, "failures": 1}, "after 23 November, 13:00 UTC"),
        ({"status": None, "failures": 3}, "after 23 November, 16:00 UTC"),
        ({"status": 404, "failures": 1}, "after 24 November, 12:00 UTC"),
        ({"status": 200, "failures": 1, "error": "no article was found on the page"}, "not again"),
        ({"status": 200, "failures": 1, "error": "empty page"}, "after 23 November, 13:00 UTC"),
        ({"status": None, "failures": 9, "kind": FetchKind.FEED}, "in the next run"),
    ],
)
def test_an_address_says_when_it_is_asked_for_again(facts, told):
    known = {"kind": "page", "error": "no such host", "last_fetched": NOON.isoformat()} | facts
    assert again(known, NOON) == told


def test_an_outlet_is_silent_by_its_own_measure(room):
    with Store.open(room.path) as store:
        first = [row["site"] for row in quiet(store.db, ["harbourpost"], NOON + timedelta(days=10))]
        later = [row["site"] for row in quiet(store.db, ["harbourpost"], NOON + timedelta(days=30))]
    assert (first, later) == ([], ["harbourpost"])


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("JSON-LD; the protected part has 1229 words", "sent along (1,229 words with the boxes in it)"),
        ("the protected part has 3 words", "sent without its text (3 words)"),
        ("article:content_tier is locked", "article:content_tier is locked"),
    ],
)
def test_what_told_the_access_does_not_contradict_the_text(told, said):
    assert evidence(told).endswith(said)


@pytest.mark.parametrize("category", sorted(APPEALS))
def test_a_box_does_not_say_its_kind_twice(category):
    reason = reason_of(category, Signs(words=("support us",), form=True), ["Support us."])
    assert why({"category": category, "reason": reason}).startswith("<bdi>“support us”</bdi>")
    assert CATEGORIES[category] not in why({"category": category, "reason": reason_of(category, None, [])})


@pytest.mark.parametrize(
    ("category", "reason", "told"),
    [
        (Category.RELATED, "leads to other stories", ""),
        (Category.DONATION, "our own rule: the bar: with a button", "our own rule: the bar: with a button"),
        (Category.FOLLOW, "one block; evidence: <b>", "one block; evidence: &lt;b&gt;"),
        (Category.FOLLOW, "asks to follow, to share or to get an app: “شارك: الآن”", "<bdi>“شارك: الآن”</bdi>"),
    ],
)
def test_the_sentence_of_a_box_is_else_told_as_it_is(category, reason, told):
    assert why({"category": category, "reason": reason}) == told
