"""The parts of the benchmarks that attack: they see what is wrong, and nothing else."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING, cast

import pytest

from benchmarks import hostile_values
from benchmarks.at_once import CRAWLED, Siege, faults_of
from benchmarks.attack import TESTS, Tried, addresses, as_tested, may_be_asked, summed, within
from benchmarks.attack_pages import FAMILIES
from benchmarks.clocks import RIGHT, Clock, unaccounted
from benchmarks.desk import Desk, Ended
from benchmarks.growing_outlet import GrowingOutlets
from benchmarks.page_growth import Taken
from benchmarks.troubles import READERS, Trouble, fault_of
from extractors.model import Article, Block, BlockKind, Extraction
from storage import Store
from tests.storage_samples import fetch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.web.server import Server


FIRST, SECOND = "http://crawled.example/first", "http://crawled.example/second"
OLD, NEW = (
    ("The ferry stays in the harbour until Monday, the board said.",),
    ("The ferry sails again, the board said.",),
)


def stored(folder: Path, *texts: tuple[str, Iterable[str]], is_open: bool = False) -> Desk:
    """A database with versions of articles, one an hour."""
    desk = Desk(folder, NO_WEB)
    with Store.open(desk.database) as store:
        run = store.begin_run("page", {}, "1", "")
        for hours, (url, lines) in enumerate(texts):
            blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
            article = Article(url=url, title=f"The ferry {url[-5:]}", blocks=blocks)
            store.record(
                run,
                fetch(url, hours=hours),
                Extraction(article, (), rules_version="r", extractor_version="1"),
                "crawled.example",
            )
        if not is_open:
            store.finish_run(run, "finished", {})
    return desk


NO_WEB = cast("Server", None)  # nothing is asked for
TOLD = {FIRST: [OLD, NEW], SECOND: [NEW]}


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ([(FIRST, OLD), (FIRST, NEW)], f"{SECOND} is missing"),
        ([(FIRST, NEW), (FIRST, OLD), (SECOND, NEW)], f"{FIRST} has its versions in another order than told: [1, 0]"),
        ([(FIRST, OLD), (FIRST, NEW), (FIRST, OLD), (SECOND, NEW)], f"{FIRST} has a version twice: [0, 1, 0]"),
        ([(FIRST, ("Nobody said that the ferry sank.",)), (SECOND, NEW)], f"{FIRST} has a text that it never had"),
    ],
)
def test_the_account_of_work_at_once(tmp_path: Path, texts: list[tuple[str, tuple[str, ...]]], fault: str) -> None:
    assert list(faults_of(stored(tmp_path, *texts), TOLD)) == [fault]


def test_the_account_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    """A text that stood too short to be seen is no fault; a run that is open is."""
    desk = stored(tmp_path, (FIRST, NEW), (SECOND, NEW), is_open=True)
    assert list(faults_of(desk, TOLD)) == ["run 1 (page) is open"]


def test_crawls_at_once_ask_for_the_same(tmp_path: Path) -> None:
    outlets = GrowingOutlets({CRAWLED: 20})
    siege = Siege(Desk(tmp_path, NO_WEB), outlets, 0, random.Random(1))
    asked = [set(siege.crawl().partition("url=")[2].strip("'").split()) for _ in range(2)]
    assert asked[0] & asked[1]
    assert asked[0] | asked[1] <= set(outlets.of(CRAWLED))
    assert len(siege.desk.command(siege.crawl())) == len(siege.desk.command("crawl page -a site=x -a url=y"))


def test_the_account_under_clocks_wants_each_text_once(tmp_path: Path) -> None:
    outlets = GrowingOutlets({})
    outlets.told = dict(TOLD)
    desk = stored(tmp_path, (FIRST, OLD), (SECOND, NEW))
    assert list(unaccounted(desk, outlets)) == [f"{FIRST}: text 1 of 2 is there 0 times"]


def test_a_clock_jumps_and_is_right_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.clocks.PACE", 0.01)
    clock = Clock("library", tmp_path / "clock")
    said: set[str] = set()
    with clock.jumping():
        while len(said) < 3:
            said.add((tmp_path / "clock").read_text())
    assert (tmp_path / "clock").read_text().strip() == RIGHT


@pytest.mark.parametrize(
    ("seconds", "holds"),
    [
        ((0.5, 1.0, 2.0, 4.0), True),
        ((0.5, 1.0, 2.0, 6.0), False),  # too long
        ((0.3, 0.6, 1.1, 4.5), False),  # too steep
        ((0.01, 0.04, 0.16, 0.64), True),  # too little to matter
        ((0.5, 1.0, 2.0, None), False),  # ended
    ],
)
def test_growth_that_holds(seconds: tuple[float | None, ...], *, holds: bool) -> None:
    assert Taken(seconds).holds() is holds


def test_the_exponent_is_that_of_the_largest() -> None:
    assert Taken((9.0, 1.0, 4.0, 16.0)).exponent == pytest.approx(2)
    assert Taken((1.0,)).exponent == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_pages_have_the_size_that_is_asked_for(family: str) -> None:
    assert 0.5 < len(FAMILIES[family](100_000)) / 100_000 <= 1.5


def test_rows_of_a_kind_are_summed() -> None:
    rows = summed([Tried("a", 1, 1), Tried("b", 2, 2, "x"), Tried("a", 1, 0, "fell")])
    assert rows == [Tried("a", 2, 1, "fell"), Tried("b", 2, 2, "x")]


def test_addresses_hold() -> None:
    tried = addresses()
    assert (tried.held, tried.tried > 300) == (tried.tried, True)


@pytest.mark.parametrize(
    ("words", "done", "fault"),
    [
        ("check", Ended(1, "", "check: no\n"), ""),
        ("check", Ended(1, "", "check: no\nand no\n"), "2 lines"),
        ("check", Ended(1, "", ""), "without a word"),
        ("check", Ended(1, "", "Traceback (most\n"), "a traceback"),
        ("check", Ended(-9, "", "x"), "status -9"),
        ("crawl x", Ended(1, "", "x: store_failed\n  found 1\n  listed 1\nERROR: no\nscrapy crawl: no\n"), ""),
        ("crawl x", Ended(1, "", "one\ntwo\nthree\nfour\n"), "4 lines"),
    ],
)
def test_faults_of_commands_in_trouble(words: str, done: Ended, fault: str) -> None:
    found = fault_of(Trouble("24 open files", commands=READERS), words, done)
    assert fault in found
    assert bool(found) is bool(fault)


@pytest.mark.parametrize(("host", "asked"), [("outlet.example", True), ("127.1", False), ("8.8.8.8%.example", False)])
def test_hosts_as_they_stand_in_links(host: str, *, asked: bool) -> None:
    assert may_be_asked(host) is asked


def test_nothing_is_begun_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.attack.attacks", lambda: iter([iter([Tried("a", 1, 1), Tried("b", 1, 1)])]))
    assert [tried.what for tried in within(0)] == ["a"]
    assert [tried.what for tried in within(60)] == ["a", "b"]


def test_attacks_that_did_not_run_did_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing tried is nothing seen: pytest ended before it counted."""
    monkeypatch.setitem(TESTS, "nothing", ["tests/no_such_file.py"])
    tried = as_tested("nothing")
    assert (tried.tried, tried.held) == (1, 0)


