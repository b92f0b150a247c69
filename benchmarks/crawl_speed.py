"""How fast a crawl is from list to store, against fetching the same addresses with Scrapy alone; where the time goes.

python -m benchmarks.crawl_speed [--hosts 150]

Both ask the replay web, on one connection a host and without waiting between requests. Seconds are those between the
opening of the spider and its closing; the web itself takes its share of the machine in both.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.crawl_replay import forget
from benchmarks.replay_web import CORPUS, ROOT, ReplayWeb, corpus_hosts, crawl, replay_web

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = ROOT / "data" / "speed.db"
ELAPSED = "elapsed_time_seconds"
# Scrapy as it comes, on the same number of connections: every request of the crawl, answers dropped. The delay is for
# its order: without any it opens many connections to a host.
FETCH_ALONE = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Alone(scrapy.Spider):
    name = "alone"
    async def start(self):
        for url in open(sys.argv[1]).read().split():
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0.001, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True})
crawler = process.create_crawler(Alone)
process.crawl(crawler)
process.start()
print(json.dumps(crawler.stats.get_stats() | {"time/process": time.process_time()}, default=str))
"""


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Measure a crawl against fetching alone.")
    parser.add_argument("--hosts", type=int, default=150, help="how many hosts, in the order of the corpus")
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no replay web here: {CORPUS} is missing", file=sys.stderr)
        return 1
    forget(DATABASE)
    with replay_web(ROOT / "build") as web:
        if crawl(web, DATABASE, list(corpus_hosts())[: arguments.hosts], LOG_LEVEL="ERROR").returncode:
            print("the crawl failed, so there is nothing to measure", file=sys.stderr)
            return 1
        urls = [str(row["url"]) for row in web.requests()]
        alone = fetch_alone(web, ROOT / "build" / "urls.txt", urls)
    report(urls, alone)
    return 0


def fetch_alone(web: ReplayWeb, file: Path, urls: list[str]) -> dict[str, Any]:
    """Statistics of Scrapy fetching the addresses and doing nothing with them. Raises CalledProcessError."""
    file.write_text("\n".join(urls))
    command = [sys.executable, "-c", FETCH_ALONE, str(file)]
    done = subprocess.run(
        command, cwd=file.parent, env=web.environment, check=True, stdout=subprocess.PIPE, text=True, timeout=1800
    )
    statistics: dict[str, Any] = json.loads(done.stdout)
    return statistics


def report(urls: list[str], alone: dict[str, Any]) -> None:
    """Print both speeds, and the parts of the crawl as shares of its processor time."""
    database = sqlite3.connect(DATABASE)
    statistics = json.loads(database.execute("SELECT statistics FROM runs").fetchone()[0])
    pages = database.execute("SELECT count(*) FROM fetches WHERE kind = 'page' AND status = 200").fetchone()[0]
    whole, fetching = statistics[ELAPSED], alone[ELAPSED]
    print(f"\ncrawl:       {pages} pages, {len(urls)} requests in {whole:.1f} s: {pages / whole:.1f} pages/s")
    print(
        f"fetch alone: {alone['response_received_count']} answers in {fetching:.1f} s: {pages / fetching:.1f} pages/s"
    )
    print(f"ratio:       {whole / fetching:.1f} times the time of fetching alone")
    parts = {name.removeprefix("time/"): seconds for name, seconds in statistics.items() if name.startswith("time/")}
    parts["fetching"] = parts.pop("process") - parts["archive"] - parts["store"]
    print(
        f"processor:   {sum(parts.values()):.1f} s, fetching alone {alone['time/process']:.1f} s; by part of the crawl:"
    )
    for part, seconds in sorted(parts.items(), key=lambda pair: -pair[1]):
        print(f"  {part:<9} {seconds:>7.1f} s  {seconds / sum(parts.values()):>6.1%}")


if __name__ == "__main__":
    sys.exit(main())
