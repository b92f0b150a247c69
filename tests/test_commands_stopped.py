"""Ctrl-C in the first second of a command, when its modules are still being loaded."""

from __future__ import annotations

import re
import signal
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from spiders.first_moments import stopped, tell_of_end, tell_of_stops, work_begins
from tests.crawling import Desk, ended

COMMANDS = [
    ("crawl", "page", "-a", "site=stopped.example"),
    ("add-site", "stopped.example"),
    ("check",),
    ("reclean",),
    ("due",),
    ("list",),
]


def catches(process: int) -> bool:
    """Whether a process has begun to run Python, and will hear of SIGINT."""
    status = Path(f"/proc/{process}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


def is_settled() -> bool:
    """Whether make has put into the environment what begins before Scrapy does."""
    return (Path(sysconfig.get_path("purelib")) / "stet.pth").is_file()


@pytest.mark.parametrize("seconds", [0.1, 0.5])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_command_that_is_stopped_while_it_is_loaded_says_so(
    tmp_path: Path, words: tuple[str, ...], seconds: float
) -> None:
    if not is_settled():
        pytest.skip("an environment that make did not set up")
    process = Desk(tmp_path).start(*words)
    while not catches(process.pid):
        time.sleep(0.01)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert "Traceback" not in ran.err
    assert (ran.status, "stopped" in ran.err) == (1, True), ran.err


SAVED = next((Path(__file__).parent / "fixtures" / "sites").glob("*/*/page.html"))
PRINTING = [("list",), ("list", "--opml"), ("--help",), ("clean", str(SAVED)), ("status",), ("rules",)]


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_a_command_whose_output_nobody_reads_ends_without_a_word(tmp_path: Path, words: tuple[str, ...]) -> None:
    process = Desk(tmp_path).start(*words)
    assert process.stdout is not None
    process.stdout.close()
    _, told = process.communicate()
    assert not re.search("Traceback|BrokenPipe", told)


def test_the_settings_tell_of_stops_where_make_has_set_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/x/bin/scrapy", "list"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        tell_of_stops()
        assert signal.getsignal(signal.SIGINT) is stopped
        work_begins()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        monkeypatch.setattr(sys, "argv", ["/x/bin/scrapy", "shell"])
        tell_of_stops()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("error", [MemoryError(), ImportError("x.so: failed to map segment from shared object")])
def test_a_command_for_which_there_is_no_memory_says_so(
    error: BaseException, capfd: pytest.CaptureFixture[str]
) -> None:
    tell_of_end(type(error), error, None)
    assert capfd.readouterr().err == "scrapy: there is not enough memory\n"


def test_another_error_is_told_as_ever(capfd: pytest.CaptureFixture[str]) -> None:
    tell_of_end(ValueError, ValueError("a fault of ours"), None)
    assert capfd.readouterr().err == "ValueError: a fault of ours\n"
