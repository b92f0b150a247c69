"""A command that is stopped the moment its run has begun: the run is closed, and nothing but a line is told."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from spiders.reading.stops_wait import stops_wait
from tests.archived_pages import exchange_with, keep
from tests.crawling import Desk, ended

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [("reclean", "--all"), ("import-warc",), ("crawl", "page", "-a", "url=http://x.example/")]


def stored(folder: Path) -> Desk:
    """Pages and their archive."""
    folder.mkdir()
    desk = Desk(folder)
    keep(desk, *(exchange_with(number) for number in range(3)))
    return desk


def runs(desk: Desk) -> int:
    """How many there are; asked for so often that nothing else may come between."""
    try:
        with closing(sqlite3.connect(f"file:{desk.database}?mode=ro", uri=True, timeout=0.01)) as connection:
            return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize(("number", "seconds"), [(signal.SIGTERM, 0), (signal.SIGINT, 0.1)])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_its_run_is_closed(tmp_path: Path, words: tuple[str, ...], number: signal.Signals, seconds: float) -> None:
    desk = stored(tmp_path / "here")
    files = [str(stored(tmp_path / "there").database.with_name("stet-archive"))] if words[0] == "import-warc" else []
    before = runs(desk)
    process = desk.start(*words, *files)
    while process.poll() is None and runs(desk) == before:
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(process.pid, number)
    ran = ended(process)
    assert "Traceback" not in ran.err
    (run,) = desk.rows("SELECT reason, finished_at FROM runs ORDER BY id DESC LIMIT 1")
    assert run["finished_at"], (run, ran.err)


def do_while_stopped(done: list[str]) -> None:
    """Work into which Ctrl-C comes."""
    with stops_wait():
        signal.raise_signal(signal.SIGINT)
        done.append("whole")


def test_a_stop_waits_until_what_must_be_whole_is_done() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        do_while_stopped(done)
    assert done == ["whole"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_stop_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stops_wait():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
