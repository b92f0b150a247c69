"""Kill a crawl of the replay web with -9 again and again, then let it end: is everything there, once and whole?

python -m benchmarks.kill_crawl [--kills 200] [--hosts 400] [--fault-rate 0.3]

Each crawl that is killed is of some of the hosts, else none would come from the lists to the pages; the last is of all.
Ends with 1 where a page is missing or stands twice, or where check or reclean --verify find something.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter

from benchmarks.crawl_replay import forget, page_address
from benchmarks.replay_web import CORPUS, HURRY, ROOT, ReplayWeb, corpus_hosts, crawl, replay_web

DATABASE = ROOT / "data" / "kill.db"
AT_ONCE = 15  # hosts of a crawl that is killed
MOST_ANSWERS = 90  # that a crawl gets before it is killed; about as many as it would get


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Kill a crawl with -9 again and again, then let it end.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--hosts", type=int, default=400, help="how many hosts, in the order of the corpus")
    parser.add_argument("--fault-rate", default="0.3", help="share of requests that the web answers with a fault, once")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no replay web here: {CORPUS} is missing", file=sys.stderr)
        return 1
    forget(DATABASE)
    hosts = list(corpus_hosts())[: arguments.hosts]
    moments = random.Random(arguments.seed)
    with replay_web(ROOT / "build", "--fault-rate", arguments.fault_rate) as web:
        for number in range(1, arguments.kills + 1):
            kill_one(web, moments.sample(hosts, min(AT_ONCE, len(hosts))), moments.randrange(MOST_ANSWERS))
            print(f"\r{number} kills, {stored()} pages stored", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        status = crawl(web, DATABASE, hosts).returncode
        return max(status, account(web), command("check"), command("reclean", "--verify"))


def kill_one(web: ReplayWeb, hosts: list[str], answers: int) -> None:
    """Start a crawl and kill it after so many answers and a moment, or find it ended before."""
    settings = HURRY | {"STET_DATABASE": str(DATABASE), "LOG_LEVEL": "CRITICAL"}
    options = [f"-s{name}={value}" for name, value in settings.items()]
    start = [sys.executable, "-m", "scrapy", "crawl", "page", "-a", f"site={','.join(hosts)}", *options]
    begun = answered(web)
    with subprocess.Popen(start, cwd=ROOT, env=web.environment, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and answered(web) - begun < answers:
            time.sleep(0.02)
        time.sleep(answers % 10 / 50)
        process.kill()


def answered(web: ReplayWeb) -> int:
    """How many requests the web has answered."""
    return web.log.read_bytes().count(b"\n") if web.log.exists() else 0


def rows(sql: str) -> list[tuple[str, int]]:
    """Of the database, as a reader beside the crawl."""
    connection = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def stored() -> int:
    """How many articles there are so far; 0 before there is a database."""
    try:
        return rows("SELECT 'articles', count(*) FROM articles")[0][1]
    except sqlite3.OperationalError:
        return 0


def account(web: ReplayWeb) -> int:
    """Print the counts; 1 where a page that was served whole is not stored exactly once.

    An address of the corpus may be a front page, which is stored as that. Versions that learned repeats made are none
    that a fetch made.
    """
    served = {page_address(str(row["url"])) for row in web.requests() if row["status"] == 200 and not row["fault"]}
    pages = {page_address(url) for urls in corpus_hosts().values() for url in urls} & served
    ended = {page_address(url) for url, _ in rows("SELECT url_asked, id FROM fetches")}
    made = Counter(
        url
        for url, _ in rows(
            "SELECT url, versions.id FROM articles JOIN versions ON article = articles.id "
            "WHERE cause NOT IN ('rules', 'code')"
        )
    )
    twice = [url for url, count in made.items() if count > 1]
    lost = sorted(pages - ended)
    runs = Counter(reason or "none" for reason, _ in rows("SELECT reason, id FROM runs WHERE spider = 'page'"))
    print(f"{len(pages)} pages served, {len(lost)} not accounted for; {len(made)} articles, {len(twice)} of them twice")
    print(f"runs by end: {dict(runs)}")
    for url in [*lost[:10], *twice[:10]]:
        print(f"  {url}")
    return int(bool(lost or twice))


def command(*arguments: str) -> int:
    """A command on the database, its last lines shown."""
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments, f"-sSTET_DATABASE={DATABASE}"],
        cwd=ROOT, check=False, text=True, capture_output=True,
    )  # fmt: skip
    print(f"scrapy {' '.join(arguments)}: {(done.stdout + done.stderr).strip()[-800:]}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
