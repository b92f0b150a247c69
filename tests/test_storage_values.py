"""Values that Stet does not write, in a database of somebody else's: told with their place, or read as if not there."""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.hostile_values import spoil
from storage import Store, StoreError
from storage.care.check import check_database
from storage.reading_room.epub import write_epub
from storage.rules.repeats import all_repeats
from storage.schema.values import first_fault
from storage.store.frontier import asked_before, known_lists, waiting
from tests.archived_pages import exchange_with, keep, run
from tests.crawling import Desk
from tests.reading_samples import Room
from tests.storage_samples import NOON

HALF_A_LETTER = r'["\ud800"]'
NO_TEXT = "CAST(x'61EDA080' AS TEXT)"


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"))
    keep(desk, *map(exchange_with, range(2)))
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(original.folder, tmp_path / "copy")
    return Desk(tmp_path / "copy")


SPOILED = [
    ("articles", "authors", "[1, null]"),
    ("articles", "tags", HALF_A_LETTER),
    ("articles", "first_seen", "0001-01-01T00:00:00+14:00"),
    ("articles", "title", b"\xff\x00"),
    ("articles", "title", NO_TEXT),
    ("versions", "kinds", "[" * 100_000),
    ("versions", "words", "many"),
    ("versions", "text", None),
    ("fetches", "headers", '[["a"], [1, 2]]'),
    ("fetches", "redirects", "{}" * 2),
    ("fetches", "fetched_at", "9999-12-31T23:59:59+00:00"),
    ("fetches", "elapsed", float("inf")),
    ("fetches", "outcome", "no such thing"),
    ("runs", "statistics", "[]"),
    ("runs", "started_at", "yesterday"),
    ("urls", "kind", 7),
]


@pytest.mark.parametrize(("table", "column", "value"), SPOILED)
def test_a_value_that_stet_does_not_write_is_found(desk, table, column, value):
    with Store.open(desk.database) as store:
        assert first_fault(store.db) is None
    spoil(desk.database, table, column, value)
    with Store.open(desk.database) as store:
        assert re.match(rf"{table} \S+: {column} is .{{,60}}, which is none that Stet writes", first_fault(store.db))
        assert f": {column} is " in " ".join(problem.what for problem in check_database(store.db))


def test_a_row_that_is_missing_is_found(desk):
    spoil(desk.database, "versions", "run", 2**62)
    with Store.open(desk.database) as store:
        assert first_fault(store.db) == "versions row 1 refers to a row of runs that is not there"


@pytest.mark.parametrize(
    ("words", "spoiled"),
    [
        ("provenance 1", ("fetches", "redirects", "5")),
        ("provenance --prov 1", ("runs", "id", 2**62)),
        ("history 1", ("versions", "text", b"\xff")),
        ("status", ("runs", "statistics", "[" * 100_000)),
        ("politeness", ("runs", "started_at", "yesterday")),
        ("export --jsonl OUT", ("articles", "authors", "x")),
        ("export --epub OUT", ("versions", "kinds", "null")),
        ("export --wacz OUT", ("articles", "tags", "{")),
    ],
)
def test_a_command_that_fails_for_a_value_says_where_it_stands(desk, capsys, words, spoiled):
    with Store.open(desk.database) as store:  # else status has no run to tell of
        store.db.execute("UPDATE runs SET spider = 'zeit'")
        store.db.conn.commit()
    spoil(desk.database, *spoiled)
    name, *arguments = [str(desk.folder / word) if word == "OUT" else word for word in words.split()]
    assert run(desk, name, *arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert re.search(rf"{spoiled[0]} \S+: .* none that Stet writes|refers to a row of {spoiled[0]} that is not", line)


@pytest.mark.parametrize("path", ["/article/1", "/export.jsonl", "/export.wacz"])
def test_a_page_that_fails_for_a_value_says_where_it_stands(desk, path):
    spoil(desk.database, "fetches", "redirects", "5")
    answer = Room(desk.database, {}).get(path)
    assert answer.status_code == 500
    assert "fetches 1: redirects is" in answer.text


def test_a_page_for_which_a_row_is_missing_is_answered(desk):
    spoil(desk.database, "versions", "fetch", float("inf"))
    answer = Room(desk.database, {}).get("/article/1")
    assert (answer.status_code, "versions 1: fetch is" in answer.text) == (500, True)


def test_a_fault_of_the_program_is_told_as_one(desk):
    def fail() -> None:
        with Store.open(desk.database):
            raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        fail()


@pytest.mark.parametrize("value", [None, 7, "yesterday", b"\xff", "0001-01-01T00:00:00+14:00"])
def test_a_crawl_passes_over_what_it_cannot_read(desk, value):
    site = "bridge.example"
    with Store.open(desk.database) as store:
        store.db.execute("INSERT INTO waiting (url, site, found_as, found_at) VALUES ('w', ?, 'feed', '')", (site,))
        learned = "INSERT INTO repeats VALUES (?, 'd', 'no category', 'text', 3, 1, '', NULL, NULL)"
        store.db.execute(learned, (site,))
        store.db.conn.commit()
    for table, column in (("urls", "last_fetched"), ("urls", "failures"), ("waiting", "found_at")):
        spoil(desk.database, table, column, value)
    with Store.open(desk.database) as store:
        assert store.known(exchange_with(0).url) is None
        assert (known_lists(store.db, site), asked_before(store.db, site, NOON - timedelta(days=9))) == ([], [])
        assert (waiting(store.db, site, 9), all_repeats(store.db)) == ([], {})


def test_a_page_that_cannot_be_stored_for_a_value_says_where_it_stands(desk):
    spoil(desk.database, "fetches", "fetched_at", "yesterday")
    with pytest.raises(StoreError, match="fetches 1: fetched_at is 'yesterday'"), Store.open(desk.database) as store:
        store.original_of_url(exchange_with(0).url)


def test_a_book_for_which_there_is_no_room_leaves_nothing_that_writes_later():
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        write_epub(full, "Books", [])
    gc.collect()  # pytest tells what fails here
