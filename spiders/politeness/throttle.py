"""How often a host is asked: AutoThrottle, never faster than its robots.txt allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.extensions.throttle import AutoThrottle

from spiders.politeness.hosts import host_named, slot_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


LEAST_DELAY = 0.001  # seconds


class Throttle(AutoThrottle):
    """Scrapy's own knows one least delay for all hosts; here each may have its own, also without AutoThrottle."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getbool("AUTOTHROTTLE_ENABLED"):
            super().__init__(crawler)
        else:
            self.crawler = crawler
            crawler.signals.connect(self.keep_order, signal=signals.spider_opened)
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self.crawl_delays: dict[str, float] = {}
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    def keep_order(self) -> None:
        """Without any delay Scrapy 2.19 sends all that waits for a host at once, whatever its limit of connections."""
        self.downloader._delay = max(self.downloader._delay, LEAST_DELAY)

    @property
    def downloader(self) -> Downloader:
        """Where the delays are kept, in a slot a host."""
        return self.crawler.engine.downloader

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take a host's Crawl-delay for its slot, and for the slots that come after that one."""
        delay = robotparser.crawl_delay(self.agent)
        if not delay:
            return
        host = slot_of(request.url)
        # The least there is, since Scrapy's jitter halves its own delay at times.
        host_named(host).crawl_delay = delay
        if delay <= self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        self.crawl_delays[host] = delay
        self.downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0, "concurrency": 1}
        if slot := self.downloader.slots.get(host):
            slot.delay, slot.jitter, slot.concurrency = delay, 0, 1

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if slot is not None and key in self.crawl_delays:
            slot.delay = max(slot.delay, self.crawl_delays[key])
