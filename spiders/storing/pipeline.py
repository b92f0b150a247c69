"""The item pipeline of the store: what a response came to is stored, and articles go on to the feed exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from spiders.storing.extension import StoreExtension
from spiders.storing.items import article_item
from storage import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.web.exchange import Arrival

CAME = {Outcome.STORED, Outcome.CHANGED, Outcome.UNCHANGED}


class StorePipeline:
    """The item pipeline: each arrival is stored whole or not at all; articles go on to the feed exports."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Needs the extension."""
        return cls(crawler)

    async def process_item(self, item: Arrival) -> dict[str, Any]:
        """The article as a plain dict. Raises DropItem, with the reason, for what is no article."""
        extension = self.crawler.get_extension(StoreExtension)
        assert extension is not None  # noqa: S101  (our spiders have one)
        if item.extraction is None:
            extension.note(item)  # nobody waits until that is written
            raise DropItem(item.fetch.error or "no article", log_level="DEBUG")
        recorded = await extension.record(item)
        if recorded is None:
            raise DropItem("not stored", log_level="DEBUG")
        if recorded.outcome in CAME and item.extraction.article:
            return article_item(item.extraction.article, item, recorded.outcome)
        raise DropItem(recorded.reason or recorded.outcome.value, log_level="DEBUG")
