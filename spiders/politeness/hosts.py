"""What is known of each host in this process: crawls side by side share its turn, its rests and its robots.txt."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from spiders.web.addresses import host_of
from storage import FetchKind

if TYPE_CHECKING:
    from scrapy import Request

MOST_HOSTS = 10_000


@dataclass
class Host:
    """``turn`` is held by the request under way, ``last_asked`` is when, ``last_sender`` by whom it was asked last.

    ``crawl_delay`` is what its robots.txt asks for.
    """

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_asked: float | None = None
    last_sender: int | None = None
    crawl_delay: float = 0.0
    resting_until: float = 0.0

    def wait(self, sender: int, delay: float) -> float:
        """Seconds until a crawl may send: within one crawl its own slot keeps the delay, Crawl-delay is kept here."""
        gap = max(self.crawl_delay, delay if self.last_sender not in {None, sender} else 0.0)
        ready = self.resting_until if self.last_asked is None else max(self.resting_until, self.last_asked + gap)
        return max(0.0, ready - monotonic())

    def rest(self, seconds: float) -> None:
        """Nothing is asked of the host for so long."""
        self.resting_until = max(self.resting_until, monotonic() + seconds)

    def asked(self, sender: int) -> None:
        """A request begins, or has ended: however late it reached the host, the next is later by the whole delay."""
        self.last_asked, self.last_sender = monotonic(), sender


@lru_cache(maxsize=MOST_HOSTS)
def host_named(name: str) -> Host:  # noqa: ARG001  (the cache's key)
    """The one of that name."""
    return Host()


def slot_of(url: str) -> str:
    """The name under which an address waits for its turn: ``www.`` or a dot behind the name make no other host."""
    return host_of(url).removeprefix("www.")


class Slots:
    """Downloader middleware that has the requests to one host wait in one line."""

    def process_request(self, request: Request) -> None:
        """Each time anew: a redirect may lead to another host. What a rendered page asks for has a line of its own: the
        page holds that of the host until it is filled."""
        if request.meta.get("kind") is not FetchKind.RESOURCE:
            request.meta["download_slot"] = slot_of(request.url)
