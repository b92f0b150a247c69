"""How an answer is read off the wire: a bound on its head, and when its body counts as cut."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE
from twisted.web.http import _IdentityTransferDecoder

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Callable

    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request
    from twisted.web.iweb import IResponse

LARGEST_HEAD = 128 * 1024  # bytes, cookies included
NO_LENGTH = re.compile(rb"content-length[ \t]*:(?![ \t]*\d+[ \t\r]*$)", re.IGNORECASE)


class HeadTooLargeError(Exception):
    """A server sends headers without end."""


class BoundedParser(_LenientHTTPClientParser):
    """Gives up on a response whose head is too large: Twisted bounds a line, not how many there are.

    Made by changing the class of a parser: it has no __init__.
    """

    _head_bytes = 0
    is_cut = False
    """What came is no whole body, whatever was announced."""

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Called for each line of the head; a length that is no number is none, as in browsers."""
        self._head_bytes += len(line) + 1
        if self._head_bytes > LARGEST_HEAD and self.state not in {BODY, DONE}:
            raise HeadTooLargeError
        if not NO_LENGTH.match(line):
            super().lineReceived(line)

    def _finished(self, rest: bytes) -> None:
        self.is_cut = bool(rest.strip())  # it goes on behind its length
        super()._finished(rest)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Failure | Exception | None = None) -> None:  # noqa: N802
        """Called at the end of a body, too; Scrapy expects a Failure in all cases, Twisted gives it none in some."""
        if self.is_cut and isinstance(self.bodyDecoder, _IdentityTransferDecoder):
            self.bodyDecoder.contentLength = 1  # as if a byte were missing
        super().connectionLost(reason if isinstance(reason, Failure) else Failure(reason or ConnectionDone()))  # type: ignore[no-untyped-call]


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection whose responses are read by BoundedParser.

    It is closed when a body stops half-way: servers that announce more than they have leave it open and wait.
    """

    def __init__(self, quiescent: Callable[[BoundedProtocol], None], longest_silence: float) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._longest_silence = longest_silence
        self._closing: TimerHandle | None = None

    def request(self, request: Request) -> Deferred[IResponse]:
        """As Scrapy does it, which changes the class of the parser that Twisted has made."""
        answer = super().request(request)
        assert self._parser is not None  # noqa: S101  (made by Twisted)
        self._parser.__class__ = BoundedParser
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Called for each piece; from the last one on the silence counts."""
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        self._stop_counting()
        if self._parser is not None and self._parser.state == BODY:
            self._closing = asyncio.get_running_loop().call_later(self._longest_silence, self._close)

    def connectionLost(self, reason: Failure) -> None:  # type: ignore[override]  # noqa: N802
        """Called at the end."""
        self._stop_counting()
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _stop_counting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()

    def _close(self) -> None:
        assert self.transport is not None  # noqa: S101  (there until the connection is lost)
        if isinstance(self._parser, BoundedParser):
            self._parser.is_cut = True
            self.transport.abortConnection()


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes such connections."""

    def __init__(self, *arguments: Any, longest_silence: float) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]
        self._longest_silence = longest_silence

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: ARG002, N802
        """Called for each connection."""
        return BoundedProtocol(self._quiescentCallback, self._longest_silence)
