"""Put every response into the archive as it came, unless it asks not to be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals

from spiders.politeness.opt_outs import opt_out_of
from spiders.storing.extension import StoreExtension
from spiders.web.exchange import PUT_OFF, Received, exchange_of
from storage import FetchKind, Redirect

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spiders.politeness.opt_outs import OptOut
    from storage import Exchange
    from storage.archive.warc import Records


class Archiving:
    """Takes the bytes off the wire by signal, and writes them once they are unpacked and their meta tags are read.

    Stands between unpacking and redirects, so that it sees every response: redirects, faults that are tried again, and
    robots.txt too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.honours_opt_outs = crawler.settings.getbool("STET_HONOUR_OPT_OUTS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listens for what comes over the wire."""
        archiving = cls(crawler)
        crawler.signals.connect(archiving.response_downloaded, signal=signals.response_downloaded)
        return archiving

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Keep a response as it came until it is known whether it may be kept."""
        request.meta["exchange"] = exchange_of(request, response, datetime.now(UTC))

    def process_response(self, request: Request, response: Response) -> Response:
        """The same response; the request's meta learns what came, and where it is kept."""
        exchange: Exchange = request.meta.pop("exchange")
        if request.meta.get("kind") is FetchKind.RESOURCE:  # the page is kept as its scripts left it
            return response
        request.meta["received"] = Received(
            exchange.fetched_at, exchange.response_headers, len(exchange.body), to_archive=exchange
        )
        if not (request.meta.get(PUT_OFF) and response.status == HTTPStatus.OK):
            self._keep(request, exchange, opt_out_of(response), None)
        if 300 <= response.status < 400 and "Location" in response.headers:
            hop = Redirect(response.url, response.status, request.meta["received"].place)
            request.meta["hops"] = (*request.meta.get("hops", ()), hop)
        return response

    def keep(self, response: Response) -> None:
        """Archive what was put off, unless it is archived already."""
        if response.meta["received"].to_archive is not None:
            self.keep_read(response, opt_out_of(response), None)

    def keep_read(self, response: Response, opt_out: OptOut | None, records: Records | None) -> None:
        """Archive what was put off as a worker has read and packed it."""
        assert response.request is not None  # noqa: S101  (whose meta has what came)
        self._keep(response.request, response.meta["received"].to_archive, opt_out, records)

    def _keep(self, request: Request, exchange: Exchange, opt_out: OptOut | None, records: Records | None) -> None:
        if opt_out:
            self.crawler.stats.inc_value(f"opt_out/{opt_out.word}")
            if opt_out.policy:
                self.crawler.stats.set_value(f"tdm_policy/{urlsplit(exchange.url).netloc}", opt_out.policy)
        extension = self.crawler.get_extension(StoreExtension)
        keeps = extension is not None and not (opt_out and self.honours_opt_outs)
        request.meta["received"] = replace(
            request.meta["received"],
            place=extension.keep(exchange, records) if extension and keeps else None,
            opt_out=str(opt_out) if opt_out else None,
            to_archive=None,
        )
