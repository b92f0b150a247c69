"""Requests that a run begins with are marked: of those of one priority the scheduler takes them last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Start:
    """Spider middleware. Scrapy's own does the same, and passes on each thing that comes of each response besides."""

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What was there, marked."""
        async for each in start:
            if isinstance(each, Request):
                each.meta.setdefault("is_start_request", True)
            yield each
