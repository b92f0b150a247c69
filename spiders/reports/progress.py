"""A progress line while a person watches, and a summary at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import Progress as ProgressLine
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.exceptions import NotConfigured

from spiders.reports.plain_text import plain
from spiders.storing.extension import StoreExtension
from spiders.storing.stored_spider import StoredSpider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scrapy.crawler import Crawler

    from storage import RunSummary

MOST_REASONS = 8


class Progress:
    """Writes to stderr; the line only where that is a terminal."""

    def __init__(self, crawler: Crawler) -> None:
        if not isinstance(crawler.spider, StoredSpider):
            raise NotConfigured
        self.crawler = crawler
        console = Console(stderr=True)
        self.line = ProgressLine(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip
        self.task = self.line.add_task("starting")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured for spiders that are none of ours."""
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        if not progress.line.disable:
            crawler.signals.connect(progress.advance, signal=signals.item_scraped)
            crawler.signals.connect(progress.advance, signal=signals.item_dropped)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Show the line."""
        self.line.start()

    def advance(self, spider: StoredSpider) -> None:
        """One arrival more."""
        stats = self.crawler.stats
        counts = {name: stats.get_value(f"store/page/{name}", 0) for name in ("stored", "changed", "failed")}
        words = ", ".join(f"{count} {name}" for name, count in counts.items())
        queued = len(self.crawler.engine.downloader.active)
        self.line.update(self.task, description=f"{spider.name}: {words}, {queued} under way")

    def spider_closed(self, spider: StoredSpider, reason: str) -> None:
        """Take the line away, write the summary."""
        self.line.stop()
        extension = self.crawler.get_extension(StoreExtension)
        if extension is not None and extension.run:
            found = self.crawler.stats.get_value("discover/listed", 0)
            lines = summary_lines(extension.store.summary(extension.run), found)
            print(f"{spider.name}: {reason}\n" + "\n".join(lines), file=sys.stderr)


def summary_lines(summary: RunSummary, found: int) -> Iterator[str]:
    """What a run did, a line for each kind of thing."""
    fetched = sum(summary.outcomes.values())
    yield f"  found      {found:>6} addresses in lists; {fetched} fetches"
    for outcome, count in summary.outcomes.items():
        yield f"  {outcome:<10} {count:>6}"
    if summary.boxes:
        yield f"  cut        {sum(summary.boxes.values()):>6}  {_counts(summary.boxes)}"
    for failure, count in list(summary.failures.items())[:MOST_REASONS]:
        yield f"    {count:>4} x {plain(failure)}"
    if len(summary.failures) > MOST_REASONS:
        yield f"    and {len(summary.failures) - MOST_REASONS} further reasons"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
