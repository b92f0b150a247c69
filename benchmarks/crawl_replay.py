"""Crawl the replay web into one database, and account for every page and every request.

python -m benchmarks.crawl_replay [--hosts 1264] [--fault-rate 0.3] [--crawl-delay 0.5] [--again]

Ends with 1 where a page has neither article nor reason, where something was asked for twice that had come, or that
robots.txt forbids, or sooner than Crawl-delay allows; with --again, where the second run was sent a page whole or made
a version.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.replay_web import CORPUS, ROOT, ReplayWeb, corpus_hosts, crawl, replay_web
from spiders.web.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

DATABASE = ROOT / "data" / "replay.db"
MOST_SHOWN = 12
FAULTS = {429, 500, 503}  # as the web answers them, each once
FORBIDDEN = "/private/"
BY_SCHEME = ("/robots.txt", "/.well-known/tdmrep.json")  # of each scheme of a host, which the log's addresses lack
Log = list[dict[str, object]]


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Crawl the replay web, account for every page and every request.")
    parser.add_argument("--hosts", type=int, default=10_000, help="how many hosts, in the order of the corpus")
    parser.add_argument("--fault-rate", default="0", help="share of requests that the web answers with a fault, once")
    parser.add_argument("--crawl-delay", default="0", help="Crawl-delay in every robots.txt, seconds")
    parser.add_argument("--again", action="store_true", help="then a second run over every page: validators alone")
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no replay web here: {CORPUS} is missing", file=sys.stderr)
        return 1
    forget(DATABASE)
    hosts = dict(list(corpus_hosts().items())[: arguments.hosts])
    options = ("--fault-rate", arguments.fault_rate, "--crawl-delay", arguments.crawl_delay)
    with replay_web(ROOT / "build", *options) as web:
        faults = first_run(web, hosts, float(arguments.crawl_delay))
        if arguments.again:
            faults += second_run(web, hosts, float(arguments.crawl_delay))
    for fault in faults:
        print(f"FAULT: {fault}")
    return int(bool(faults))


def forget(database: Path) -> None:
    """Delete a database and its archive."""
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    shutil.rmtree(database.with_name(f"{database.stem}-archive"), ignore_errors=True)


def first_run(web: ReplayWeb, hosts: dict[str, list[str]], delay: float) -> list[str]:
    """Crawl, print how every page ended; what is wrong."""
    started = time.monotonic()
    status = crawl(web, DATABASE, list(hosts)).returncode
    seconds, log = time.monotonic() - started, web.requests()
    pages = {url: asked_address(url) for urls in hosts.values() for url in urls}
    served = {address_of(row) for row in log if row["status"] == 200 and not row["fault"]} & set(pages.values())
    endings = how_they_ended()
    print(f"\n{len(set(pages.values()))} pages on {len(hosts)} hosts, all of them listed; {len(served)} served whole")
    print(f"{seconds:.0f} s, {len(served) / seconds:.1f} pages a second with everything that a crawl does")
    kinds = Counter(endings.get(address, "not found") for address in set(pages.values()))
    for ending, count in kinds.most_common():
        print(f"{count:>6}  {ending}")
    unserved = {url: ending_of(address, endings) for url, address in pages.items() if address not in served}
    some("that the web has under no address that a client can send", [f"{url!r}: {unserved[url]}" for url in unserved])
    lost = sorted(url for url, address in pages.items() if ending_of(address, endings) is None)
    some("without a trace", lost)
    faults = [f"{len(lost)} pages without a trace"] if lost else []
    return [*faults, *([f"the crawl ended with {status}"] if status else []), *rude(log, crawls()[0], delay)]


def second_run(web: ReplayWeb, hosts: dict[str, list[str]], delay: float) -> list[str]:
    """Ask for every page again, print what the server sent; what is wrong."""
    before = len(web.requests())
    status = crawl(web, DATABASE, list(hosts), STET_PACE="0", STET_REVISITS_PER_RUN="9999").returncode
    log = web.requests()[before:]
    run = crawls()[-1]
    sql = "SELECT outcome, count(*) FROM fetches WHERE run = ? AND kind = 'page' GROUP BY outcome ORDER BY 2 DESC"
    outcomes: dict[str, int] = dict(asked_of_database(sql, run))
    versions = asked_of_database("SELECT count(*) FROM versions WHERE run = ?", run)[0][0]
    articles = asked_of_database("SELECT count(*) FROM articles")[0][0]
    whole = outcomes.get("unchanged", 0) + outcomes.get("changed", 0) + outcomes.get("stored", 0)
    print(f"\nsecond run: of {articles} articles, {outcomes}; {versions} new versions")
    faults = [f"{whole} pages were sent whole again"] if whole else []
    faults += [f"{versions} new versions of what had not changed"] if versions else []
    return [*faults, *([f"the second crawl ended with {status}"] if status else []), *rude(log, run, delay)]


def crawls() -> list[int]:
    """The runs that crawled; what a run learns may clean pages anew, which is a run of its own."""
    return [run for (run,) in asked_of_database("SELECT id FROM runs WHERE spider = 'page' ORDER BY id")]


def asked_of_database(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """All rows."""
    with contextlib.closing(sqlite3.connect(DATABASE)) as database:
        return database.execute(sql, parameters).fetchall()


def rude(log: Log, run: int, delay: float) -> list[str]:
    """What a run asked for and should not have, by the server's log and by the run's own counts."""
    answered = Counter(address_of(row) for row in log if not row["fault"] and row["status"] not in FAULTS)
    twice = [f"{count} x {url}" for url, count in answered.items() if count > 1 and not url.endswith(BY_SCHEME)]
    forbidden = sorted({str(row["url"]) for row in log if FORBIDDEN in str(row["url"])})
    ((text,),) = asked_of_database("SELECT statistics FROM runs WHERE id = ?", run)
    statistics: dict[str, float] = json.loads(text)
    gaps = {name: value for name, value in statistics.items() if name.startswith("polite/gap/")}
    counted = sum(value for name, value in statistics.items() if name.startswith("polite/requests/"))
    told = {address_of(row) for row in log if row["status"] == 200}  # a robots.txt that fails tells of no delay
    hasty = [
        f"{gap} s {host}"
        for host, gap in ((name.removeprefix("polite/gap/"), gap) for name, gap in gaps.items())
        if gap < delay - 0.001 and f"{host}/robots.txt" in told
    ]
    print(
        f"{len(log)} requests ({counted:.0f} by the crawl's own count), {len(twice)} for what had come already,"
        f" {len(forbidden)} disallowed, shortest gap {min(gaps.values(), default=0):.3f} s"
    )
    uncounted = [f"{len(log) - counted:.0f} more than the crawl counted"] if len(log) > counted else []
    found = {
        "asked for though it had come": twice,
        "asked for though forbidden": forbidden,
        "asked too soon": hasty,
        "uncounted": uncounted,
    }
    for title, lines in found.items():
        some(title, lines)
    return [f"run {run}: {len(lines)} {title}" for title, lines in found.items() if lines]


def page_address(url: str) -> str:
    """Without scheme and fragment: the replay web answers both schemes alike."""
    host, _, path = url.partition("://")[2].partition("#")[0].partition("/")
    return f"{host.lower()}/{path}"


def asked_address(url: str) -> str:
    """What a client makes of an address in the list: blanks at its end go, letters beyond ASCII are encoded."""
    return page_address(absolute(url, url) or url)


def address_of(row: dict[str, object]) -> str:
    """Of a line of the web's log."""
    return page_address(str(row["url"]))


def how_they_ended() -> dict[str, str]:
    """Page -> ``article``, or the reason why not. Lists are told by their kind."""
    rows = asked_of_database("SELECT url_asked, url, kind, article, outcome, error FROM fetches ORDER BY id")
    endings: dict[str, str] = {}
    for asked, url, kind, article, outcome, error in rows:
        ending = "article" if article else error or (f"read as a {kind}" if kind != "page" else outcome)
        for address in (asked, url):
            if endings.get(page_address(address)) != "article":
                endings[page_address(address)] = ending
    return endings


def ending_of(address: str, endings: dict[str, str]) -> str | None:
    """How a page ended; where its host let nothing be asked, how its host did."""
    host = endings.get(f"{address.partition('/')[0]}/", "read")
    return endings.get(address) or (None if host.startswith(("read", "article")) else f"its host: {host}")


def some(title: str, lines: Collection[str]) -> None:
    """Print the first lines under a title; nothing where there are none."""
    if lines:
        print(f"{len(lines)} {title}:")
    for line in list(lines)[:MOST_SHOWN]:
        print(f"        {line}")


if __name__ == "__main__":
    sys.exit(main())
