"""No line is made for each request and each item where nobody is to read it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class QuietLog(LogFormatter):
    """Scrapy's own makes each of them, and lets it go when it is done."""

    def __init__(self, *, is_told: bool) -> None:
        self._is_told = is_told

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """LOG_LEVEL says whether what happens request by request is told."""
        level = logging.getLevelName(crawler.settings["LOG_LEVEL"])
        return cls(is_told=not isinstance(level, int) or level <= logging.DEBUG)

    def crawled(self, *arguments: Any) -> Any:
        """The line of a response."""
        return super().crawled(*arguments) if self._is_told else None

    def scraped(self, *arguments: Any) -> Any:
        """The line of an article."""
        return super().scraped(*arguments) if self._is_told else None

    def dropped(self, item: Any, exception: BaseException, *arguments: Any) -> Any:
        """The line of what is no article: the store has the reason."""
        is_ours = getattr(exception, "log_level", None) == "DEBUG"
        return super().dropped(item, exception, *arguments) if self._is_told or not is_ours else None
