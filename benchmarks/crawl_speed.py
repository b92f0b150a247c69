"""How fast a crawl is from list to store, against fetching the same addresses with Scrapy alone; where the time goes.

python -m benchmarks.crawl_speed [--hosts 150]
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.crawl_replay import forget
from benchmarks.replay_web import CORPUS, ROOT, ReplayWeb, corpus_hosts, crawl, replay_web

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = ROOT / "data" / "speed.db"
# Scrapy as it comes but for robots.txt, on the same number of connections: every request of the crawl, answers dropped.
FETCH_ALONE = """
import sys
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
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "HTTPERROR_ALLOW_ALL": True})
process.crawl(Alone)
process.start()
"""


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Measure a crawl against fetching alone.")
    parser.add_argument("--hosts", type=int, default=150)
    arguments = parser.parse_args()
    if not CORPUS.exists():
        print(f"there is no replay web here: {CORPUS} is missing", file=sys.stderr)
        return 1
    forget(DATABASE)
    hosts = list(corpus_hosts())[: arguments.hosts]
    with replay_web(ROOT / "build") as web:
        started = time.monotonic()
        status = crawl(web, DATABASE, hosts).returncode
        whole = time.monotonic() - started
        urls = [str(row["url"]) for row in web.requests()]
        alone = fetch_alone(web, ROOT / "build" / "urls.txt", urls)
    report(urls, whole, alone)
    return status


def fetch_alone(web: ReplayWeb, file: Path, urls: list[str]) -> float:
    """Seconds that Scrapy takes to fetch the addresses and do nothing with them."""
    file.write_text("\n".join(urls))
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", FETCH_ALONE, str(file)], cwd=file.parent, env=web.environment, check=True)
    return time.monotonic() - started


def report(urls: list[str], whole: float, alone: float) -> None:
    """Print both speeds, and the parts of the crawl as shares of its time."""
    (statistics,) = sqlite3.connect(DATABASE).execute("SELECT statistics FROM runs").fetchone()
    parts = {name.removeprefix("time/"): value for name, value in json.loads(statistics).items() if "time/" in name}
    pages = sqlite3.connect(DATABASE).execute("SELECT count(*) FROM fetches WHERE kind = 'page'").fetchone()[0]
    print(f"\ncrawl: {pages} pages, {len(urls)} requests in {whole:.1f} s: {pages / whole:.1f} pages/s")
    print(f"fetch alone: {len(urls)} requests in {alone:.1f} s: {len(urls) / alone:.1f} requests/s")
    print(f"ratio: {whole / alone:.2f} times the time of fetching alone")
    print("seconds of one processor, and share of the crawl's time on two:")
    for part in ("workers", "archive", "store"):
        print(f"  {part:<8} {parts.get(part, 0):>7.1f} s  {parts.get(part, 0) / whole / 2:>6.1%}")


if __name__ == "__main__":
    sys.exit(main())
