"""What is made of the response to a request for a page: its article, with the further pages of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from extractors import Extraction, Repeats
from spiders.discovery.services import leads_astray
from spiders.reading import archived_pages as archived
from spiders.reading.cut_pages import marked, told_if_cut
from spiders.reading.further_pages import FOUND_AS, Got, ask, follow, leads_elsewhere
from spiders.reading.put_off import Terms, read_put_off
from spiders.reading.walls import read_pages
from spiders.reading.workers import WorkerError
from spiders.web.exchange import CUT, fetch_not_asked, fetch_of_response, page_of
from spiders.web.failures import refusal
from storage import ArchiveError, Discovery, Fetch, FetchKind
from storage.rules.repeats import all_repeats

if TYPE_CHECKING:
    from scrapy.http import Response

    from extractors import Page, Site
    from spiders.reading.crawl import Crawl
    from spiders.web.exchange import Arrival


class PageReader:
    """Of one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self._repeats: dict[str, Repeats] = {}

    async def read(self, response: Response) -> Arrival:
        """The arrival of a page. One that has not changed is read again where others may belong to it."""
        crawl, site = self.crawl, self.crawl.rules_for(response.url)
        if self._is_whole(response, site):
            return await self._read_put_off(response, site)
        exchange = response.meta["received"].to_archive
        crawl.archiving.keep(response)
        error = self.refused(response)
        page = None if error else self._page(response, site)
        got = await follow(page, site, crawl.workers, partial(self._get, response)) if page else []
        if page is None or (response.status == HTTPStatus.NOT_MODIFIED and not got):
            return crawl.arrival(response, error)
        pages = [page, *(each.page for each in got if each.page)]
        extraction = await self._extract(pages, site)
        if exchange is not None:
            extraction = told_if_cut(extraction, exchange, response.body)
        return self._arrival(response, extraction, tuple(each.fetch for each in got))

    def _is_whole(self, response: Response, site: Site | None) -> bool:
        """Whether a page whose archiving was put off may be an article, and all of it."""
        is_put_off = response.meta["received"].to_archive is not None
        return is_put_off and not (site and site.links_to_next) and not (refusal(response) or self._astray(response))

    async def _read_put_off(self, response: Response, site: Site | None) -> Arrival:
        """Read and packed in one go; where that fails, the page is archived by itself."""
        crawl = self.crawl
        terms = Terms(crawl.settings.getint("DOWNLOAD_MAXSIZE"), crawl.settings.getbool("STET_HONOUR_OPT_OUTS"))
        exchange, repeats = response.meta["received"].to_archive, self._repeats_of(crawl.site_name(response.url))
        try:
            read = await crawl.workers.call(read_put_off, terms, exchange, site, repeats)
        except WorkerError as caught:
            crawl.archiving.keep(response)
            return self._arrival(response, Extraction(None, error=str(caught), site=site.name if site else None))
        crawl.archiving.keep_read(response, read.opt_out, read.records)
        return self._arrival(response, read.extraction)

    def _arrival(self, response: Response, extraction: Extraction | None, further: tuple[Fetch, ...] = ()) -> Arrival:
        """Of a page that was read, unless it turned out that it asks not to be kept."""
        if error := self.refused(response):
            return self.crawl.arrival(response, error)
        if extraction is not None and CUT in response.flags:
            extraction = marked(extraction, response.body)
        return self.crawl.arrival(response, None, extraction, further)

    def refused(self, response: Response) -> str | None:
        """Why a response is no page to read: it is none, or asks not to be kept and the settings honour that."""
        opt_out: str | None = response.meta["received"].opt_out
        if opt_out and self.crawl.settings.getbool("STET_HONOUR_OPT_OUTS"):
            return f"the page asks not to be kept: {opt_out}"
        return refusal(response) or self._astray(response)

    def _astray(self, response: Response) -> str | None:
        """Why a page is none of the site that it was asked for: a service that counts clicks led elsewhere."""
        hops, site = response.meta.get("hops", ()), response.meta.get("for_site")
        if not hops or site is None or self.crawl.site_name(response.url) == site:
            return None
        return "leads to another site" if leads_astray(hops[0].url, response.url, site) else None

    def _page(self, response: Response, site: Site | None) -> Page | None:
        """What there is to read; of a 304 what is archived, where a site's articles may have further pages."""
        if response.status == HTTPStatus.OK:
            return page_of(response)
        place = response.meta["received"].place
        if place is None or site is None or not site.links_to_next:
            return None
        try:
            exchange = self.crawl.archive.read(place)
            return archived.page_of(exchange, self.crawl.settings.getint("DOWNLOAD_MAXSIZE"))
        except (ArchiveError, *archived.UNPACKING_FAULTS):
            return None

    async def _extract(self, pages: list[Page], site: Site | None) -> Extraction:
        repeats = self._repeats_of(self.crawl.site_name(pages[0].url))
        try:
            return await self.crawl.workers.call(read_pages, pages, site, repeats)
        except WorkerError as caught:
            return Extraction(None, error=str(caught), site=site.name if site else None)

    def _repeats_of(self, site: str) -> Repeats:
        """What earlier runs learned to repeat on a site."""
        if site not in self._repeats:
            self._repeats[site] = all_repeats(self.crawl.store.db, site).get(site, Repeats())
        return self._repeats[site]

    async def _get(self, first: Response, address: str, before: Page) -> Got:
        """A further page. Raises Stopped."""
        crawl, found = self.crawl, Discovery(address, before.url, FOUND_AS, datetime.now(UTC))
        headers = crawl.frontier.admit_further(address, crawl.site_name(address))
        if headers is None:
            reason = "this run asked for it already, as a page of its own or of another article"
            return Got(fetch_not_asked(address, reason, found, FetchKind.FURTHER_PAGE), None)
        meta = {"kind": FetchKind.FURTHER_PAGE, "discovery": found}
        if first.meta.get("render"):
            meta, headers = meta | {"render": True}, {}
        answer = await ask(crawl.download, Request(address, NO_CALLBACK, headers=headers, meta=meta))
        return Got(answer, None) if isinstance(answer, Fetch) else self._got(answer, first)

    def _got(self, response: Response, first: Response) -> Got:
        error = self.refused(response) or leads_elsewhere(response, first.url)
        page = None if error else self._page(response, self.crawl.rules_for(first.url))
        if page is None and error is None:
            error = "has not changed, but is not archived"
        return Got(fetch_of_response(response, error), page)
