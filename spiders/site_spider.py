"""The spider of one site: what its file says about where its news is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.downloading.rendering import rendering_settings
from spiders.news_spider import NewsSpider
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.settings import BaseSettings


class SiteSpider(NewsSpider):
    """Made once for each site file by the loader, which sets ``site`` and ``name``."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A site whose pages scripts fill brings the browser. Raises ValueError where there is none."""
        super().update_settings(settings)
        settings.setdict(rendering_settings(cls.site), priority="spider")

    def first(self) -> Iterator[Request]:
        """What the site file names, or its first domain where it names nothing; then what earlier runs left."""
        assert self.site is not None  # noqa: S101  (the loader sets it)
        news = self.site.news
        for url in news.feeds:
            yield from self.ask_list(url, FetchKind.FEED, None)
        for url in news.sitemaps:
            yield from self.ask_list(url, FetchKind.SITEMAP, None)
        for url in news.front_pages or (() if news.feeds or news.sitemaps else (f"https://{self.site.domains[0]}/",)):
            yield from self.ask_list(url, FetchKind.FRONT_PAGE, None)
        yield from self.ask_again(self.site.name)
