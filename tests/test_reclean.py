from __future__ import annotations

import signal
import sys
from unittest.mock import Mock

import pytest
from scrapy.exceptions import UsageError

from extractors.model import Repeats
from spiders.reading.archived_pages import Asked, read_again
from spiders.reading.workers import WorkerError
from spiders.reports.differences import readable_diff
from storage import Store
from storage.history.rereading import archived_page, record_reading
from tests.archived_pages import LARGEST, change, exchange_with, keep, page, run
from tests.crawling import Desk
from tests.storage_samples import FORKSERVER
from tests.test_storage_processes import crawl


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_reclean_writes_versions_where_the_text_changed(desk):
    keep(desk, *map(exchange_with, range(3)), earlier=True)
    keep(desk, exchange_with(7))
    ran = desk.scrapy("reclean")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "3 pages read: 0 same, 3 changed, 0 found, 0 lost, 0 unreadable\n"
    causes = desk.rows("SELECT cause, count(*) AS n FROM versions GROUP BY cause ORDER BY cause")
    assert causes == [{"cause": "first", "n": 4}, {"cause": "rules", "n": 3}]
    texts = desk.rows("SELECT text FROM versions WHERE id IN (SELECT version FROM articles)")
    assert not any("gift" in row["text"] for row in texts)
    assert desk.rows("SELECT spider, reason FROM runs")[-1] == {"spider": "reclean", "reason": "finished"}


def test_reclean_a_second_time_has_nothing_to_do(desk, capsys):
    keep(desk, exchange_with(1), earlier=True)
    assert [run(desk, "reclean"), run(desk, "reclean"), run(desk, "reclean", "--all")] == [0, 0, 0]
    told = [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["1 pages read: 0 same", "0 pages read: 0 same", "1 pages read: 1 same"]


def test_reclean_dry_run_shows_what_would_change(desk, capsys):
    keep(desk, exchange_with(1), earlier=True)
    assert run(desk, "reclean", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "https://bridge.example/news/1 (fetched 2026-11-23)\n" in out
    assert "\n  - Keep us going with a small gift.\n" in out
    assert out.endswith("1 would change, 0 would be found, 0 would be lost, 0 the same, 0 unreadable\n")
    assert desk.rows("SELECT count(*) AS n FROM versions") == [{"n": 1}]


def test_reclean_verify_proves_what_is_stored(desk, capsys):
    keep(desk, *map(exchange_with, range(3)))
    assert run(desk, "reclean", "--verify") == 0
    assert capsys.readouterr().out == "3 pages read: 3 verified, 0 outdated, 0 wrong, 0 unreadable\n"


def test_reclean_verify_names_what_differs(desk, capsys):
    keep(desk, exchange_with(5), earlier=True)
    keep(desk, exchange_with(6))
    change(desk, "UPDATE versions SET text = 'forged' WHERE id = 2")
    assert run(desk, "reclean", "--verify") == 1
    out = capsys.readouterr().out
    assert "news/5: differs, but was read by other code or rules: scrapy reclean renews it" in out
    assert "news/6: differs from what its page gives: scrapy reclean --all renews it" in out
    assert out.endswith("2 pages read: 0 verified, 1 outdated, 1 wrong, 0 unreadable\n")


def test_reclean_names_pages_whose_record_is_gone(desk, capsys):
    keep(desk, exchange_with(1), earlier=True)
    for path in (desk.folder / "stet-archive").iterdir():
        path.unlink()
    assert run(desk, "reclean") == 1
    assert "https://bridge.example/news/1: stet-" in (out := capsys.readouterr().out)
    assert "the file is not in" in out


@pytest.mark.filterwarnings("ignore")
def test_reclean_finds_an_article_where_none_was_found(desk, capsys):
    keep(desk, exchange_with(1, body=b"<html><body></body></html>"), exchange_with(2))
    assert [row["outcome"] for row in desk.rows("SELECT outcome FROM fetches")] == ["failed", "stored"]
    columns = ("warc_offset", "warc_length", "payload_digest")
    for column in columns:
        change(desk, f"UPDATE fetches SET {column} = (SELECT {column} FROM fetches WHERE id = 2)")  # noqa: S608
    change(desk, "UPDATE fetches SET rules_version = 'earlier' WHERE id = 1")
    assert run(desk, "reclean") == 0
    assert "1 found" in capsys.readouterr().out
    (fetch,) = desk.rows("SELECT error, article FROM fetches WHERE id = 1")
    assert (fetch["error"], fetch["article"] is not None) == (None, True)


def test_reclean_keeps_an_article_that_today_is_none(desk, capsys):
    keep(desk, exchange_with(1, body=b"<html><body></body></html>"), exchange_with(2))
    columns = ("warc_offset", "warc_length", "payload_digest")
    for column in columns:
        change(desk, f"UPDATE fetches SET {column} = (SELECT {column} FROM fetches WHERE id = 1)")  # noqa: S608
    change(desk, "UPDATE fetches SET rules_version = 'earlier' WHERE id = 2")
    assert run(desk, "reclean") == 0
    assert "news/2: no article any more" in capsys.readouterr().out
    assert desk.rows("SELECT count(*) AS n FROM articles WHERE version IS NOT NULL") == [{"n": 1}]


def test_reclean_goes_on_where_it_was_stopped(desk, capsys, monkeypatch):
    pages = 60  # more than workers hold ready: what is at hand when it is stopped is still stored
    keep(desk, *map(exchange_with, range(pages)), earlier=True)
    calls = iter(range(3))

    def interrupted(*arguments):
        if next(calls, None) == 2:
            signal.raise_signal(signal.SIGINT)
        return record_reading(*arguments)

    monkeypatch.setattr("spiders.archives.reclean.record_reading", interrupted)
    assert run(desk, "reclean") == 1
    assert capsys.readouterr().err == "scrapy reclean: stopped; start it again to go on\n"
    monkeypatch.undo()
    assert run(desk, "reclean") == 0
    assert 0 < int(capsys.readouterr().out.split()[0]) < pages
    assert desk.rows("SELECT count(*) AS n FROM versions WHERE cause = 'rules'") == [{"n": pages}]
    assert [row["reason"] for row in desk.rows("SELECT reason FROM runs WHERE spider = 'reclean'")] == [
        "stopped",
        "finished",
    ]


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("Resource temporarily unavailable")])
def test_that_the_reader_failed_says_nothing_of_a_page(desk, monkeypatch, error):
    """It would be told as an article that today's rules do not find any more."""
    keep(desk, exchange_with(1))
    monkeypatch.setattr(sys.modules["extractors.extract"], "read_page", Mock(side_effect=error))
    with Store.open(desk.database) as store:
        asked = Asked(archived_page(store.db, 1), Repeats(), None)
    with pytest.raises(WorkerError):
        read_again(desk.folder / "stet-archive", LARGEST, asked)


