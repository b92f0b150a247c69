"""Three months of an outlet, crawled hourly on a moved clock: every article once, every version once, no mix?

python -m benchmarks.simulated_outlet [--days 90] [--seed 1] [--folder data]

All runs are in one process. Ends with 1 where an article is missing, twice, or mixed with another, or where a version
that stood long enough to be seen is missing, twice, or was never told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import time_machine
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from benchmarks.simulated_web import BEGIN, FEED, HOST, SITEMAP, Story, Web
from extractors import Site
from extractors.sites.site_file import News
from spiders.reports.progress import Progress
from spiders.scheduling.side_by_side import SideBySide
from spiders.site_spider import SiteSpider
from spiders.web.sites import Sites
from tests.web.server import Server

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from time_machine import Traveller as Clock

ROOT = Path(__file__).parent.parent
HOUR = timedelta(hours=1)
MOST_SHOWN = 10
SETTINGS = {
    "STET_CONTACT": "months@stet.example",
    "STET_WORKERS": 1,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "STET_SPARE_QUIET_LISTS": True,  # as scrapy due has it
    "LOG_LEVEL": "CRITICAL",
}
SITE = Site(
    name="months", title="Months", domains=(HOST,), language="en", news=News(feeds=(FEED,), sitemaps=(SITEMAP,))
)


class Hours(SideBySide[datetime]):
    """One run after another, each at its hour."""

    def __init__(self, process: AsyncCrawlerProcess, web: Web, clock: Clock, hours: int) -> None:
        super().__init__(process, [BEGIN + number * HOUR for number in range(1, hours + 1)], at_once=1)
        self._web, self._clock = web, clock
        self._spider = type(
            "MonthsSpider", (SiteSpider,), {"name": SITE.name, "site": SITE, "sites": Sites({SITE.name: SITE})}
        )

    def crawler_of(self, item: datetime) -> tuple[Crawler, dict[str, str]]:
        """The run of an hour."""
        self._clock.move_to(item)
        self._web.now = item
        if item.hour == 0:
            print(f"\r{(item - BEGIN).days} days, {self._web.asked} requests", end="", file=sys.stderr, flush=True)
        return self.process.create_crawler(self._spider), {}

    def ended(self, item: datetime, crawler: Crawler | None, fault: str | None) -> None:
        """What did not go well is in the store, as in life."""


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Crawl a simulated outlet hourly over months.")
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "data", help="where simulated.db and its archive go")
    arguments = parser.parse_args()
    database: Path = arguments.folder / "simulated.db"
    arguments.folder.mkdir(exist_ok=True)
    shutil.rmtree(database.with_name("simulated-archive"), ignore_errors=True)
    for path in database.parent.glob("simulated.db*"):
        path.unlink()
    started, web = time.monotonic(), Web(arguments.days, arguments.seed)
    with Server() as server, time_machine.travel(BEGIN, tick=True) as clock:
        server.outlets = web  # type: ignore[assignment]  # asked for answers alone
        os.environ |= server.environment(database.parent)
        settings = get_project_settings()
        settings.setdict(SETTINGS | {"STET_DATABASE": str(database)}, priority="cmdline")
        settings.set_in_component_priority_dict("EXTENSIONS", Progress, None)
        Hours(AsyncCrawlerProcess(settings), web, clock, arguments.days * 24).run()
    print(file=sys.stderr)
    print(
        f"{arguments.days} days, {arguments.days * 24} runs, {web.asked} requests, {time.monotonic() - started:.0f} s"
    )
    return report(web, database)


def report(web: Web, database: Path) -> int:
    """Print what is stored against what was told; 1 where they differ."""
    connection = sqlite3.connect(database)
    rows: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    sql = "SELECT article, title, text FROM versions ORDER BY id"
    for article, title, text in connection.execute(sql):
        rows[article].append((title, *text.split("\n")))
    connection.close()
    told = {story.number: story.seen(web.now) for story in web.stories}
    owner = {text: story for story in web.stories for text in story.told(web.now)}
    found = compared(rows, {number: texts for number, texts in told.items() if texts}, owner)
    kinds = Counter(story.kind for story in web.stories if told[story.number])
    print(
        f"{sum(map(bool, told.values()))} articles to be seen ({', '.join(f'{n} {kind}' for kind, n in kinds.items())})"
    )
    stored = sum(map(len, rows.values()))
    print(f"{sum(map(len, told.values()))} versions to be seen; stored: {len(rows)} articles, {stored} versions")
    for what, lines in found.items():
        print(f"{len(lines):>5} {what}")
        for line in lines[:MOST_SHOWN]:
            print(f"        {line}")
    return int(any(found.values()))


def compared(
    rows: dict[int, list[tuple[str, ...]]], told: dict[int, set[tuple[str, ...]]], owner: dict[tuple[str, ...], Story]
) -> dict[str, list[str]]:
    """What is not as it should be, by kind."""
    of_story: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[str, list[str]] = {
        name: []
        for name in (
            "articles missing", "articles stored twice", "articles mixed", "versions missing", "versions twice",
            "texts that were never told",
        )
    }  # fmt: skip
    for row, texts in rows.items():
        stories = {owner[text].number for text in texts if text in owner}
        for number in stories:
            of_story[number].append(row)
        if len(stories) > 1:
            found["articles mixed"].append(f"row {row}: articles {sorted(stories)}")
        found["versions twice"] += [f"row {row}: {text[0]}" for text, count in Counter(texts).items() if count > 1]
        found["texts that were never told"] += [f"row {row}: {text[:2]}" for text in texts if text not in owner]
    for number, states in told.items():
        kind = next(owner[text].kind for text in states)
        stored = {text for row in of_story[number] for text in rows[row]}
        if not of_story[number]:
            found["articles missing"].append(f"{number} ({kind})")
        elif missing := states - stored:
            found["versions missing"] += [f"{number} ({kind}): {text[:2]}" for text in missing]
        if len(of_story[number]) > 1:
            found["articles stored twice"].append(f"{number} ({kind}): rows {of_story[number]}")
    return found
