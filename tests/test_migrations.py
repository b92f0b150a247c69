from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from storage import Store, StoreError
from storage.schema.migrations import migrations
from tests.storage_samples import FORKSERVER, URL, article, extraction, fetch


def names():
    return [migration.name for migration in migrations.pending(Database(memory=True))]


def test_migrations_are_numbered_in_order():
    numbers = [int(name[1:5]) for name in names()]
    assert numbers == sorted(set(numbers))
    assert all(name[0] == "m" and name[5] == "_" for name in names())


def test_open_applies_all_migrations_once(tmp_path):
    for _ in range(2):
        with Store.open(tmp_path / "stet.db") as store:
            assert [done.name for done in migrations.applied(store.db)] == names()


def test_tables_are_strict_and_linked(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        tables = [
            table
            for table in store.db.tables
            if table.name[0] != "_" and not table.name.startswith(("versions_fts", "search_index"))
        ]
        assert all(table.strict for table in tables)
        linked = {(key.table, key.column) for table in tables for key in table.foreign_keys}
    assert {("versions", "fetch"), ("fetches", "version"), ("removals", "version"), ("fetches", "run")} <= linked


def test_open_refuses_a_database_of_a_newer_program(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        store.db.execute("UPDATE _sqlite_migrations SET name = 'm9999_later' WHERE name = 'm0001_tables'")
        store.db.commit()
    with pytest.raises(StoreError, match="was made by a newer Stet"):
        Store.open(tmp_path / "stet.db")


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path):
    db = sqlite3.connect(tmp_path / "stet.db")
    db.execute("CREATE TABLE articles (mine TEXT)")
    db.close()
    with pytest.raises(StoreError, match="table articles already exists"):
        Store.open(tmp_path / "stet.db")
    assert Database(tmp_path / "stet.db").table_names() == ["articles"]


def open_and_close(path, ready):
    ready.wait()
    Store.open(path).close()


def test_processes_that_create_the_database_at_once_find_it_made(tmp_path):
    ready = FORKSERVER.Event()
    processes = [FORKSERVER.Process(target=open_and_close, args=(tmp_path / "stet.db", ready)) for _ in range(4)]
    for process in processes:
        process.start()
    ready.set()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4


def search(store, words):
    sql = "SELECT title FROM versions WHERE id IN (SELECT rowid FROM versions_fts WHERE versions_fts MATCH ?)"
    return [row["title"] for row in store.db.query(sql, [words])]


def test_the_index_follows_new_and_deleted_versions(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        run = store.begin_run("example", {}, "1", "r")
        store.record(run, fetch(), extraction(article(title="Heron counted")), "example")
        assert search(store, "heron") == ["Heron counted"]
        store.db.execute("PRAGMA foreign_keys = OFF")
        store.db.table("versions").delete_where("1 = 1")
        assert search(store, "heron") == []


# A page as the first schema has it; later steps may add columns, never lose these.
FIRST_ROWS = {
    "runs": {"id": 1, "spider": "s", "arguments": "{}", "started_at": "t", "code_version": "1", "rules_version": "r"}
    | {"host": "h", "process": 1},
    "articles": {"id": 1, "site": "s", "title": "Heron counted", "url": URL, "authors": "[]", "tags": "[]"}
    | {"access": "free", "access_evidence": "", "first_seen": "t", "last_seen": "t"},
    "fetches": {"id": 1, "run": 1, "site": "s", "kind": "page", "outcome": "stored", "article": 1, "url_asked": URL}
    | {"url": URL, "redirects": "[]", "headers": "[]", "fetched_at": "t", "is_revisit": 0},
    "versions": {
        "id": 1,
        "article": 1,
        "fetch": 1,
        "run": 1,
        "fetched_at": "t",
        "cause": "first",
        "text": " ".join(map(str, range(99))),
    }
    | {"title": "Heron counted", "kinds": "[]", "words": 1, "access": "free", "flags": "[]", "made_at": "t"}
    | {"extractor_version": "1", "rules_version": "r", "text_digest": "d"},
    "removals": {"version": 1, "position": 0, "category": "donation", "layer": "structure", "rule": "r", "text": "Give"}
    | {"evidence": "class"},
}


def make_earlier(path, step):
    """A database with data, as it was before a migration."""
    db = Database(path)
    migrations.apply(db, stop_before=step)
    for table, row in FIRST_ROWS.items():
        db.table(table).insert(row)
    for table in ("articles", "fetches"):
        db.table(table).update(1, {"version": 1})
    db.close()


@pytest.mark.parametrize("step", names()[1:])
def test_each_step_upgrades_a_database_with_data(tmp_path, step):
    make_earlier(tmp_path / "stet.db", step)
    with Store.open(tmp_path / "stet.db") as store:
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        store.db.execute("INSERT INTO versions_fts(versions_fts, rank) VALUES ('integrity-check', 1)")
        run = store.begin_run("example", {}, "1", "r")
        store.record(run, fetch(URL + "/2"), extraction(article(title="Heron gone")), "example")
        assert search(store, "heron") == ["Heron counted", "Heron gone"]
        assert len(list(store.db.view("latest_articles").rows)) == 2


@pytest.mark.parametrize("step", [name for name in names()[1:] if name <= "m0012_boxes"])
def test_an_old_ledger_has_a_box_for_each_block_and_says_so(tmp_path, step):
    make_earlier(tmp_path / "stet.db", step)
    with Store.open(tmp_path / "stet.db") as store:
        (box,) = store.db.query("SELECT boxes.* FROM removals JOIN boxes ON boxes.id = removals.box")
        assert (box["version"], box["category"], box["blocks"]) == (1, "donation", 1)
        assert box["reason"] == "one block, recorded before boxes were; evidence: class"
        assert [tuple(row) for row in store.db.execute("SELECT week, boxes, articles FROM box_weeks")] == [("", 1, 1)]


def test_an_upgrade_tells_who_read_each_page_and_what_is_alike(tmp_path):
    make_earlier(tmp_path / "stet.db", "m0003_provenance")
    with Store.open(tmp_path / "stet.db") as store:
        assert [row["rules_version"] for row in store.db.query("SELECT rules_version FROM fetches")] == ["r"]
        assert store.db.table("sketches").count == 16
