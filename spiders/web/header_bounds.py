"""A bound on the head of a response: Twisted bounds a line, not how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web._newclient import BODY, DONE

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request
    from twisted.web.iweb import IResponse

LARGEST_HEAD = 128 * 1024  # bytes, cookies included


class HeadTooLargeError(Exception):
    """A server sends headers without end."""


class BoundedParser(_LenientHTTPClientParser):
    """Gives up on a response whose head is too large. Made by changing the class of a parser: it has no __init__."""

    _head_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Called for each line of the head."""
        self._head_bytes += len(line) + 1
        if self._head_bytes > LARGEST_HEAD and self.state not in {BODY, DONE}:
            raise HeadTooLargeError
        super().lineReceived(line)


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection whose responses are read by BoundedParser."""

    def request(self, request: Request) -> Deferred[IResponse]:
        """As Scrapy does it, which changes the class of the parser that Twisted has made."""
        answer = super().request(request)
        assert self._parser is not None  # noqa: S101  (made by Twisted)
        self._parser.__class__ = BoundedParser
        return answer


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes such connections."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: ARG002, N802
        """Called for each connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
