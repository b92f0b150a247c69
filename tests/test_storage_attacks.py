"""Databases and archives that mean harm or have come to harm, and two processes that store the same at once."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from storage import Archive, ArchiveError, Store, StoreError
from storage.archive import exchanges
from storage.archive.files import archive_files
from storage.care.backup import back_up
from storage.care.check import check_database
from storage.records import RecordPlace
from storage.schema.database import open_database
from tests.archived_pages import exchange_with, keep
from tests.crawling import Desk, finish
from tests.storage_samples import NOON, URL, article, exchange, extraction, fetch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    keep(desk, *map(exchange_with, range(3)))
    return desk


# Files of the archive


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret", "a/b", "", ".", "..", "/dev/zero", "a\0b", None, 5])
def test_records_are_read_in_the_folder_alone(tmp_path: Path, name: object) -> None:
    (tmp_path / "secret").write_bytes(b"x" * 100)
    folder = tmp_path / "archive"
    folder.mkdir()
    with pytest.raises(ArchiveError, match="no whole response record"):
        exchanges.read_exchange(folder, RecordPlace(name, 0, 10, "sha256:X"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("offset", "length"), [(-1, 10), (0, -1), (0, 2**40), (2**70, 10), (None, None), ("a", "b")])
def test_records_have_a_place_that_can_be_read(tmp_path: Path, offset: object, length: object) -> None:
    (tmp_path / "x.warc.gz").write_bytes(b"x" * 100)
    with pytest.raises(ArchiveError):
        exchanges.read_exchange(tmp_path, RecordPlace("x.warc.gz", offset, length, "sha256:X"))  # type: ignore[arg-type]


def test_links_and_pipes_are_no_files_of_an_archive(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"not a record at all")
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.warc.gz.open").symlink_to(precious)
    (folder / "b.warc.gz").symlink_to(precious)
    (folder / "c.warc.gz").symlink_to("/dev/zero")
    os.mkfifo(folder / "d.warc.gz.open")
    os.mkfifo(folder / "e.warc.gz")
    assert list(archive_files(folder)) == []
    with Archive(folder) as archive:
        assert archive.repaired == ()
    assert precious.read_bytes() == b"not a record at all"
    for name in ("b.warc.gz", "c.warc.gz", "d.warc.gz", "e.warc.gz"):
        with pytest.raises(ArchiveError):
            exchanges.read_exchange(folder, RecordPlace(name, 0, 10, "sha256:X"))


def test_a_record_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "LARGEST_RECORD", 2**20)
    with Archive(tmp_path) as archive:
        place = archive.write(exchange(b"\0" * 2**22))
    with pytest.raises(ArchiveError, match="larger than 1 MB when unpacked"):
        exchanges.read_exchange(tmp_path, place)


def test_what_is_finished_during_a_backup_is_in_it(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file in progress is finished after the finished ones were listed, or just before."""
    folder, copy = desk.folder / "stet-archive", tmp_path / "copy"
    name = next(folder.iterdir()).name
    (folder / name).rename(folder / f"{name}.open")
    listed = type(folder).glob

    def glob(path: Path, pattern: str) -> list[Path]:
        found = list(listed(path, pattern))
        if path == folder and (folder / f"{name}.open").exists():
            (folder / f"{name}.open").rename(folder / name)
        return found

    monkeypatch.setattr(type(folder), "glob", glob)
    with Store.open(desk.database) as store:
        back_up(store.db, folder, desk.database, copy)
    assert (copy / "stet-archive" / name).read_bytes() == (folder / name).read_bytes()


def test_a_backup_made_while_a_crawl_writes_is_whole(desk: Desk, tmp_path: Path) -> None:
    """Half a record at the end of the copy is cut, the file itself stays as it is, and the next copy has more."""
    folder, copy = desk.folder / "stet-archive", tmp_path / "copy"
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    written = path.rename(folder / f"{path.name}.open")
    for further in (b"", b"more "):
        written.write_bytes(whole + further + whole[:100])
        with Store.open(desk.database) as store:
            back_up(store.db, folder, desk.database, copy)
        assert [each.name for each in (copy / "stet-archive").iterdir()] == [path.name]
        assert (copy / "stet-archive" / path.name).read_bytes() == whole
        assert written.read_bytes() == whole + further + whole[:100]
    written.write_bytes(whole * 2)
    with Store.open(desk.database) as store:
        back_up(store.db, folder, desk.database, copy)
    assert (copy / "stet-archive" / path.name).read_bytes() == whole * 2


@pytest.mark.parametrize("status", [-1, 0, 7, 1000, 10**20, -(10**20)])
def test_a_status_that_http_does_not_have_comes_back_as_none(tmp_path: Path, status: int) -> None:
    with Archive(tmp_path) as archive:
        place = archive.write(exchange(status=status))
        assert archive.read(place).status == 0
        assert archive.read(place).body == exchange().body
    if status:
        assert f"http-header: HTTP/1.1 {status}".encode() in gzip.decompress(next(tmp_path.iterdir()).read_bytes())


