"""Make a spider of each site file, so that adding a site is adding a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from extractors.sites.site_file import SiteFileError, load_sites
from spiders.page_spider import PageSpider
from spiders.site_spider import SiteSpider
from spiders.web.sites import Sites, all_sites

if TYPE_CHECKING:
    import builtins
    from pathlib import Path

    from scrapy import Request
    from scrapy.settings import BaseSettings

    from spiders.news_spider import NewsSpider


class SiteLoader:
    """Scrapy's SPIDER_LOADER_CLASS: one class a site file, and ``page``."""

    def __init__(self, folder: Path | None = None) -> None:
        try:
            sites = Sites(load_sites(folder)) if folder else all_sites()
        except SiteFileError as error:
            # Scrapy makes its loader outside of what catches errors; this is the one line instead of a traceback.
            sys.exit(f"scrapy: error: {error}")
        self._spiders: dict[str, type[NewsSpider]] = {
            name: type(
                f"{name.title().replace('_', '')}Spider", (SiteSpider,), {"name": name, "site": site, "sites": sites}
            )
            for name, site in sites.items()
        }
        self._spiders["page"] = type("PageSpider", (PageSpider,), {"sites": sites})

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003
        """The loader of the project's own site files."""
        return cls()

    def load(self, spider_name: str) -> type[NewsSpider]:
        """Raises KeyError where there is no such site."""
        try:
            return self._spiders[spider_name]
        except KeyError:
            known = ", ".join(self.list())
            raise KeyError(f"no site file {spider_name}.toml; there are: {known}") from None

    def list(self) -> list[str]:
        """The names of the sites, and ``page``."""
        return sorted(self._spiders)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The spiders whose site an address belongs to."""
        return [name for name, spider in self._spiders.items() if spider.handles_request(request)]
