"""What several crawls of a process bring is written together: whole pages or none, and nobody waits in vain."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from spiders.storing import together
from spiders.storing.together import Together, Written
from spiders.web.exchange import Arrival
from storage import Fetch, Outcome, RecordPlace, Store, StoreError
from tests.storage_samples import article, extraction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def arrival(number: int, **changes: Any) -> Arrival:
    """A page that was not there."""
    url = f"https://post.example/{number}"
    return Arrival(replace(Fetch(url, url, NOW, status=404, error="404 Not Found"), **changes), None, "post")


def rows(path: Path) -> list[str]:
    """What another reader sees."""
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT url FROM fetches ORDER BY id").fetchall()
    connection.close()
    return [url for (url,) in found]


def written(path: Path, *arrivals: Arrival, run: Callable[[Together], None] = Together.write) -> list[Written]:
    """How it went with arrivals of one moment."""

    async def go() -> list[Written]:
        writer = Together.of(path)
        number = writer.store.begin_run("post", {}, "1", "1")
        told = [writer.put(number, each) for each in arrivals]
        run(writer)
        done = await asyncio.gather(*told, return_exceptions=True)
        writer.close()
        return done  # type: ignore[return-value]

    return asyncio.run(go())


def test_what_came_at_once_is_committed_at_once(tmp_path: Path) -> None:
    def look(writer: Together) -> None:
        assert rows(tmp_path / "a.db") == []
        writer.write()

    done = written(tmp_path / "a.db", arrival(1), arrival(2), arrival(3), run=look)
    assert [each.recorded and each.recorded.outcome for each in done] == [Outcome.FAILED] * 3
    assert rows(tmp_path / "a.db") == [f"https://post.example/{number}" for number in (1, 2, 3)]


def test_nobody_waits_longer_than_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOMENT", 0.01)
    assert written(tmp_path / "a.db", arrival(1), run=lambda _: None)[0].fault is None


def test_many_are_written_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    monkeypatch.setattr(together, "MOMENT", 60)
    assert len(written(tmp_path / "a.db", arrival(1), arrival(2), run=lambda _: None)) == 2


def test_what_cannot_be_stored_is_stored_as_failed_beside_the_others(tmp_path: Path) -> None:
    half = replace(arrival(2, status=200, error=None), extraction=extraction(article(title="half a character: \ud800")))
    done = written(tmp_path / "a.db", arrival(1), half, arrival(3))
    reasons = [each.recorded and each.recorded.reason for each in done]
    assert reasons == ["404 Not Found", reasons[1], "404 Not Found"]
    assert "cannot be stored" in (reasons[1] or "")


@pytest.mark.parametrize("fault", [ZeroDivisionError, sqlite3.IntegrityError, StoreError])
def test_a_fault_of_one_page_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    record = Store.record

    def broken(store: Store, run: int, fetch: Fetch, *others: Any) -> Any:
        recorded = record(store, run, fetch, *others)
        if fetch.url.endswith("2"):
            raise fault
        return recorded

    monkeypatch.setattr(Store, "record", broken)
    done = written(tmp_path / "a.db", arrival(1), arrival(2), arrival(3))
    assert isinstance(done[1], ZeroDivisionError) if fault is ZeroDivisionError else done[1].recorded is None
    assert rows(tmp_path / "a.db") == ["https://post.example/1", "https://post.example/3"]


def test_a_database_that_fails_is_told_to_all(tmp_path: Path) -> None:
    done = written(tmp_path / "a.db", arrival(1), arrival(2), run=_read_only)
    assert all(each.recorded is None and each.fault and "nothing can be written" in each.fault for each in done)


def _read_only(writer: Together) -> None:
    writer.store.db.execute("PRAGMA query_only = ON")
    writer.write()


def test_a_payload_that_waits_is_held(tmp_path: Path) -> None:
    place = RecordPlace("a.warc.gz", 0, 10, "sha256:A", is_revisit=False)
    found: list[object] = []

    def ask(writer: Together) -> None:
        found.extend([writer.original_of_digest("sha256:B"), writer.original_of_digest("sha256:A")])
        writer.write()

    written(tmp_path / "a.db", arrival(1, place=place, error=None, status=200), run=ask)
    assert found[0] is None
    assert found[1] is not None


def test_crawls_share_a_connection_until_the_last_has_left(tmp_path: Path) -> None:
    one, other = Together.of(tmp_path / "a.db"), Together.of(tmp_path / "a.db")
    assert one is other
    one.close()
    assert other.store.db.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    other.close()
    assert Together.of(tmp_path / "a.db") is not one
