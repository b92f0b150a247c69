"""Follow an article from page to page, one after another, within the bounds of any request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.page.links import next_page_of
from extractors.pages import is_another_article
from spiders.discovery.front_pages import same_site
from spiders.reading.workers import WorkerError
from spiders.web.addresses import is_web_address
from spiders.web.exchange import fetch_of_failure
from spiders.web.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy import Request
    from scrapy.http import Response

    from extractors import Page, Site
    from spiders.reading.workers import Workers
    from storage import Fetch

MOST_PAGES = 30
"""Of one article; one that goes on behind them is stored as cut."""
FOUND_AS = "next-page-link"
ANOTHER = "is another article, with a title and a date of its own"


@dataclass(frozen=True, slots=True)
class Got:
    """A page that was asked for, and what there is to read of it: nothing where it could not be had."""

    fetch: Fetch
    page: Page | None


async def follow(
    first: Page, site: Site | None, workers: Workers, get: Callable[[str, Page], Awaitable[Got]]
) -> list[Got]:
    """The pages behind the first, up to one that could not be had. ``get`` is told an address and where it stands."""
    got: list[Got] = []
    pages = [first]
    while len(pages) < MOST_PAGES and (address := await _next(pages, site, workers)):
        got.append(await _checked(await get(address, pages[-1]), first, site, workers))
        if (page := got[-1].page) is None:
            break
        pages.append(page)
    return got


async def _checked(got: Got, first: Page, site: Site | None, workers: Workers) -> Got:
    """A page that is another article is none of this one."""
    try:
        is_another = got.page is not None and await workers.call(is_another_article, first, got.page, site)
    except WorkerError:
        is_another = False  # reading the pages will say what is wrong with it
    return Got(replace(got.fetch, error=ANOTHER), None) if is_another else got


async def _next(pages: list[Page], site: Site | None, workers: Workers) -> str | None:
    """Where an article goes on, where that is on its own site."""
    if site is None or not site.links_to_next:
        return None
    known = [replace(page, body=b"") for page in pages[:-1]]  # bodies take long to hand over
    try:
        address = await workers.call(next_page_of, [*known, pages[-1]], site)
    except WorkerError:
        return None  # reading the pages will say what is wrong with the last one
    return address if address and is_web_address(address) and same_site(address, pages[0].url) else None


async def ask(download: Callable[[Request], Awaitable[Response]], request: Request) -> Response | Fetch:
    """The response to a request that goes the way of all others; what is known of it where it failed.

    Raises Stopped.
    """
    try:
        return await download(request)
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it was, the article is read without)
        return fetch_of_failure(request, error)


def leads_elsewhere(response: Response, first: str) -> str | None:
    """Why a response is no page of an article: redirects may lead anywhere."""
    return None if same_site(response.url, first) else f"redirects to another site: {response.url}"