def test_files_are_for_their_owner_alone(desk: Desk, tmp_path: Path) -> None:
    with Store.open(desk.database) as store:
        back_up(store.db, desk.folder / "stet-archive", desk.database, tmp_path / "copy")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".gz"}
    assert [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


# Two at once


def test_two_looks_at_one_text_that_are_stored_in_the_wrong_order_are_one_version(tmp_path: Path) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        runs = [store.begin_run("page", {}, "1", "r") for _ in range(2)]
        store.record(runs[0], fetch(hours=1), extraction(), "example.org")
        store.record(runs[1], fetch(hours=0), extraction(), "example.org")
        assert list(store.db.query("SELECT cause FROM versions")) == [{"cause": "first"}]
        (seen,) = store.db.query("SELECT first_seen, last_seen FROM articles")
        assert seen["first_seen"] < seen["last_seen"]


OLD, NEW = "The bridge is open, the board said. " * 12, "The bridge is closed, the board said. " * 12


@pytest.mark.parametrize(
    ("looks", "texts"),
    [
        ([(0, OLD), (2, NEW), (1, NEW)], [OLD, NEW]),
        ([(0, OLD), (1, NEW), (2, NEW)], [OLD, NEW]),
        ([(0, OLD), (2, NEW), (1, OLD)], [OLD, NEW]),
        ([(2, NEW), (0, OLD), (1, NEW)], [OLD, NEW]),
        ([(0, OLD), (1, NEW), (2, OLD)], [OLD, NEW, OLD]),  # the outlet went back
    ],
)
def test_texts_are_versions_once_in_whatever_order_they_are_stored(
    tmp_path: Path, looks: list[tuple[int, str]], texts: list[str]
) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        run = store.begin_run("page", {}, "1", "r")
        for hours, text in looks:
            store.record(run, fetch(hours=hours), extraction(article(text)), "example.org")
        rows = [row["text"] for row in store.db.query("SELECT text FROM versions ORDER BY fetched_at")]
        assert ["closed" in row for row in rows] == ["closed" in text for text in texts]


@pytest.mark.parametrize("years", [-20, 30])
def test_what_is_stored_under_a_wrong_clock_hides_nothing_that_comes_later(
    tmp_path: Path, years: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text is shown when it was stored, and so is the next that is stored with the clock set right."""
    day, clock = 24, Mock(wraps=datetime)
    monkeypatch.setattr("storage.store.articles.datetime", clock)
    with Store.open(tmp_path / "stet.db") as store:
        run = store.begin_run("page", {}, "1", "r")
        for hours, title in ((-3 * day, "One"), (years * 365 * day, "Two"), (-2 * day, "Three"), (-day, "Four")):
            clock.now.return_value = fetch(hours=hours).fetched_at
            look = replace(article(f"The board said: {title}. " * 12), title=title)
            store.record(run, fetch(hours=hours), extraction(look), "example.org")
            shown = "SELECT articles.title, text FROM articles JOIN versions ON versions.id = articles.version"
            (row,) = store.db.query(shown)
            assert (row["title"], title in row["text"]) == (title, True)
        assert [fault for fault in check_database(store.db) if "shows" in str(fault)] == []


@pytest.mark.parametrize("years", [-20, 30])
@pytest.mark.parametrize(
    "titles", [("One", "Two", "One"), ("One", "Two", "One", "Two"), ("One", "Two", "Three", "One")]
)
def test_a_text_of_before_that_stands_again_is_shown_whatever_a_clock_said(
    tmp_path: Path, years: int, titles: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look is under a clock that stands wrong; the outlet goes back to what it had."""
    day, clock = 24, Mock(wraps=datetime)
    monkeypatch.setattr("storage.store.articles.datetime", clock)
    with Store.open(tmp_path / "stet.db") as store:
        run = store.begin_run("page", {}, "1", "r")
        for at, title in enumerate(titles):
            hours = years * 365 * day if at == 1 else (at - 9) * 3 * day
            clock.now.return_value = fetch(hours=hours).fetched_at
            look = replace(article(f"The board said: {title}. " * 12), title=title)
            store.record(run, fetch(hours=hours), extraction(look), "example.org")
            shown = "SELECT articles.title, text FROM articles JOIN versions ON versions.id = articles.version"
            (row,) = store.db.query(shown)
            assert (row["title"], title in row["text"]) == (title, True), at
        assert [fault for fault in check_database(store.db) if "shows" in str(fault) or "point" in str(fault)] == []


def test_of_two_versions_one_is_the_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        runs = [store.begin_run("page", {}, "1", "r") for _ in range(2)]
        store.record(runs[0], fetch(hours=1), extraction(article("The bridge is open again. " * 12)), "example.org")
        store.record(runs[1], fetch(hours=0), extraction(article("The bridge is closed. " * 12)), "example.org")
        rows = list(store.db.query("SELECT cause FROM versions ORDER BY fetched_at"))
        assert rows == [{"cause": "first"}, {"cause": "outlet"}]


def test_a_run_closes_those_that_were_killed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        killed = store.begin_run("reclean", {}, "1", "")
        store.db.execute("UPDATE runs SET process = 999999999")
        store.db.conn.commit()
        living = store.begin_run("import-warc", {}, "1", "")
        rows = {row["id"]: row["reason"] for row in store.db.query("SELECT id, reason FROM runs")}
        assert rows == {killed: "killed", living: None}


@pytest.mark.parametrize("years", [-30, 30])
def test_a_living_run_is_alive_whatever_the_clock_says(tmp_path: Path, years: int) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        living = store.begin_run("page", {}, "1", "")
        moment = NOON.replace(year=NOON.year + years).isoformat()
        store.db.execute("UPDATE runs SET started_at = ?", (moment,))
        store.db.conn.commit()
        store.begin_run("page", {}, "1", "")
        assert next(store.db.query("SELECT reason FROM runs WHERE id = ?", (living,)))["reason"] is None


# What has come to harm

READERS = (
    ["check"],
    ["check", "--quick"],
    ["reclean", "--dry-run"],
    ["reclean", "--verify"],
    ["rules"],
    ["status"],
    ["history", "1"],
    ["provenance", "1"],
    ["politeness"],
    ["corrections"],
)
WRITERS = (["reclean"], ["backup", "copy"])


def damage(path: Path) -> None:
    """Write over the pages of the tables, not over the first, which holds the schema's beginning."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
    path.write_bytes(content)


@pytest.mark.parametrize("arguments", [*READERS, *WRITERS], ids=" ".join)
def test_a_damaged_database_says_so_in_one_line(desk: Desk, arguments: list[str]) -> None:
    damage(desk.database)
    arguments = [str(desk.folder / "copy") if each == "copy" else each for each in arguments]
    ran = desk.scrapy(*arguments)
    assert ran.status == 1
    assert "Traceback" not in ran.err + ran.out
    told = (ran.out + ran.err).strip()
    assert "malformed" in told or "damaged" in told or "not a database" in told


@pytest.mark.parametrize("content", [b"", b"garbage", b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stet.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(StoreError):
            Store.open(path)
    else:
        Store.open(path).close()


def test_a_folder_in_place_of_the_database_and_a_file_in_place_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "stet.db").mkdir()
    with pytest.raises(StoreError):
        Store.open(tmp_path / "stet.db")
    (tmp_path / "archive").write_text("a file")
    with pytest.raises(ArchiveError, match="cannot be the archive"):
        Archive(tmp_path / "archive")


def test_numbers_of_22_digits_are_told_in_one_line(desk: Desk) -> None:
    for command in ("history", "provenance", "politeness"):
        ran = desk.scrapy(command, "9" * 22)
        assert ran.status in {1, 2}
        assert "Traceback" not in ran.err


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, to whom permissions mean nothing."""
    monkeypatch.setattr("storage.schema.database._can_be_written", lambda _: False)


def test_a_database_on_a_disk_that_cannot_be_written_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in desk.folder.iterdir())
    read_only(monkeypatch)
    db = open_database(desk.database, create=False)
    assert next(db.query("SELECT count(*) AS n FROM articles"))["n"] == 3
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM articles")
    db.close()
    assert sorted((path.name, path.stat().st_mtime_ns) for path in desk.folder.iterdir()) == before


@pytest.mark.skipif(not shutil.which("unshare") or os.geteuid() != 0, reason="needs root and unshare")
@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_commands_that_read_do_so_on_a_read_only_disk(desk: Desk, arguments: list[str]) -> None:
    folder = desk.folder
    script = f'mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} {folder} && exec "$@"'
    ran = desk.scrapy(*arguments, prefix=("unshare", "-m", "sh", "-c", script, "sh"))
    if "unshare" in ran.err or "mount:" in ran.err:
        pytest.skip("no mounts here")
    assert "Traceback" not in ran.err
    assert ran.status == 0, ran.err + ran.out


def test_output_that_knows_few_letters(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE articles SET title = 'Мост'")
    command, environment = desk.command("history", "1")
    ran = finish(command, environment | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (ran.status, "Traceback" in ran.err) == (0, False)


@pytest.mark.parametrize("limit", ["-n 24", "-n 16", "-f 128"])
@pytest.mark.parametrize("words", ["crawl page -a url=http://nowhere.invalid/", "due", "reclean --all"])
def test_a_process_that_may_have_little_says_so(desk: Desk, limit: str, words: str) -> None:
    ran = desk.scrapy(*words.split(), prefix=("sh", "-c", f'ulimit {limit} && exec "$@"', "sh"))
    assert "Traceback" not in ran.err + ran.out
    assert ran.status in {0, 1}
    assert ran.status == 0 or ran.err.strip()


def test_a_fetch_with_an_unsayable_status_is_stored_without(tmp_path: Path) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        run = store.begin_run("page", {}, "1", "")
        failed = replace(fetch(), status=None, error="-1 is no status of HTTP")
        assert store.record(run, failed, None, "example.org").reason == "-1 is no status of HTTP"
        assert next(store.db.query("SELECT url, status FROM fetches")) == {"url": URL, "status": None}
