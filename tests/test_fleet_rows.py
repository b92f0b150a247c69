"""What runs of a fleet leave in the database that is read is what runs on one database leave there."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.archives.reclean import Reader
from spiders.archives.repeats import learn_from
from spiders.reading.archived_pages import extract_exchange
from spiders.reading.parallel import Parallel
from spiders.reading.workers import shared_workers
from storage import Archive, Discovery, Fetch, FetchKind, Store
from storage.care import forgetting
from storage.care.forgetting import forget_old
from storage.rules.repeats import all_repeats
from tests.archived_pages import LARGEST, SENTENCE, exchange_with
from tests.crawling import Desk
from tests.storage_samples import NOON

pytest.importorskip("psycopg", reason="make fleet installs it")

from spiders.fleet.run_collector import RunCollector
from spiders.fleet.shelf import bring, folder_of, take_database

if TYPE_CHECKING:
    from pathlib import Path

    from storage import Exchange

SITE = "bridge.example"
APPEAL = "The lantern stays lit as long as those who pass beneath leave a little oil behind."
TOPICS = ("harbour", "theatre", "weather", "railway", "library", "museum", "stadium", "hospital", "university")
FETCHES = """
SELECT fetches.run, fetches.site, kind, outcome, error, url_asked, fetches.url, status, size, found_in, found_as,
    payload_digest, is_revisit, fetches.rules_version, fetches.extractor_version, headers, articles.url AS article,
    versions.text_digest AS version FROM fetches
LEFT JOIN articles ON articles.id = fetches.article LEFT JOIN versions ON versions.id = fetches.version
ORDER BY fetches.run, url_asked
"""
VERSIONS = """
SELECT articles.url, versions.run AS run, cause, versions.title, versions.text, versions.kinds, versions.words,
    versions.flags, versions.rules_version, text_digest, versions.id = articles.version AS is_shown
FROM versions JOIN articles ON articles.id = versions.article ORDER BY articles.url, versions.id
"""
LEDGER = """
SELECT articles.url, versions.text_digest, removals.position, removals.text, removals.rule, removals.evidence,
    boxes.reason FROM removals JOIN boxes ON boxes.id = removals.box JOIN versions ON versions.id = removals.version
