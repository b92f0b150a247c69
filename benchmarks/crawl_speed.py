"""How fast a crawl of many outlets is, from list to store, against fetching the same addresses with Scrapy alone.

python -m benchmarks.crawl_speed [--outlets 40] [--pages 50] [--processes 1]

Both ask a web on loopback, on one connection a host and without waiting between requests; the web itself takes its
share of the machine in both. What the crawling processes take of the processor, a page, is told by part.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks.crawl_replay import forget
from benchmarks.many_outlets import ManyOutlets
from benchmarks.replay_web import HURRY, ROOT
from tests.web.server import Server

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = ROOT / "data" / "speed.db"
FOLDER = ROOT / "build" / "speed"
PARTS = ("archive", "store")
LONGEST = 3600  # seconds
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
begun = time.process_time()
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print(json.dumps({"seconds": stats["elapsed_time_seconds"], "process": time.process_time() - begun}))
"""


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Measure a crawl against fetching alone.")
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--pages", type=int, default=50, help="of each outlet")
    parser.add_argument("--processes", type=int, default=1, help="crawling processes")
    arguments = parser.parse_args()
    forget(DATABASE)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with Server() as web:
        web.outlets = outlets = ManyOutlets(arguments.outlets, arguments.pages)  # type: ignore[assignment]
        outlets.write_site_files(FOLDER / "sites")
        environment = os.environ | web.environment(FOLDER) | {"STET_SITES": str(FOLDER / "sites")}
        begun = time.monotonic()
        if due(environment, arguments.outlets, arguments.processes):
            print("the crawl failed, so there is nothing to measure", file=sys.stderr)
            return 1
        whole = time.monotonic() - begun
        alone = fetch_alone(environment, list(outlets.asked))
    report(whole, alone)
    return 0


def due(environment: dict[str, str], outlets: int, processes: int) -> int:
    """Crawl all outlets side by side; the exit status."""
    settings = HURRY | {"STET_DATABASE": str(DATABASE), "LOG_LEVEL": "ERROR"}
    options = [f"-s{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "scrapy", "due", f"--at-once={outlets}", f"--processes={processes}", *options]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=LONGEST).returncode


def fetch_alone(environment: dict[str, str], urls: list[str]) -> dict[str, float]:
    """Seconds, and those of the processor, of Scrapy fetching the addresses and doing nothing with them."""
    file = FOLDER / "urls.txt"
    file.write_text("\n".join(urls))
    command = [sys.executable, "-c", FETCH_ALONE, str(file)]
    said = subprocess.run(
        command, cwd=FOLDER, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST
    )
    found: dict[str, float] = json.loads(said.stdout)
    return found


def processor_seconds(database: Path) -> dict[str, float]:
    """Of all crawling processes and their workers, by part; crawls of one process share what is counted for all."""
    parts: defaultdict[str, float] = defaultdict(float)
    shared: defaultdict[int, dict[str, float]] = defaultdict(dict)
    with sqlite3.connect(database) as connection:
        for process, told in connection.execute("SELECT process, statistics FROM runs"):
            statistics: dict[str, Any] = json.loads(told)
            for part in PARTS:
                parts[part] += statistics.get(f"time/{part}", 0.0)
            for part in ("process", "workers"):
                shared[process][part] = max(shared[process].get(part, 0.0), statistics[f"time/{part}"])
    connection.close()
    parts["workers"] = sum(each["workers"] for each in shared.values())
    parts["Scrapy and the rest"] = sum(each["process"] for each in shared.values()) - sum(parts[part] for part in PARTS)
    return dict(parts)


def report(whole: float, alone: dict[str, float]) -> None:
    """Print both speeds, and the parts of the crawl as milliseconds a page."""
    with sqlite3.connect(DATABASE) as connection:
        (pages,) = connection.execute("SELECT count(*) FROM fetches WHERE kind = 'page' AND status = 200").fetchone()
    connection.close()
    print(f"\ncrawl:       {pages} pages in {whole:.1f} s, with the start: {pages / whole:.1f} pages/s")
    print(f"fetch alone: {alone['seconds']:.1f} s, {1000 * alone['process'] / pages:.2f} ms of processor a page")
    print(f"ratio:       {whole / alone['seconds']:.1f} times the time of fetching alone")
    parts = processor_seconds(DATABASE)
    print("processor, ms a page, with the start of the processes:")
    for part, seconds in sorted(parts.items(), key=lambda pair: -pair[1]):
        print(f"  {part:<20} {1000 * seconds / pages:>7.2f}")
    crawling = sum(seconds for part, seconds in parts.items() if part != "workers")
    print(f"  {'crawling processes':<20} {1000 * crawling / pages:>7.2f}")


if __name__ == "__main__":
    sys.exit(main())
