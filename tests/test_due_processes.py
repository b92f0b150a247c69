"""``scrapy due --processes``: the sites are divided, no host is asked by two processes, all is told by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from extractors.sites.site_file import Site
from spiders.politeness.owners import registrable_name
from spiders.scheduling.division import divided, processes_that_pay
from spiders.scheduling.due import lock
from spiders.scheduling.host_locks import HostLocks
from tests.crawling import ROOT, Desk, ended

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.server import Server

DOMAINS = {
    "post": ("post.example",), "echo": ("echo.example", "a.paper.example"), "paper": ("b.paper.example",),
    "voice": ("voice.example", "www.echo.example"), "dawn": ("dawn.example",),
}  # fmt: skip
SITES = {name: Site(name=name, title=name, domains=domains, language="en") for name, domains in DOMAINS.items()}
TAKEN = "import sys; from pathlib import Path; from spiders.scheduling.host_locks import HostLocks as Locks; "
TAKEN += "print(Locks(Path(sys.argv[1])).take(sys.argv[2]))"
OUTLETS = {"harbour": "www.harbourpost.example", "nordbote": "www.nordbote.example"}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_every_site_is_in_one_part_and_every_owner_in_one(count: int) -> None:
    parts = divided(list(SITES), SITES, count)
    assert sorted(name for part in parts for name in part) == sorted(SITES)
    assert len(parts) == min(count, 3)
    owners = [{registrable_name(f"https://{each}/") for name in part for each in DOMAINS[name]} for part in parts]
    assert sum(map(len, owners)) == len(set().union(*owners))


def test_those_that_waited_longest_stay_first() -> None:
    assert divided(["voice", "post", "paper", "echo"], SITES, 2) == [["voice", "paper", "echo"], ["post"]]


@pytest.mark.parametrize(("at_once", "cores", "count"), [(4, 64, 1), (60, 2, 1), (60, 8, 2), (600, 16, 8), (1, 1, 1)])
def test_a_process_is_started_where_it_has_enough_to_do(at_once: int, cores: int, count: int) -> None:
    assert processes_that_pay(at_once, cores) == count


def taken_by_another(file: Path, name: str) -> bool:
    said = subprocess.run([sys.executable, "-c", TAKEN, str(file), name], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return said.stdout == b"True\n"


def test_a_host_is_free_for_others_when_the_last_crawl_of_a_process_lets_it_go(tmp_path: Path) -> None:
    locks = HostLocks(tmp_path / "hosts")
    assert locks.take("post.example")
    assert locks.take("post.example")
    locks.let_go("post.example")
    assert not taken_by_another(tmp_path / "hosts", "post.example")
    assert taken_by_another(tmp_path / "hosts", "echo.example")
    locks.let_go("post.example")
    assert taken_by_another(tmp_path / "hosts", "post.example")


@pytest.fixture
def desk(tmp_path: Path, web: Server, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """With two outlets that are due."""
    folder = tmp_path / "sites"
    folder.mkdir()
    for name, domain in OUTLETS.items():
        file = f'name = "{name}"\ntitle = "{name}"\ndomains = ["{domain}"]\nlanguage = "en"\n'
        (folder / f"{name}.toml").write_text(f'{file}[news]\nfront_pages = ["https://{domain}/"]\n')
    monkeypatch.setenv("STET_SITES", str(folder))
    return Desk(tmp_path, web)


def test_processes_crawl_into_one_database(desk: Desk) -> None:
    ran = desk.scrapy("due", "--processes", "3")
    assert (ran.status, ran.out) == (0, "scrapy due: 2 of 2 sites done\n"), ran.err
    runs = desk.rows("SELECT spider, reason, process FROM runs")
    assert sorted(run["spider"] for run in runs) == sorted(OUTLETS)
    assert {run["reason"] for run in runs} == {"finished"}
    assert len({run["process"] for run in runs}) == 2
    assert {row["site"] for row in desk.rows("SELECT DISTINCT site FROM articles")} == OUTLETS.keys()


def test_the_lock_is_held_until_all_parts_have_ended(tmp_path: Path) -> None:
    with lock(tmp_path / "lock"):
        part = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    with lock(tmp_path / "lock") as holder:
        assert holder == os.getpid()
    part.communicate(b"\n")
    with lock(tmp_path / "lock") as holder:
        assert holder is None


def test_a_stop_ends_all_parts(desk: Desk) -> None:
    process = desk.start("due", "--processes", "2", "--at-once", "2", DOWNLOAD_DELAY="3")
    desk.wait_for(2, "SELECT count(DISTINCT run) AS n FROM fetches WHERE status IS NOT NULL")
    os.kill(process.pid, signal.SIGTERM)
    ran = ended(process)
    assert (ran.status, ran.out) == (0, "scrapy due: 0 of 2 sites done\n"), ran.err
    assert desk.rows("SELECT reason FROM runs") == [{"reason": "shutdown"}] * 2
