"""The proxy of the environment, looked up without reading all of the environment for each request."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.request import proxy_bypass

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request

is_excepted = lru_cache(maxsize=10_000)(proxy_bypass)
"""Whether ``no_proxy`` names a host. Scrapy's own reads the environment anew for each request."""


class Proxy(HttpProxyMiddleware):
    """Scrapy's own."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """As Scrapy has it: what the request says counts, then the environment."""
        parts = urlparse_cached(request)
        if "proxy" in request.meta or parts.scheme not in self.proxies:
            super().process_request(request)
        elif not parts.hostname or is_excepted(parts.hostname):
            self._set_proxy_and_creds(request, None, None, None)
        else:
            credentials, address = self.proxies[parts.scheme]
            self._set_proxy_and_creds(request, address, credentials, parts.scheme)
