"""Follow redirects, but not to a page that the run asked for already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from spiders.storing.stored_spider import StoredSpider
from spiders.web.addresses import page_key
from spiders.web.failures import one_line
from storage import FetchKind

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


# Several hosts may share a robots.txt, several pages what their scripts load and what they are shown with.
NEEDED_ANEW = {FetchKind.ROBOTS, FetchKind.RESOURCE, FetchKind.STYLE_SHEET}


class RedirectOnce(RedirectMiddleware):
    """Scrapy's own, which would fetch an article again that two addresses lead to."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or the request that follows it. Raises IgnoreRequest where that cannot be made."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise IgnoreRequest(f"redirects to what is no web address: {one_line(str(error))}") from error

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """No request says where it comes from."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Nothing to look for: the referer middleware is off on purpose."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        if request.meta.get("kind") in NEEDED_ANEW:
            return super()._redirect(redirected, request, reason)
        spider = self.crawler.spider
        asked = spider.asked if isinstance(spider, StoredSpider) else set()
        key = page_key(redirected.url)
        chain = {page_key(url) for url in (request.url, *request.meta.get("redirect_urls", ()))}
        if key in asked and key not in chain:
            raise IgnoreRequest(f"redirects to a page that this run asked for already: {redirected.url}")
        asked.add(key)
        return super()._redirect(redirected, request, reason)