def test_reclean_runs_beside_a_crawl(desk, capsys):
    keep(desk, *map(exchange_with, range(20)), earlier=True)
    started = FORKSERVER.Event()
    process = FORKSERVER.Process(target=crawl, args=(desk.folder, "site", 100_000, started))
    process.start()
    assert started.wait(240)
    assert run(desk, "reclean", "--site", "bridge.example") == 0
    assert process.is_alive()
    process.kill()
    process.join()
    assert capsys.readouterr().out.startswith("20 pages read: 0 same, 20 changed")


def test_reclean_takes_one_site_since_one_day(desk, capsys):
    keep(desk, exchange_with(1), exchange_with(2, hours=24), exchange_with(3, host="other.example"), earlier=True)
    run(desk, "reclean", "--site", "bridge.example", "--since", "2026-11-24")
    run(desk, "reclean", "--site", "other.example")
    assert [line[:7] for line in capsys.readouterr().out.splitlines()] == ["1 pages", "1 pages"]


def test_reclean_refuses_what_is_no_day(desk):
    keep(desk, exchange_with(1))
    with pytest.raises(UsageError, match="--since soon: expected a day such as 2026-01-31"):
        run(desk, "reclean", "--since", "soon")


def test_reclean_without_a_database_says_so(desk, capsys):
    assert run(desk, "reclean") == 1
    assert capsys.readouterr().err.startswith(f"scrapy reclean: {desk.database}: no such database")


def test_history_tells_edits_from_cleanings(desk, capsys):
    keep(desk, exchange_with(1), earlier=True)
    edited = page(1).replace(b"day 103", b"day 103 (corrected)")
    keep(desk, exchange_with(1, hours=5, body=edited), earlier=True)
    run(desk, "reclean")
    assert run(desk, "history", "https://bridge.example/news/1") == 0
    out = capsys.readouterr().out
    assert out.count("cleaned anew, rules changed") == 2
    assert "day 103{+ (corrected)+} what the engineers" in out
    assert "2026-11-23T12:00  first" in out
    assert "2026-11-23T17:00  outlet" in out


def test_history_of_an_unknown_article_says_so(desk, capsys):
    keep(desk, exchange_with(1))
    assert run(desk, "history", "https://bridge.example/news/9") == 1
    assert capsys.readouterr().err == "scrapy history: https://bridge.example/news/9: no such article is stored\n"


def test_readable_diff_marks_words_and_paragraphs():
    old = "One stays\nThe mayor said no to the plan\nGoes away"
    new = "One stays\nThe mayor said yes to the plan\nComes in its place with other words"
    assert readable_diff(old, new).splitlines() == [
        "    (1 unchanged)",
        "  ~ The mayor said [-no-]{+yes+} to the plan",
        "  - Goes away",
        "  + Comes in its place with other words",
    ]