JOIN articles ON articles.id = versions.article ORDER BY 1, versions.id, removals.id
"""
URLS = """
SELECT urls.url, urls.site, kind, articles.url AS article, status, etag, urls.last_modified, failures, error, by_text
FROM urls LEFT JOIN articles ON articles.id = urls.article ORDER BY 1
"""
ROWS = (
    FETCHES,
    VERSIONS,
    LEDGER,
    URLS,
    "SELECT site, title, authors, access, url, section, version, language FROM articles ORDER BY url",
    "SELECT url, site, title, found_in, found_as, guid FROM waiting ORDER BY url",
    "SELECT guids.site, guid, url FROM guids JOIN articles ON articles.id = article ORDER BY guid",
    "SELECT site, digest, category, text, articles, run, applied_at IS NULL AS waits FROM repeats ORDER BY digest",
    "SELECT url, class, cause, told FROM changes JOIN articles ON articles.id = article ORDER BY changes.id",
    "SELECT site, week, category, rule, boxes FROM box_weeks ORDER BY 1, 2, 3, 4",
    "SELECT spider, reason FROM runs ORDER BY id",
)


def story(number: int, hours: float, lead: str = "", mark: str = "") -> Exchange:
    """On a topic of its own, with an appeal that has no markup of its own."""
    topic = TOPICS[number]
    lines = [SENTENCE.format(number * 100 + line).replace("town", f"{topic} and its {topic}s") for line in range(8)]
    body = "".join(f"<p>{line}</p>" for line in (lead, *lines, APPEAL))
    head = f"<html lang=en><!--{mark}--><head><title>The {topic} is closed</title></head>"
    whole = f"{head}<body><article><h1>The {topic} is closed</h1>{body}</article></body></html>"
    return exchange_with(number, hours, whole.encode())


def answered(number: int, hours: float, status: int) -> Exchange:
    return replace(exchange_with(number, hours, b""), status=status, body=b"")


def visits() -> list[list[Exchange]]:
    """Of three days: stories are added; one is rewritten, one is as it was, one goes."""
    first = [story(number, 0) for number in range(6)]
    second = [
        story(0, 24, lead="The harbour opens again on Friday, says the captain of the port, who has seen the cranes."),
        story(1, 24, mark="another day"),
        answered(2, 24, 304),
        answered(3, 24, 404),
        exchange_with(8, 24, b"<title>Nothing</title>"),
        story(6, 24),
    ]
    third = [story(1, 48, mark="a third day"), story(4, 48), story(6, 48, lead="The stadium is sold, says its owner.")]
    return [first, second, [*third, story(7, 48)]]


def crawl(folder: Path, pages: list[Exchange]) -> int:
    """What a run does, without the web: it archives, stores and learns; its number."""
    folder.mkdir(exist_ok=True)
    with Store.open(folder / "stet.db") as store:
        run = store.begin_run(SITE, {}, "1", "")
        repeats = all_repeats(store.db).get(SITE)
        with Archive(folder / "stet-archive", store) as archive:
            for exchange in pages:
                found = Discovery(exchange.url, "https://bridge.example/feed", "feed", NOON, f"guid {exchange.url}")
                fetch = Fetch(
                    exchange.url, exchange.url, exchange.fetched_at, FetchKind.PAGE, exchange.status,
                    (*exchange.response_headers, ("Etag", str(len(exchange.body)))), discovery=found,
                    error="404 Not Found" if exchange.status == 404 else None, size=len(exchange.body),
                    place=archive.write(exchange),
                )  # fmt: skip
                read = extract_exchange(LARGEST, exchange, repeats) if exchange.status == 200 else None
                store.record(run, fetch, read, SITE)
        store.finish_run(run, "finished", {})
        learn(store, folder, run)
    return run


def learn(store: Store, folder: Path, run: int) -> None:
    reader = Reader(Parallel(shared_workers(1, 30, 2**31), 1), folder / "stet-archive", LARGEST, {})
    asyncio.run(learn_from(store, reader, run))


def crawl_with_state(folder: Path, storage: str, number: int, pages: list[Exchange]) -> None:
    """What a machine of a fleet does: it has nothing but the state of the run before."""
    folder.mkdir()
    if number:
        take_database(f"{folder_of(storage, SITE, f'run-{number - 1}')}/stet.db.zst", folder / "stet.db")
    run = crawl(folder, pages)
    with Store.open(folder / "stet.db") as store:
        forget_old(store.db, run, NOON - timedelta(days=300))
    bring(folder / "stet.db", folder_of(storage, SITE, f"run-{number}"))
    shutil.rmtree(folder)


@pytest.mark.parametrize("whole", [500, 1])
def test_runs_of_a_fleet_leave_the_rows_that_runs_on_one_database_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(forgetting, "LATEST", whole)
    monkeypatch.setattr(forgetting, "RECENT", 1)
    monkeypatch.setattr(forgetting, "USUAL", 0)
    home, alone, storage = tmp_path / "home", tmp_path / "alone", str(tmp_path / "storage")
    (home / "stet-archive").mkdir(parents=True)
    for number, pages in enumerate(visits()):
        crawl(alone, pages)
        crawl_with_state(tmp_path / "machine", storage, number, pages)
    with Store.open(home / "stet.db") as store:
        for number in range(3):
            run = RunCollector(store, home / "stet-archive", storage).take_run({"run": f"run-{number}", "site": SITE})
            learn(store, home, run)
    for sql in ROWS:
        assert Desk(home).rows(sql) == Desk(alone).rows(sql)
    causes = {row["cause"] for row in Desk(home).rows("SELECT cause FROM versions")}
    assert causes == {"first", "rules", "outlet"}
    outcomes = {row["outcome"] for row in Desk(home).rows("SELECT outcome FROM fetches")}
    assert outcomes == {"stored", "changed", "unchanged", "not-modified", "failed"}
