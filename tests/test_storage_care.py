from __future__ import annotations

import sqlite3
import time

import pytest
from scrapy.exceptions import UsageError

from storage import Archive
from tests.archived_pages import change, exchange_with, keep, run
from tests.crawling import Desk
from tests.storage_samples import FORKSERVER
from tests.test_storage_processes import crawl, sound


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    keep(desk, *map(exchange_with, range(3)))
    return desk


def checked(desk, capsys, *arguments):
    status = run(desk, "check", *arguments)
    return status, capsys.readouterr().out


def archive_file(desk):
    return next((desk.folder / "stet-archive").iterdir())


@pytest.mark.parametrize("arguments", [[], ["--quick"]])
def test_check_finds_nothing_wrong(desk, capsys, arguments):
    assert checked(desk, capsys, *arguments) == (0, "3 records, 3 articles: 0 problems\n")


def test_check_names_a_file_that_is_gone(desk, capsys):
    archive_file(desk).unlink()
    for arguments in ([], ["--quick"]):
        status, out = checked(desk, capsys, *arguments)
        assert status == 1
        assert out.count("mend: put the file back from a backup") == 3


def test_check_names_a_record_that_was_altered(desk, capsys):
    path = archive_file(desk)
    content = bytearray(path.read_bytes())
    content[-2000] ^= 0xFF
    path.write_bytes(content)
    status, out = checked(desk, capsys)
    assert (status, out.count("  mend: ")) == (1, 1)
    assert "no whole response record" in out


def test_check_names_a_file_that_was_cut(desk, capsys):
    path = archive_file(desk)
    path.write_bytes(path.read_bytes()[:-2000])
    status, out = checked(desk, capsys, "--quick")
    assert (status, "ends before" in out) == (1, True)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE articles SET version = NULL WHERE id = 1", "article 1 (https://bridge.example/news/0) has no text"),
        ("DELETE FROM articles WHERE id = 2", "refers to a row of articles that is not there"),
        ("UPDATE fetches SET warc_file = NULL WHERE id = 3", "the text of fetch 3"),
        ("INSERT INTO versions_fts(versions_fts) VALUES ('delete-all')", "the full-text index does not match"),
    ],
)
def test_check_names_what_the_database_lacks(desk, capsys, sql, told):
    change(desk, sql)
    status, out = checked(desk, capsys)
    assert (status, told in out) == (1, True)


def test_check_names_an_article_that_points_at_an_earlier_version(desk, capsys):
    keep(desk, exchange_with(0, hours=3), earlier=True)
    change(desk, "UPDATE articles SET version = 1 WHERE id = 1")
    assert "does not point at its latest version" in checked(desk, capsys)[1]


def test_check_names_what_a_killed_process_left(desk, capsys):
    path = archive_file(desk)
    path.rename(path.with_name(path.name + ".open"))
    status, out = checked(desk, capsys)
    assert (status, "was left by a process that was killed" in out) == (1, True)
    Archive(path.parent).close()
    assert checked(desk, capsys)[0] == 0


def test_backup_while_a_process_writes_is_whole(tmp_path, capsys):
    desk = Desk(tmp_path / "live")
    started = FORKSERVER.Event()
    process = FORKSERVER.Process(target=crawl, args=(desk.folder, "site", 100_000, started))
    process.start()
    assert started.wait(240)
    (desk.folder / "warc").rename(desk.folder / "stet-archive")
    for _ in range(2):
        assert run(desk, "backup", str(tmp_path / "copy")) == 0
        time.sleep(0.2)
    process.kill()
    process.join()
    (tmp_path / "copy" / "stet-archive").rename(tmp_path / "copy" / "warc")
    assert sound(tmp_path / "copy") > 3
    assert list((tmp_path / "copy").rglob("*.unfinished")) == []


def test_backup_copies_what_is_new(desk, tmp_path, capsys):
    run(desk, "backup", str(tmp_path / "copy"))
    keep(desk, exchange_with(7))
    run(desk, "backup", str(tmp_path / "copy"))
    told = [line.partition("; ")[2] for line in capsys.readouterr().out.splitlines()]
    assert told == ["1 archive files copied, 0 were there", "1 archive files copied, 1 were there"]
    with sqlite3.connect(tmp_path / "copy" / "stet.db") as copy:
        assert copy.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    copy.close()


def test_backup_to_a_full_disk_says_so(desk, tmp_path):
    small = ("bash", "-c", 'ulimit -f 100; exec "$@"', "--")  # blocks of 1 KiB that a file may have
    ran = desk.scrapy("backup", str(tmp_path / "copy"), prefix=small)
    assert ran.status == 1
    assert ran.err.startswith(f"scrapy backup: {tmp_path / 'copy'}: cannot be written: ")
    assert list((tmp_path / "copy").iterdir()) == []


def test_backup_refuses_the_folder_of_the_database(desk, capsys):
    assert run(desk, "backup", str(desk.folder)) == 1
    assert "is where the database itself lies" in capsys.readouterr().err
    with pytest.raises(UsageError):
        run(desk, "backup")
