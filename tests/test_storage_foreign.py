"""Databases of strangers: what their schema could run is refused before anything is asked of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from storage import Store, StoreError
from storage.schema.migrations import migrations
from tests.crawling import Desk

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
LARGE = "hex(zeroblob(400000000))"
HOSTILE = {
    "trigger on a table of ours": f"CREATE TRIGGER t AFTER INSERT ON runs BEGIN {ENDLESS}; END",
    "trigger on its own table": "CREATE TABLE mine (a); CREATE TRIGGER t INSERT ON mine BEGIN DELETE FROM runs; END",
    "trigger in place of a view": "CREATE VIEW v AS SELECT 1 AS a; "
    "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN DELETE FROM runs; END",
    "trigger of ours with more in it": "DROP TRIGGER fetches_end_waiting; "
    "CREATE TRIGGER fetches_end_waiting AFTER INSERT ON fetches BEGIN DELETE FROM articles; END",
    "view in place of a table": f"DROP TABLE waiting; CREATE VIEW waiting AS {ENDLESS}",
    "view in place of a table, in capitals": f"DROP TABLE waiting; CREATE VIEW WAITING AS {ENDLESS}",
    "view of ours with other content": f"DROP VIEW provenance; CREATE VIEW provenance AS {ENDLESS}",
    "view in place of the steps": f"DROP TABLE _sqlite_migrations; CREATE VIEW _sqlite_migrations AS {ENDLESS}",
    "computed column of ours": f"ALTER TABLE guids ADD COLUMN more TEXT AS ({LARGE})",
    "computed column of the steps": f"ALTER TABLE _sqlite_migrations ADD COLUMN more TEXT AS ({LARGE})",
    "computed column": f"CREATE TABLE mine (a TEXT, b TEXT GENERATED ALWAYS AS ({LARGE}))",
    "checked column": f"CREATE TABLE mine (a TEXT CHECK(length({LARGE}) > 0))",
    "index of an expression": f"CREATE INDEX mine ON runs({LARGE} || spider)",
    "index of a comparison": "CREATE INDEX mine ON runs(spider LIKE '%a%b%c%d%e%')",
    "index of a part": f"CREATE INDEX mine ON runs(spider) WHERE length({LARGE}) > 1",
    "virtual table": "CREATE VIRTUAL TABLE mine USING fts5(a)",
}
HARMLESS = (
    "CREATE TABLE mine (a TEXT PRIMARY KEY, b INTEGER REFERENCES articles(id))",
    "CREATE INDEX mine ON articles(site, title DESC)",
    "CREATE VIEW mine AS SELECT site, count(*) AS articles FROM articles GROUP BY 1",
    "ANALYZE",
    "ALTER TABLE articles ADD COLUMN mine TEXT",
)


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_what_could_run_is_refused(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "stet.db"
    Store.open(path).close()
    change(path, sql)
    with pytest.raises(StoreError, match=r"none of Stet's|not as Stet makes it"):
        Store.open(path)


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_a_user_adds_may_stay(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "stet.db"
    Store.open(path).close()
    change(path, sql)
    with Store.open(path) as store:
        assert store.begin_run("page", {}, "1", "") == 1


def test_databases_of_every_step_are_brought_up_to_date(tmp_path: Path) -> None:
    for name in [migration.name for migration in migrations._migrations][1:]:
        db = Database(tmp_path / f"{name}.db")
        migrations.apply(db, stop_before=name)
        db.close()
        with Store.open(tmp_path / f"{name}.db") as store:
            assert not migrations.pending(store.db)


COMMANDS = (
    "check",
    "check --mend",
    "reclean --dry-run",
    "reclean",
    "rules",
    "rules suggest page",
    "status",
    "history 1",
    "provenance 1",
    "provenance --prov 1",
    "politeness",
    "corrections",
    "stamp",
    "backup COPY",
    "export --jsonl COPY",
    "fixture 1 --case one",
    "import-warc COPY",
    "collect COPY",
    "browse --port 0",
    "due",
    "crawl page -a url=http://nowhere.invalid/",
)


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_says_so_in_a_line(tmp_path: Path, words: str) -> None:
    desk = Desk(tmp_path)
    Store.open(desk.database).close()
    change(desk.database, HOSTILE["trigger on a table of ours"])
    (tmp_path / "COPY").write_bytes(b"WARC/1.0\r\n")
    ran = desk.scrapy(*(str(tmp_path / word) if word == "COPY" else word for word in words.split()))
    assert ran.status == 1, ran.out + ran.err
    (line,) = ran.err.strip().splitlines()
    assert "the trigger 't' is none of Stet's" in line
