"""Three machines on one PostgreSQL crawl the replay web while they are killed and paused: is each page there, once?

python -m benchmarks.fleet [--hosts 200] [--kills 50] [--pauses 20] [--restarts 2] [--zombies 3] [--delay 1]

Machines are process groups with a contact of their own, so that the web's log tells them apart. A zombie is a worker
that is stopped, while the crawl that it started goes on, until another one has entered a run of the same site. Ends
with 1 where a page that was served whole is missing or stands twice, a host was asked sooner than its Crawl-delay or by
two at a time, a run of a zombie was not refused, or the counter of stories is not the number of articles. The web's log
has when a request came; on a machine with more to do than it can that is up to a second after it was sent, which the
crawls' own clocks tell.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.crawl_replay import page_address
from benchmarks.replay_web import CORPUS, ROOT, ReplayWeb, corpus_hosts, replay_web
from spiders.politeness.hosts import slot_of
from spiders.politeness.owners import registrable_name
from tests.postgres import BINARIES, MISSING, Postgres

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "data" / "fleet"
MACHINES, SITES_AT_ONCE = 3, 3
PAUSE = 10.0  # seconds
SURELY_TWO = 0.9  # seconds: another machine waits for the lock, then for the delay, which is a second or more
LONGEST = 2400.0  # seconds that the machines have, after the last kill, to bring the rest
OVERTAKEN = 600.0  # seconds at most until another machine has done the work of one that is stopped
STOPS_SHOW = 15.0  # seconds after which a worker that gives a sign of life every ten is seen to be stopped
ALIVE = "SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - interval '12 seconds'"
LEFT = """
SELECT site, generation FROM procrastinate_jobs JOIN procrastinate_workers ON procrastinate_workers.id = worker_id
JOIN stet_sites ON site = args ->> 'site'
WHERE worker_id = ANY(%s) AND last_heartbeat < now() - interval '12 seconds' AND status = 'doing'
"""
RAISED = "SELECT 1 FROM stet_sites WHERE site = %s AND generation > %s"
HOW_FAR = """
SELECT count(*) FILTER (WHERE generation > 0),
    (SELECT count(*) FROM stet_runs WHERE collected_at IS NULL) + count(*) FILTER (WHERE due_at <= now())
FROM stet_sites
"""
TOLERANCE = 0.3  # seconds from the sending of a request to its coming, on a connection that is new, on a busy machine
SITE = 'name = "{name}"\ntitle = "{host}"\ndomains = ["{host}"]\nlanguage = "en"\n[news]\nevery = "6h"\n'


@dataclass
class Machine:
    """One of the fleet: a group of processes; the first of them has the database that is read."""

    number: int
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to work, or again."""
        settings = {"AUTOTHROTTLE_ENABLED": "0", "STET_CONTACT": f"machine{self.number}@stet.example"}
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        collects = ["--collect"] if self.number == 0 else []
        command = [sys.executable, "-m", "scrapy", "fleet", "work", "--at-once", str(SITES_AT_ONCE), *collects]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=self.environment, stderr=log, stdout=log, start_new_session=True
            )

    def signal(self, number: signal.Signals, *, alone: bool = False) -> None:
        """To all of its processes, or to the one that takes the jobs."""
        assert self.process is not None  # noqa: S101  (started)
        with contextlib.suppress(ProcessLookupError):
            (os.kill if alone else os.killpg)(self.process.pid, number)


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Kill and pause machines of a fleet, account for every page.")
    parser.add_argument("--hosts", type=int, default=200, help="sites, in the order of the corpus")
    parser.add_argument("--kills", type=int, default=50, help="of machines, with -9")
    parser.add_argument("--pauses", type=int, default=20, help="of machines, ten seconds each")
    parser.add_argument("--restarts", type=int, default=2, help="of PostgreSQL")
    parser.add_argument("--zombies", type=int, default=3, help="workers that are stopped until they are overtaken")
    parser.add_argument("--delay", default="1", help="Crawl-delay of all hosts, seconds")
    parser.add_argument("--fault-rate", default="0.3", help="share of requests that the web answers with a fault, once")
    arguments = parser.parse_args()
    if not CORPUS.exists() or not BINARIES:
        print(f"{CORPUS} is missing" if BINARIES else MISSING, file=sys.stderr)
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    hosts = dict(list(corpus_hosts().items())[: arguments.hosts])
    write_sites(list(hosts))
    options = ("--fault-rate", arguments.fault_rate, "--crawl-delay", arguments.delay)
    with Postgres() as postgres, replay_web(FOLDER, *options) as web:
        machines = [Machine(number, environment(web, postgres), FOLDER / f"{number}.log") for number in range(MACHINES)]
        for machine in machines:
            machine.start()
        try:
            overtaken = trouble(machines, postgres, arguments)
            wait_for_all(postgres, len(hosts))
        finally:
            for machine in machines:
                machine.signal(signal.SIGTERM, alone=True)
            for machine in machines:
                end(machine)
        subprocess.run([sys.executable, "-m", "scrapy", "collect"], cwd=ROOT, env=machines[0].environment, check=False)
        return account(web, postgres, hosts, float(arguments.delay), overtaken)


