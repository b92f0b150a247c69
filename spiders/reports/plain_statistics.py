"""Scrapy's statistics without its look for arguments that went out of use, at each of sixty counts a page."""

from __future__ import annotations

from typing import Any

from scrapy.statscollectors import MemoryStatsCollector


class PlainStatistics(MemoryStatsCollector):
    """The same, as the methods stand."""

    def __getattribute__(self, name: str) -> Any:
        return object.__getattribute__(self, name)
