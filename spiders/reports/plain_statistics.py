"""Scrapy's statistics without its look for arguments that went out of use, at each of sixty counts a page."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class PlainStatistics(MemoryStatsCollector):
    """The same, as the methods stand."""

    __getattribute__ = object.__getattribute__