def write_sites(hosts: list[str]) -> None:
    """A site file each, in the folder that all machines have."""
    (FOLDER / "sites").mkdir(parents=True)
    for number, host in enumerate(hosts):
        (FOLDER / "sites" / f"site{number}.toml").write_text(SITE.format(name=f"site{number}", host=host))


def environment(web: ReplayWeb, postgres: Postgres) -> dict[str, str]:
    """What all machines share."""
    shared = {"STET_FLEET_DSN": postgres.dsn, "STET_FLEET_STORAGE": str(FOLDER / "storage")}
    return web.environment | shared | {"STET_SITES": str(FOLDER / "sites"), "STET_DATABASE": str(FOLDER / "stet.db")}


def trouble(machines: list[Machine], postgres: Postgres, arguments: argparse.Namespace) -> int:
    """Kills, pauses, restarts and zombies in an order of chance; how many runs of zombies were overtaken."""
    chance = random.Random(1)
    todo = ["kill"] * arguments.kills + ["pause"] * arguments.pauses + ["restart"] * arguments.restarts
    todo += ["zombie"] * arguments.zombies
    chance.shuffle(todo)
    overtaken, of_collector = 0, 0
    for number, what in enumerate(todo):
        time.sleep(chance.uniform(6, 20))
        machine = chance.choice(machines)
        if what == "kill":
            machine.signal(signal.SIGKILL, alone=number % 2 == 0)
            of_collector += machine.number == 0
        elif what == "pause":
            machine.signal(signal.SIGSTOP)
            time.sleep(PAUSE)
            machine.signal(signal.SIGCONT)
        elif what == "restart":
            postgres.stop()
            time.sleep(2)
            postgres.start()
        else:
            overtaken += zombie(chance.choice(machines[1:]), postgres)
        time.sleep(1)
        for each in machines:  # as systemd would do it
            if each.process is not None and each.process.poll() is not None:
                each.start()
        print(f"\r{number + 1} of {len(todo)} troubles", end="", file=sys.stderr, flush=True)
    counts = f"{arguments.kills} kills ({of_collector} of the collector), {arguments.pauses} pauses"
    print(f"\n{counts}, {arguments.restarts} restarts of PostgreSQL, {arguments.zombies} zombies")
    return overtaken


def zombie(machine: Machine, postgres: Postgres) -> int:
    """Stop the worker of a machine, not its crawls, until others have done its sites; how many they did."""
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        alive = [worker for (worker,) in connection.execute(ALIVE).fetchall()]
        machine.signal(signal.SIGSTOP, alone=True)
        time.sleep(STOPS_SHOW)
        left = connection.execute(LEFT, (alive,)).fetchall()
        begun, done = time.monotonic(), 0
        while done < len(left) and time.monotonic() - begun < OVERTAKEN:
            time.sleep(2)
            done = sum(map(bool, (connection.execute(RAISED, site).fetchone() for site in left)))
    machine.signal(signal.SIGCONT, alone=True)
    return done


