"""Archives, corpora and fleets in S3, on a server that stands in for it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.buckets import MISSING, MOTO, Buckets
from tests.crawling import Desk, Ran, ended
from tests.postgres import BINARIES
from tests.test_bulk import STANDING, archives, rows

duckdb = pytest.importorskip("duckdb", reason="the extra bulk is not installed: make bulk")
s3fs = pytest.importorskip("s3fs", reason="the extra bulk is not installed: make bulk")
pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")
pytestmark = pytest.mark.skipif(MOTO is None, reason=MISSING)

from spiders.bulk import addresses, folders  # noqa: E402
from spiders.bulk.repeats import reason_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres
    from tests.web.server import Server

TABLES = ("articles", "removals", "rejected")
BUCKET = "s3://bucket"


@pytest.fixture(scope="module")
def buckets() -> Iterator[Buckets]:
    with Buckets() as buckets, pytest.MonkeyPatch.context() as patch:
        for name, value in buckets.environment.items():
            patch.setenv(name, value)
        yield buckets


@pytest.fixture
def bucket(buckets: Buckets) -> Any:
    """A file system with one empty bucket."""
    buckets.ask("/moto-api/reset", b"")
    system = s3fs.S3FileSystem(use_listings_cache=False)
    system.mkdir("bucket")
    return system


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def brought(desk: Desk, system: Any) -> Path:
    """Archives in the bucket; the folder where they are too."""
    folder = archives(desk, files=6, appeal=STANDING)
    system.put(str(folder), "bucket/in", recursive=True)
    return folder


def bulk(desk: Desk, source: str, corpus: str) -> Ran:
    return desk.scrapy("bulk", source, "--output", corpus, "--workers", "1")


def assert_same(desk: Desk, system: Any, local: Path) -> None:
    """The corpus in the bucket has the rows of a local one."""
    system.get("bucket/out", str(desk.folder / "taken"), recursive=True)
    for table in TABLES:
        assert rows(desk.folder / "taken", table) == rows(local, table) != []


def test_a_corpus_in_a_bucket_has_the_rows_of_one_in_a_folder_and_is_collected(desk: Desk, bucket: Any) -> None:
    folder = brought(desk, bucket)
    ran = bulk(desk, f"{BUCKET}/in", f"{BUCKET}/out")
    assert ran.status == 0, ran.err
    assert bulk(desk, str(folder), str(desk.folder / "local")).out == ran.out
    assert_same(desk, bucket, desk.folder / "local")
    assert bulk(desk, f"{BUCKET}/in", f"{BUCKET}/out").out == ran.out
    collected = desk.scrapy("collect", f"{BUCKET}/out")
    assert (collected.status, collected.out) == (0, "24 articles: 24 stored\n"), collected.err


def test_a_corpus_in_a_bucket_goes_on_when_it_was_killed(desk: Desk, bucket: Any) -> None:
    folder = brought(desk, bucket)
    process = desk.start("bulk", f"{BUCKET}/in", "--output", f"{BUCKET}/out", "--workers", "1")
    until = time.monotonic() + 120
    while not bucket.glob("bucket/out/articles/*.parquet") and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    ended(process)
    ran = bulk(desk, f"{BUCKET}/in", f"{BUCKET}/out")
    assert ran.status == 0, ran.err
    bulk(desk, str(folder), str(desk.folder / "local"))
    assert_same(desk, bucket, desk.folder / "local")
    assert not bucket.glob("bucket/**/*.part")


@pytest.mark.parametrize("size", [10, 2 * 50 * 2**20 + 1], ids=["one request", "several parts"])
def test_who_comes_second_writes_over_nothing(tmp_path: Path, bucket: Any, size: int) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1" * size)
    second.write_bytes(b"2" * size)
    assert [folders.put_first(each, f"{BUCKET}/file") for each in (first, second)] == [True, False]
    assert bucket.cat_file("bucket/file") == first.read_bytes()


@pytest.mark.parametrize(
    ("source", "corpus", "line"),
    [
        ("none/in", "bucket/out", "s3://none/in: The specified bucket does not exist"),
        ("bucket/in", "none/out", "s3://none/out/manifest.json: The specified bucket does not exist"),
        ("bucket/nothing", "bucket/out", "s3://bucket/nothing: no WARC, WACZ or ARC file there"),
    ],
)
def test_what_is_not_there_is_told_in_a_line_and_not_made(
    desk: Desk, bucket: Any, source: str, corpus: str, line: str
) -> None:
    brought(desk, bucket)
    ran = bulk(desk, f"s3://{source}", f"s3://{corpus}")
    assert (ran.status, ran.err) == (1, f"scrapy bulk: {line}\n")
    assert bucket.ls("") == ["bucket"]


@pytest.mark.parametrize(
    "arguments", [("bulk", f"{BUCKET}/in", "--output", f"{BUCKET}/out"), ("collect", f"{BUCKET}/out")]
)
def test_keys_that_are_wrong_or_missing_are_told_in_a_line(
    desk: Desk, buckets: Buckets, bucket: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    brought(desk, bucket)
    buckets.refuse_strangers(on=True)
    wrong = desk.scrapy(*arguments)
    buckets.refuse_strangers(on=False)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")  # else a machine of Amazon's is asked for keys
    missing = desk.scrapy(*arguments)
    for ran, line in ((wrong, "Forbidden"), (missing, "Unable to locate credentials")):
        assert (ran.status, len(ran.err.splitlines())) == (1, 1), ran.err
        assert line in ran.err


@pytest.mark.parametrize(
    "arguments", [("bulk", f"{BUCKET}/in", "--output", f"{BUCKET}/out"), ("collect", f"{BUCKET}/out")]
)
def test_an_endpoint_that_is_not_there_is_told_in_a_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    ran = desk.scrapy(*arguments)
    assert (ran.status, len(ran.err.splitlines())) == (1, 1), ran.err
    assert "Could not connect to the endpoint URL" in ran.err


def test_an_endpoint_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In two minutes; without bounds of ours it would be 25."""
    patience = addresses.PATIENCE["config_kwargs"] | {"read_timeout": 1}
    monkeypatch.setattr(addresses, "PATIENCE", {"config_kwargs": patience})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(addresses.StorageError, match=r"^s3://bucket/file: Read timeout on endpoint URL[^\n]*$"):
            folders.is_there(f"{BUCKET}/file")
        silent.setblocking(False)
        asked = [silent.accept()[0] for _ in range(6)]
        with pytest.raises(BlockingIOError):
            silent.accept()
    for each in asked:
        each.close()


