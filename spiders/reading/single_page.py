"""Ask for the page that holds a whole article, in place of the part of it that was found."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeGuard

from extractors.page.links import single_page_of
from extractors.sites.ftr_site import FtrSite
from spiders.discovery.front_pages import same_site
from spiders.reading.workers import WorkerError
from spiders.web.addresses import is_web_address, page_key
from spiders.web.exchange import Arrival, page_of
from spiders.web.stopping import Stopped
from storage import Redirect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from extractors import Page, Site
    from spiders.reading.page_reader import PageReader
    from spiders.reading.workers import Workers

FOUND_AS = "single-page-link"
INHERITED = ("kind", "depth", "discovery")  # of what is known of a part


async def read_whole(reader: PageReader, response: Response) -> AsyncIterator[Arrival | Request]:
    """The arrival of a page; or the request for the page that holds the whole of its article.

    A part is read after all where its whole is no article; that the whole failed is stored beside it.
    """
    if request := await _request(reader, response):
        yield request
        return
    arrival, part = await reader.read(response), response.meta.get("part")
    if part is None or (arrival.extraction and arrival.extraction.article):
        yield arrival
    else:
        yield _apart(arrival, part)
        yield await reader.read(part)


async def _request(reader: PageReader, response: Response) -> Request | None:
    """The request for the whole, for which the part becomes a hop: archived, and named by provenance."""
    crawl, site = reader.crawl, reader.crawl.rules_for(response.url)
    if response.status != HTTPStatus.OK or response.meta.get("part") or not _names_wholes(site):
        return None
    crawl.archiving.keep(response)
    url = None if reader.refused(response) else await whole_of(page_of(response), site, crawl.workers)
    if url is None or not crawl.frontier.first_time(url):
        return None
    hop = Redirect(response.url, response.status, response.meta["received"].place)
    meta = {"part": response, "hops": (*response.meta.get("hops", ()), hop)}
    meta |= {name: response.meta[name] for name in INHERITED if name in response.meta}
    request: Request = response.request  # type: ignore[assignment]
    return request.replace(url=url, headers={}, meta=meta, errback=partial(_failed, reader))


def _names_wholes(site: Site | None) -> TypeGuard[FtrSite]:
    """Whether the rules of a site can tell where the whole of an article stands."""
    return isinstance(site, FtrSite) and bool(site.single_page_links)


async def whole_of(page: Page, site: Site | None, workers: Workers) -> str | None:
    """The address that the single_page_link of a site config gives, where that is another page of the site."""
    if not _names_wholes(site):
        return None
    try:
        url = await workers.call(single_page_of, page, site)
    except WorkerError:
        return None  # the page as it is will say what is wrong with it
    is_other = url is not None and is_web_address(url) and page_key(url) != page_key(page.url)
    return url if url and is_other and same_site(url, page.url) else None


async def _failed(reader: PageReader, failure: Failure) -> AsyncIterator[Arrival]:
    """The whole cannot be had, by robots.txt or a fault."""
    part: Response = failure.request.meta["part"]  # type: ignore[attr-defined]
    if isinstance(failure.value, Stopped):
        return
    with reader.crawl.left_for_next_run():
        yield _apart(reader.crawl.arrival_of_failure(failure), part)
        yield await reader.read(part)


def _apart(arrival: Arrival, part: Response) -> Arrival:
    """The arrival of a whole that is no article, as of a page of its own."""
    fetch = arrival.fetch
    hops = fetch.redirects[len(part.meta.get("hops", ())) + 1 :]
    asked = hops[0].url if hops else fetch.url
    found = fetch.discovery and replace(fetch.discovery, url=asked, found_in=part.url, found_as=FOUND_AS)
    return replace(arrival, is_seed=False, fetch=replace(fetch, url_asked=asked, redirects=hops, discovery=found))