def test_a_seed_makes_the_same_cases_of_hostile_values() -> None:
    made = [list(islice(hostile_values.cases(1), 30)) for _ in range(2)]
    assert made[0] == made[1]
    assert len({case.spoiled for case in made[0]}) == 30
    assert {words[:1] for case in made[0] for words in case.pages} == {"/"}


@pytest.mark.parametrize(
    ("words", "status", "out", "err", "fault"),
    [
        ("check", 1, "versions 1: text is NULL\n", "", ""),
        ("check", 1, "", "scrapy check: no\n", ""),
        ("check", 1, "", "scrapy check: no\nand no\n", "2 lines"),
        ("check", 1, "", "", "without a word"),
        ("check", 0, "", "Traceback (most\n", "a traceback"),
        ("check", None, "", "", "did not end"),
        ("check", -9, "", "", "status -9"),
        ("check", 1, "", "scrapy check: there is not enough memory\n", "took more"),
        ("/", 0, "200 ", "", ""),
        ("/", 0, "500 The database holds what Stet cannot read: x", "", ""),
        ("/", 0, "500 something", "", "answered"),
    ],
)
def test_faults_on_hostile_values(words: str, status: int | None, out: str, err: str, fault: str) -> None:
    found = hostile_values.fault_of(words, status, out, err)
    assert fault in found
    assert bool(found) is bool(fault)