def wait_for_all(postgres: Postgres, sites: int) -> None:
    """Until each site had a good run, and all is collected; or the time is over."""
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST:
        with psycopg.connect(postgres.dsn, autocommit=True) as connection:
            crawled, waiting = connection.execute(HOW_FAR).fetchone() or (0, 0)
        print(f"\r{crawled} of {sites} sites, {waiting} jobs and runs wait", end="", file=sys.stderr, flush=True)
        if crawled >= sites and not waiting:
            return
        time.sleep(5)


def end(machine: Machine) -> None:
    """It was told to; if it does not, it is killed."""
    assert machine.process is not None  # noqa: S101  (started)
    try:
        machine.process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        machine.signal(signal.SIGKILL)


def account(web: ReplayWeb, postgres: Postgres, hosts: dict[str, list[str]], delay: float, overtaken: int) -> int:
    """Print what came of it; 1 where something is wrong."""
    log = web.requests()
    served = {page_address(str(row["url"])) for row in log if row["status"] == 200 and not row["fault"]}
    pages = {page_address(url) for urls in hosts.values() for url in urls}
    ended = {page_address(url) for (url,) in home("SELECT url_asked FROM fetches")}
    articles = "SELECT url FROM articles JOIN versions ON article = articles.id WHERE cause NOT IN ('rules', 'code')"
    twice = [url for url, count in Counter(url for (url,) in home(articles)).items() if count > 1]
    ((stored,),) = home("SELECT count(*) FROM articles")
    with psycopg.connect(postgres.dsn) as connection:
        ((runs, stories, refused),) = connection.execute(
            "SELECT count(*), sum(stories)::bigint, (SELECT count(*) FROM stet_refused) FROM stet_runs"
        ).fetchall()
    gap, two = gaps(log)
    lost = sorted((pages & served) - ended)
    print(
        f"\n{len(pages)} pages on {len(hosts)} sites, {len(pages & served)} served whole, {len(lost)} of them missing"
    )
    print(f"{stored} articles, {len(twice)} of them twice; the counter says {stories}; {runs} runs")
    print(f"{overtaken} runs of zombies that another one came before, {refused} runs refused")
    print(f"{len(log)} requests; shortest gap of a host {gap:.3f} s of {delay}; asked by two at a time: {two}")
    print(f"shortest gap of a host within a run, by its own clock: {own_gap():.3f} s")
    for url in [*lost[:10], *twice[:10]]:
        print(f"  {url}")
    wrong = lost or twice or two or stories != stored or gap < delay - TOLERANCE or refused < overtaken
    return int(bool(wrong))


def home(sql: str) -> list[tuple[Any, ...]]:
    """Of the database that is read."""
    with contextlib.closing(sqlite3.connect(FOLDER / "stet.db")) as database:
        return database.execute(sql).fetchall()


def own_gap() -> float:
    """The shortest time between the sending of two requests to one host by one run, seconds."""
    told = [
        json.loads(statistics) for (statistics,) in home("SELECT statistics FROM runs WHERE statistics IS NOT NULL")
    ]
    return min((gap for each in told for name, gap in each.items() if name.startswith("polite/gap/")), default=0.0)


def gaps(log: list[dict[str, object]]) -> tuple[float, int]:
    """The shortest time between two requests of one host, seconds, after its robots.txt told its delay; how often two
    machines asked hosts of one owner within a time in which hands cannot change."""
    by_host: defaultdict[str, list[float]] = defaultdict(list)
    by_owner: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in log:
        url, at = str(row["url"]), float(str(row["t"]))
        by_owner[registrable_name(url)].append((at, str(row["agent"])))
        by_host[slot_of(url)].append(
            -at if urlsplit(url).path == "/robots.txt" else at
        )  # before which no delay is known
    between = [
        after - abs(before)
        for times in by_host.values()
        for before, after in pairwise(sorted(times, key=abs))
        if after > 0
    ]
    two = [
        after - before < SURELY_TWO and one != other
        for asked in by_owner.values()
        for (before, one), (after, other) in pairwise(sorted(asked))
    ]
    return min(between, default=0.0), sum(two)


if __name__ == "__main__":
    sys.exit(main())
