"""A spider whose run is stored, as extensions and middlewares know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scrapy import Spider

from spiders.web.addresses import host_of
from spiders.web.sites import Sites

if TYPE_CHECKING:
    from extractors import Site


class StoredSpider(Spider):
    """Other spiders, such as that of ``scrapy shell``, leave no trace.

    ``sites`` are all known sites, ``site`` is the one that is crawled, ``asked`` has the key of each page asked for.
    """

    sites: ClassVar[Sites] = Sites()
    site: ClassVar[Site | None] = None

    def __init__(self, **arguments: str) -> None:
        super().__init__(**arguments)
        self.arguments = arguments
        self.asked: set[str] = set()

    def site_name(self, url: str) -> str:
        """Under which name a page is stored."""
        return stored_name(url, self.sites)


def stored_name(url: str, sites: Sites) -> str:
    """Under which name what an address brings is stored: its site file's, else its host."""
    host = host_of(url)
    site = sites.of_host(host)
    return site.name if site else host.removeprefix("www.")
