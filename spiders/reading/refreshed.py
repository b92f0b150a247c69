"""Ask for the page that a refresh tag leads to, in place of the one that has the tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.web.exchange import is_seed
from spiders.web.refresh import MOST, refresh_target
from storage import FetchKind, Redirect

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from spiders.reading.crawl import Crawl

MARKUP = {FetchKind.PAGE, FetchKind.FRONT_PAGE}


def refreshed(crawl: Crawl, response: Response) -> Request | None:
    """The request that follows a refresh tag; the page that has it becomes a hop, archived like a redirect."""
    count: int = response.meta.get("refreshes", 0)
    if response.meta["kind"] not in MARKUP or response.meta.get("part") or count >= MOST:
        return None
    target = refresh_target(response)
    if target is None or not crawl.frontier.first_time(target):
        return None
    crawl.archiving.keep(response)
    hop = Redirect(response.url, response.status, response.meta["received"].place)
    request: Request = response.request  # type: ignore[assignment]
    meta = {name: value for name, value in request.meta.items() if name not in {"received", "redirect_times"}}
    meta["seed"] = is_seed(request)  # Scrapy counts the depth on
    meta |= {"refreshes": count + 1, "hops": (*meta.get("hops", ()), hop)}
    return request.replace(url=target, headers={}, meta=meta)
