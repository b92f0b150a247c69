"""What of Scrapy's own is passed by is passed by without another outcome."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import DropItem
from scrapy.spidermiddlewares.start import StartSpiderMiddleware
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from extractors import Page, extract
from spiders.downloading import proxy
from spiders.reports.plain_statistics import PlainStatistics
from spiders.reports.quiet_log import QuietLog
from spiders.storing.items import article_item
from spiders.web.exchange import Arrival
from spiders.web.start import Start
from storage import Fetch, Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGE = b"""<html lang="en"><head><title>A bridge</title><meta name="author" content="Bela Ruto"></head><body><article>
<h1>A bridge</h1><p>%s</p><ul><li>%s</li></ul></article><form><p>Subscribe to our newsletter.</p></form></body></html>
""" % (b"The bridge over the river was opened on Monday. " * 9, b"It carries trains, too. " * 5)


def test_an_item_is_what_asdict_makes() -> None:
    url, now = "https://post.example/1", datetime(2026, 3, 2, tzinfo=UTC)
    extraction = extract(Page(url, PAGE, {}, 200, now), None, None)
    assert extraction.article is not None
    assert extraction.removals
    item = article_item(extraction.article, Arrival(Fetch(url, url, now), extraction, "post"), Outcome.STORED)
    whole = asdict(extraction)
    assert {name: item[name] for name in whole["article"]} == whole["article"]
    assert (item["removals"], item["boxes"]) == (list(whole["removals"]), list(whole["boxes"]))


def test_what_a_run_begins_with_is_marked_as_scrapy_does() -> None:
    async def first() -> AsyncIterator[Any]:
        yield Request("https://post.example/")
        yield {"an": "item"}

    async def marks(middleware: Any) -> list[Any]:
        return [getattr(each, "meta", each) async for each in middleware.process_start(first())]

    ours, scrapys = asyncio.run(marks(Start())), asyncio.run(marks(StartSpiderMiddleware(get_crawler())))
    assert ours == scrapys == [{"is_start_request": True}, {"an": "item"}]
    assert not hasattr(Start, "process_spider_output")


@pytest.mark.parametrize(
    "url", ["https://post.example/", "http://post.example/", "https://kept.example/", "https://a.kept.example:8/"]
)
def test_the_proxy_of_the_environment_is_scrapys(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://somebody:secret@127.0.0.1:9")
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.setenv("no_proxy", "kept.example")
    proxy.is_excepted.cache_clear()
    ours, scrapys = Request(url), Request(url)
    proxy.Proxy().process_request(ours)
    HttpProxyMiddleware().process_request(scrapys)
    assert (ours.meta, ours.headers) == (scrapys.meta, scrapys.headers)


@pytest.mark.parametrize(("level", "is_told"), [("DEBUG", True), ("INFO", False), ("WARNING", False)])
def test_lines_of_single_requests_are_made_where_they_are_read(level: str, is_told: bool) -> None:
    crawler = get_crawler(settings_dict={"LOG_LEVEL": level})
    crawler.spider = crawler._create_spider("any")
    log = QuietLog.from_crawler(crawler)
    assert (log.scraped({}, None, crawler.spider) is not None) == is_told
    assert (log.dropped({}, DropItem("known", log_level="DEBUG"), None, crawler.spider) is not None) == is_told
    assert log.dropped({}, DropItem("of somebody else"), None, crawler.spider)


def test_statistics_count_as_scrapys_do() -> None:
    crawler = get_crawler()
    for statistics in (ours := PlainStatistics(crawler), scrapys := MemoryStatsCollector(crawler)):
        statistics.set_value("a", 3)
        statistics.inc_value("a", 2)
        statistics.inc_value("b")
        statistics.max_value("b", 7)
        statistics.min_value("c", 1)
    assert ours.get_stats() == scrapys.get_stats() == {"a": 5, "b": 7, "c": 1}
