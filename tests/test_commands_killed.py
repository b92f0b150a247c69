"""What commands leave when they are killed or stopped: files that are whole, and no process."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest

from benchmarks.desk import Desk
from benchmarks.growing_outlet import GrowingOutlets
from benchmarks.kill_commands import group, remaining_of, unaccounted
from extractors import Page, extract
from spiders.commands.export import whole_file
from spiders.reading.archived_pages import sites
from spiders.reports import fixtures
from tests.archived_pages import exchange_with, keep
from tests.crawling import Desk as StoredDesk
from tests.storage_samples import NOON
from tests.web.server import Server

if TYPE_CHECKING:
    import subprocess

    from extractors import Extraction


class KilledError(BaseException):
    """In the middle of the work."""


@pytest.fixture
def desk(tmp_path: Path) -> StoredDesk:
    desk = StoredDesk(tmp_path)
    keep(desk, exchange_with(1))
    return desk


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def serving(desk: StoredDesk) -> tuple[subprocess.Popen[str], str]:
    """A reading room that answers."""
    port = free_port()
    process = desk.start("browse", "--port", str(port))
    address = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        time.sleep(0.1)
        try:
            assert httpx.get(address).status_code == 200
        except httpx.TransportError:
            assert process.poll() is None
        else:
            return process, address
    raise AssertionError("no reading room")


def test_a_killed_reading_room_leaves_no_server(desk: StoredDesk) -> None:
    process, address = serving(desk)
    process.kill()
    process.communicate()
    assert remaining_of(process) == []
    with pytest.raises(httpx.TransportError):
        httpx.get(address)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_reading_room_ends_as_by_hand(desk: StoredDesk, number: signal.Signals) -> None:
    process, _ = serving(desk)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in told) == (0, False)


def _half_written(path: Path) -> NoReturn:
    with whole_file(path) as stream:
        stream.write(b"ha")
        raise KilledError


def test_an_export_that_is_killed_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    path.write_text("whole")
    with pytest.raises(KilledError):
        _half_written(path)
    assert [path.name for path in tmp_path.iterdir()] == ["export.jsonl"]
    with whole_file(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_text() == "whole"
    assert path.read_text() == "new"


def test_an_export_goes_into_a_pipe() -> None:
    reading, writing = os.pipe()
    with whole_file(Path(f"/dev/fd/{writing}")) as stream:
        stream.write(b"row")
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == b"row"


def _killed(_: object) -> NoReturn:
    raise KilledError


def _read(saved: Path) -> tuple[Page, Extraction]:
    meta = json.loads((saved / "meta.json").read_text(encoding="utf-8"))
    page = Page(meta["url"], (saved / "page.html").read_bytes(), {}, 200, NOON)
    return page, extract(page, sites()["netzpolitik"])


def test_a_fixture_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that was killed is no hindrance to the next."""
    saved = fixtures.FIXTURES / "netzpolitik" / "donation"
    folder = tmp_path / "made" / "case"
    arguments = _read(saved)
    monkeypatch.setattr(fixtures, "meta_of", _killed)
    with pytest.raises(KilledError):
        fixtures.write_fixture(folder, *arguments)
    assert not folder.exists()
    monkeypatch.undo()
    fixtures.write_fixture(folder, *arguments)
    assert sorted(path.name for path in folder.iterdir()) == ["expected.json", "meta.json", "page.html"]
    assert [path.name for path in folder.parent.iterdir()] == ["case"]


# The parts of the benchmark


@pytest.fixture(scope="module")
def outlets() -> GrowingOutlets:
    return GrowingOutlets({"known.example": 2})


def test_outlets_list_and_tell_what_they_have(outlets: GrowingOutlets) -> None:
    first, second = outlets.of("known.example")
    feed = outlets.answer("http://known.example/feed.xml", {}).body.decode()
    assert (first in feed, second in feed) == (True, True)
    assert all(line in outlets.answer(first, {}).body.decode() for line in outlets.told[first][0])
    outlets.revise(first)
    assert len(outlets.told[first][-1]) == len(outlets.told[first][0]) + 1
    assert outlets.answer("http://known.example/none", {}).status == 404


def test_the_account_sees_what_is_missing_doubled_and_open(tmp_path: Path) -> None:
    outlets = GrowingOutlets({"known.example": 2})
    first, second = outlets.of("known.example")
    with Server() as web:
        web.outlets = outlets  # type: ignore[assignment]
        desk = Desk(tmp_path / "desk", web)
        desk.folder.mkdir()
        assert desk.run(f"crawl page -a url={first}").status == 0
        assert unaccounted(desk, outlets) == [f"{second} is missing"]
        outlets.revise(first)
        assert desk.run(f"crawl page -a url={first}").status == 0
        assert f"{first} has 2 versions" in unaccounted(desk, outlets)
        del outlets.told[first][0]
        assert f"{first} has a text that it never had" in unaccounted(desk, outlets)


def test_processes_of_a_group_are_seen(desk: StoredDesk) -> None:
    process = desk.start("list")
    assert group(process.pid)
    process.communicate()
    assert remaining_of(process) == []
