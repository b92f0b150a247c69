"""Reservations of text mining that a host makes for all its pages, in ``/.well-known/tdmrep.json`` (TDMRep)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.politeness.robots import KEPT_KINDS, LONGEST, Robots, plain_text
from spiders.storing.extension import StoreExtension
from spiders.storing.stored_spider import StoredSpider
from spiders.web.exchange import Arrival, fetch_of_failure, fetch_of_response
from spiders.web.failures import one_line
from spiders.web.stopping import Stopped
from storage import FetchKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from storage import Fetch

PLACE = "/.well-known/tdmrep.json"
MOST_LOCATIONS = 1000
WORD = "tdm-reservation"


@dataclass(frozen=True, slots=True)
class Location:
    """Paths of a host, with ``*`` and ``$`` as in robots.txt, and whether text mining is reserved there."""

    pattern: str
    is_reserved: bool
    policy: str | None = None

    def matches(self, path: str) -> bool:
        """Piece by piece from the left, so that no pattern takes long."""
        pattern = self.pattern.removesuffix("$")
        first, *pieces = pattern.split("*")
        place = len(first) if path.startswith(first) else -1
        for piece in pieces:
            place = path.find(piece, place) + len(piece) if place >= 0 and path.find(piece, place) >= 0 else -1
        ends = self.pattern == pattern or place == len(path) or (bool(pieces) and path.endswith(pieces[-1]))
        return place >= 0 and ends


def read_locations(body: bytes) -> tuple[Location, ...]:
    """What a file says; nothing where it is none, such as a page that says that there is nothing."""
    try:
        table = json.loads(plain_text(body))
    except (ValueError, RecursionError):
        return ()
    entries = table if isinstance(table, list) else [table]
    return tuple(location for entry in entries[:MOST_LOCATIONS] for location in _locations(entry))


def _locations(entry: Any) -> Iterator[Location]:
    if not isinstance(entry, dict):
        return
    places = entry.get("location", "/")
    policy = entry.get("tdm-policy")
    policy = one_line(policy) if isinstance(policy, str) else None
    reserved = str(entry.get("tdm-reservation", "1" if policy else "0")).strip() in {"1", "True"}
    for place in places if isinstance(places, list) else [places]:
        if isinstance(place, str):
            path = place.partition("://")[2].partition("/")[2] if "://" in place else place
            yield Location(unquote(f"/{path.lstrip('/')}" if not path.startswith("*") else path), reserved, policy)


def location_of(url: str, locations: tuple[Location, ...]) -> Location | None:
    """The first location that an address is in, as the protocol has it."""
    parts = urlsplit(url)
    path = unquote(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/")
    return next((location for location in locations if location.matches(path)), None)


class TextMining:
    """Downloader middleware that asks each host once a run, before the first page of it that would be kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.honours_opt_outs = crawler.settings.getbool("STET_HONOUR_OPT_OUTS")
        self._hosts: dict[str, asyncio.Task[tuple[Location, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Behind the one that reads robots.txt."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest, with word and policy, for what is reserved."""
        if request.meta.get("kind") not in KEPT_KINDS or not isinstance(self.crawler.spider, StoredSpider):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._ask(f"{origin}{PLACE}"))
        location = location_of(request.url, await asyncio.shield(self._hosts[origin]))
        if location and location.is_reserved:
            self._refuse(location, parts.netloc)

    def _refuse(self, location: Location, host: str) -> None:
        self.crawler.stats.inc_value(f"opt_out/{WORD}")
        if location.policy:
            self.crawler.stats.set_value(f"tdm_policy/{host}", location.policy)
        if self.honours_opt_outs:
            policy = f" (policy: {location.policy})" if location.policy else ""
            raise IgnoreRequest(f"{PLACE} asks that it is not kept: {WORD}{policy}")

    async def _ask(self, url: str) -> tuple[Location, ...]:
        """What a host reserves: nothing where its file cannot be had, or where its robots.txt forbids to ask."""
        request = Request(url, NO_CALLBACK, meta={"kind": FetchKind.ROBOTS, "dont_retry": True}, priority=1000)
        robots = self.crawler.get_downloader_middleware(Robots)
        if robots and (await robots.rules(request)).refusal(url, robots.agent):
            return ()
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001  (whatever keeps the file from coming, pages may say it themselves)
            self._record(fetch_of_failure(request, error))
            return ()
        self._record(fetch_of_response(response))
        return read_locations(response.body[:LONGEST]) if response.status == 200 else ()

    def _record(self, fetch: Fetch) -> None:
        extension = self.crawler.get_extension(StoreExtension)
        spider = self.crawler.spider
        if extension and isinstance(spider, StoredSpider):
            extension.note(Arrival(fetch, None, spider.site_name(fetch.url)))
