"""Undo Content-Encoding without guessing the charset of packed bytes first, as Scrapy's own middleware does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse

from spiders.web.exchange import CUT
from spiders.web.page_ends import ends_early, has_end

if TYPE_CHECKING:
    from scrapy import Request

MOST_PACKINGS = 2


class PlainCompression(HttpCompressionMiddleware):
    """Copying a TextResponse asks for its encoding, which costs more than unpacking; a plain Response has none."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response unpacked. Raises IgnoreRequest where more comes out than DOWNLOAD_MAXSIZE, and where
        it is packed in itself again and again: each time costs the reactor a moment.
        """
        if packings := response.headers.getlist("Content-Encoding"):
            if sum(value.count(b",") + 1 for value in packings) > MOST_PACKINGS:
                raise IgnoreRequest("packed more than twice")
            if isinstance(response, TextResponse):
                response = Response(**{name: getattr(response, name) for name in Response.attributes})
        unpacked = super().process_response(request, response)
        if isinstance(unpacked, Response) and CUT not in unpacked.flags:
            is_cut = bool(packings) and not has_end(unpacked.body) and ends_early(response.body, packings)
            unpacked.flags += [CUT] if is_cut else []
        return unpacked
