"""What triggers count is what is there, whatever happens to rows."""

from __future__ import annotations

import pytest

from extractors.model import Access
from storage import Store
from storage.reading_room.search import LISTED, ORDERS, Selection
from storage.schema.tallies import FACETS, LEDGERS
from tests.reading_samples import furnish
from tests.storage_samples import URL, article, extraction, fetch


def assert_counts_are_true(db):
    for ledger in LEDGERS:
        for facet in FACETS:
            told = "SELECT value, number FROM ledger_counts WHERE ledger = ? AND facet = ? AND number != 0 ORDER BY 1"
            counted = f"SELECT {facet}, count(*) FROM {ledger} GROUP BY 1 ORDER BY 1"  # noqa: S608
            assert db.execute(told, (ledger, facet)).fetchall() == db.execute(counted).fetchall()
    told = "SELECT site, access, articles FROM article_states WHERE articles != 0 ORDER BY 1, 2"
    counted = "SELECT site, access, count(*) FROM articles WHERE version IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    assert db.execute(told).fetchall() == db.execute(counted).fetchall()
    return db.execute(told).fetchall()


def keep(store, run, number, access, hours=0, **changes):
    text = f"Story {number} after {hours} hours."
    told = extraction(article(text, url=f"{URL}/{number}", access=access), **changes)
    store.record(run, fetch(f"{URL}/{number}", hours), told, "example")


def test_counts_follow_what_is_stored_changed_and_taken_away(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        first, last = (store.begin_run("example", {}, "1", "r1") for _ in range(2))
        for number, access in enumerate((Access.FREE, Access.LOCKED, Access.FREE)):
            keep(store, first, number, access)
        assert assert_counts_are_true(store.db) == [("example", "free", 2), ("example", "locked", 1)]
        keep(store, last, 0, Access.METERED, 1, removals=())
        assert assert_counts_are_true(store.db)[-1] == ("example", "metered", 1)
        for ledger in LEDGERS:
            store.db.execute(f"DELETE FROM {ledger} WHERE version = 1")  # noqa: S608
        store.db.execute("UPDATE articles SET version = NULL WHERE id = 2")
        assert assert_counts_are_true(store.db) == [("example", "free", 1), ("example", "metered", 1)]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("facets"))


@pytest.mark.parametrize("chosen", ["", "&category=donation", "&_where=id+%3E+1"])
def test_facets_of_the_ledger_are_what_counting_finds(room, chosen):
    answered = room.get(f"/harbour/removals.json?_facet=category&_facet=layer&_size=max&_shape=objects{chosen}").json()
    rows = answered["rows"]
    for facet in FACETS:
        told = {each["value"]: each["count"] for each in answered["facet_results"][facet]["results"]}
        assert told == {value: sum(row[facet] == value for row in rows) for value in {row[facet] for row in rows}}


@pytest.mark.parametrize(
    "values", [{"language": "de"}, {"site": "a"}, {"access": "locked"}, {"language": "de", "access": "locked"}, {}]
)
def test_lists_by_date_are_read_in_the_order_of_an_index(tmp_path, values):
    sql = LISTED.format(where=Selection("", values).where, order=ORDERS["newest"])
    bounds = {"size": 20, "start": 0}
    with Store.open(tmp_path / "stet.db") as store:
        steps = [row["detail"] for row in store.db.query(f"EXPLAIN QUERY PLAN {sql}", values | bounds)]
    assert steps[-1] == "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"  # of articles of one second alone
