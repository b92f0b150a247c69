from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import time

import pytest

from storage import Archive, Store
from tests.storage_samples import FORKSERVER, article, exchange, extraction, fetch, removal

REMOVALS = 6


def crawl(folder, name, count, started=None, at_once=1):
    """Archive and store pages, as a crawl does, or as an import does several with one commit."""
    with Store.open(folder / "stet.db") as store, Archive(folder / "warc", store) as archive:
        run = store.begin_run(name, {}, "0.1.0", "r1")
        for first in range(0, count, at_once):
            with store.one_commit():
                for number in range(first, first + at_once):
                    keep(store, archive, run, f"https://{name}.org/{number}", name)
            if started and first >= 3:
                started.set()
        store.finish_run(run, "finished", {})


def keep(store, archive, run, url, site):
    body = gzip.compress(url.encode() + os.urandom(20))
    place = archive.write(exchange(body, url=url))
    found = extraction(article(f"{url} stands", url=url), removals=tuple(map(removal, map(str, range(REMOVALS)))))
    store.record(run, fetch(url, body=body, place=place), found, site)


def start(*arguments):
    process = FORKSERVER.Process(target=crawl, args=arguments)
    process.start()
    return process


def one(db, sql):
    return db.execute(sql).fetchone()[0]


def test_two_processes_write_at_once_and_neither_loses(tmp_path):
    processes = [start(tmp_path, name, 80) for name in ("one", "two", "three")]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with Store.open(tmp_path / "stet.db") as store:
        counts = (
            "SELECT site, count(*) AS n FROM articles JOIN versions ON versions.id = articles.version GROUP BY site"
        )
        assert {row["site"]: row["n"] for row in store.db.query(counts)} == {"one": 80, "two": 80, "three": 80}


def test_a_writer_waits_for_a_transaction_of_another(tmp_path):
    with Store.open(tmp_path / "stet.db") as store:
        other = sqlite3.connect(tmp_path / "stet.db", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        process = start(tmp_path, "waits", 1)
        process.join(1.5)
        assert process.is_alive()
        other.execute("COMMIT")
        other.close()
        process.join()
        assert process.exitcode == 0
        assert store.db.table("articles").count == 1


def sound(folder):
    """Whole pages only, and each with its record."""
    with Store.open(folder / "stet.db") as store, Archive(folder / "warc", store) as archive:
        assert one(store.db, "PRAGMA integrity_check") == "ok"
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert one(store.db, "SELECT count(*) FROM fetches WHERE article IS NULL OR version IS NULL") == 0
        assert one(store.db, "SELECT count(*) FROM articles WHERE version IS NULL") == 0
        ledgers = store.db.execute("SELECT count(*) FROM removals GROUP BY version")
        assert set(ledgers.fetchall()) == {(REMOVALS,)}
        store.db.execute("INSERT INTO versions_fts(versions_fts) VALUES ('integrity-check')")
        store.db.commit()
        places = [store.original_of_url(row["url"]).place for row in store.db.query("SELECT url FROM fetches")]
        assert all(archive.read(place).status == 200 for place in places)
        return len(places)


@pytest.mark.parametrize("at_once", [1, 8])
def test_a_killed_process_leaves_whole_pages_only(tmp_path, at_once):
    pages = 0
    for number in range(2):
        started = FORKSERVER.Event()
        process = start(tmp_path, f"site{number}", 100_000, started, at_once)
        assert started.wait(240)
        time.sleep(os.urandom(1)[0] / 1000)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        now = sound(tmp_path)
        assert now > pages
        pages = now
    assert list((tmp_path / "warc").glob("*.open")) == []
