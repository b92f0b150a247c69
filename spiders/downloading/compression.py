"""Undo Content-Encoding without guessing the charset of packed bytes first, as Scrapy's own middleware does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy import Request


class PlainCompression(HttpCompressionMiddleware):
    """Copying a TextResponse asks for its encoding, which costs more than unpacking; a plain Response has none."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response unpacked. Raises IgnoreRequest where more comes out than DOWNLOAD_MAXSIZE."""
        if response.headers.get("Content-Encoding"):
            response = Response(**{name: getattr(response, name) for name in Response.attributes})
        return super().process_response(request, response)