def test_what_duckdb_says_of_a_bucket_is_a_line() -> None:
    said = 'Traceback (most recent call last):\n  File "fs.py", line 1\nEndpointConnectionError: Could not connect'
    assert reason_of(duckdb.Error(said)) == "EndpointConnectionError: Could not connect"
    assert reason_of(duckdb.Error("IO Error: no such file\nLINE 1: ...")) == "IO Error: no such file"
    assert reason_of(duckdb.Error("")) == "Error"


@pytest.mark.skipif(not BINARIES, reason="PostgreSQL is missing: apt-get install postgresql")
def test_a_fleet_keeps_its_runs_in_a_bucket(
    tmp_path: Path, postgres: Postgres, web: Server, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", reason="make fleet installs it")
    from tests.fleets import desk_in, gathered, work_in  # noqa: PLC0415
    from tests.fleets import rows as registered  # noqa: PLC0415
    from tests.test_fleet_work import SITE  # noqa: PLC0415

    for name, value in (web.environment(tmp_path) | {"no_proxy": "127.0.0.1"}).items():
        monkeypatch.setenv(name, value)
    work = work_in(tmp_path, postgres, {"harbour": SITE}, monkeypatch)
    work.settings.set("STET_FLEET_STORAGE", f"{BUCKET}/stet", priority="cmdline")
    home = desk_in(tmp_path / "home")
    for _ in range(2):
        registered(work, "UPDATE stet_sites SET due_at = now() RETURNING site")
        assert asyncio.run(work.crawl("harbour")) == "entered"
        assert len(gathered(work, home).runs) == 1
    ((last, state),) = registered(work, "SELECT run, state FROM stet_runs JOIN stet_sites USING (site, generation)")
    assert {path.split("/")[4] for path in bucket.find("bucket")} == {last}
    assert state == f"{BUCKET}/stet/runs/harbour/{last}/stet.db.zst"
    assert home.rows("SELECT count(*) AS n FROM articles")[0]["n"] > 1
    assert home.scrapy("check").status == 0
