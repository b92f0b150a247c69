"""Look at outlets side by side, before there is a site file of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.reports.progress import Progress
from spiders.scheduling.side_by_side import SideBySide
from spiders.survey_spider import Survey, SurveySpider
from spiders.web.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import BaseSettings

    from extractors import Site
    from spiders.discovery.outlets import Outlet

    Told = Callable[[Outlet, Survey], None]


class QuietSurveySpider(SurveySpider):
    """One of many, whose progress is told together."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Without a line and a summary of its own."""
        super().update_settings(settings)
        settings.set_in_component_priority_dict("EXTENSIONS", Progress, None)
        # Above those of the process, which Scrapy puts over them once more when the crawl starts.
        settings.set("EXTENSIONS", settings.getdict("EXTENSIONS"), priority="spider")


class Surveys(SideBySide["Outlet"]):
    """``tell`` is called with each outlet and what was found; ``fault`` is why all had to end."""

    def __init__(
        self, process: AsyncCrawlerProcess, outlets: list[Outlet], at_once: int, sites: dict[str, Site], tell: Told
    ) -> None:
        super().__init__(process, outlets, at_once)
        self._kind = QuietSurveySpider if len(outlets) > 1 else SurveySpider
        self._sites, self._tell = sites, tell
        self.fault: str | None = None

    def crawler_of(self, item: Outlet) -> tuple[Crawler, dict[str, str]]:
        """A survey of its front page and feeds."""
        spider = type("Survey", (self._kind,), {"sites": Sites(self._sites)})  # with those that were written meanwhile
        return self.process.create_crawler(spider), {"site": item.home or "", "url": " ".join(item.feeds)}

    def ended(self, item: Outlet, crawler: Crawler | None, fault: str | None) -> None:
        """A full disk ends all; what was stopped in between is told by nobody."""
        stats = crawler.stats.get_stats() if crawler and not fault else {}
        spider = crawler.spider if crawler else None
        if stats.get("store/fault"):
            self.fault = str(stats["store/fault"])
            self.stop()
        elif stats.get("finish_reason") == "shutdown":
            self.fault = "stopped; start it again to go on"
        elif fault or not isinstance(spider, SurveySpider):
            self._tell(item, Survey(reasons={item.named: fault or "could not start"}))
        else:
            self._tell(item, spider.survey)
