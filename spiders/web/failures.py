"""Why a page was not got, in plain words."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile
from http import HTTPStatus
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from backports.zstd import ZstdError
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from spiders.web.header_bounds import HeadTooLargeError
from storage.archive.warc import is_status
from storage.store.resting import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

PLAIN: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (CannotResolveHostError, "no such host"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadTimeoutError, "no answer in time"),
    (ResponseDataLossError, "connection closed before the whole page had come"),
    (DownloadCancelledError, "page is too large"),
    (UnsupportedURLSchemeError, "not an http(s) address"),
    (HeadTooLargeError, "headers are too large"),
    (TunnelError, "the proxy did not connect"),
    (VerificationError, "certificate is of another host"),
    ((ConnectionLost, ConnectionDone), "connection closed without an answer"),
    (ConnectError, "no connection"),
    ((EOFError, BadGzipFile, zlib.error, brotli.error, ZstdError), "cannot be unpacked"),
)
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
# Servers that name no type, or this one, are believed when the body looks like a page.
UNTYPED = frozenset({"", "application/octet-stream", "text/plain"})
SNIFFED = 1024  # bytes


def reason_of(error: BaseException) -> str:
    """One line for the store; the technical words only where there are no plain ones."""
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, SSL.Error):
            return _tls(cause)
    for kind, reason in PLAIN:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    name = "an answer that cannot be read" if isinstance(error, DownloadFailedError) else type(error).__name__
    return f"{name}: {one_line(str(causes[0]))}"


def one_line(text: str) -> str:
    """What a server sent, fit for a log: one line of bounded length, nothing that moves a cursor."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:200]


def is_passing(error: BaseException) -> bool:
    """Whether asking again may help: faults of certificates and of what was sent do not go away in a minute."""
    lasting = (
        SSL.Error,
        VerificationError,
        EOFError,
        BadGzipFile,
        zlib.error,
        brotli.error,
        ZstdError,
        HeadTooLargeError,
    )
    return not any(isinstance(cause, lasting) for cause in _causes(error))


def _ignored(message: str) -> str:
    if "exceeded DOWNLOAD_MAXSIZE" in message:
        return "page is too large when unpacked"
    return "redirected too often" if message == "max redirections reached" else message


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What lies under an error first: Scrapy wraps Twisted's ResponseFailed, which wraps what happened."""
    for failure in getattr(error.__cause__, "reasons", None) or ():
        yield from _causes(failure.value)
    if error.__cause__ is not None:
        yield error.__cause__
    yield error


def _tls(error: SSL.Error) -> str:
    told = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = "; ".join(str(part[-1]) for part in told) or "handshake failed"
    return f"TLS: {words}"


def list_refusal(response: Response) -> str | None:
    """Why a response is no feed, sitemap or front page to read. None where it may be one, or has not changed."""
    target = response.headers.get("Location")
    if 300 <= response.status < 400 and target:
        # Scrapy follows every redirect that leads to a web address.
        return f"redirects to what is not an http(s) address: {one_line(target.decode('latin-1'))}"
    if response.status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        return status_line(response.status)
    if response.status == HTTPStatus.OK and not response.body.strip():
        return EMPTY
    return None


def refusal(response: Response) -> str | None:
    """Why a response is no page to read: status, type, nothing in it. None where it may be one, or has not changed."""
    return list_refusal(response) or (_not_html(response) if response.status == HTTPStatus.OK else None)


def status_line(status: int) -> str:
    """``404 Not Found``."""
    if not is_status(status):
        return f"{one_line(str(status))} is no status of HTTP"
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"


def _not_html(response: Response) -> str | None:
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    start = response.body[:SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return "not an HTML page: PDF"
    if declared in HTML_TYPES:
        return None
    looks_like_page = b"\x00" not in start and start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")
    )
    if declared in UNTYPED and looks_like_page:
        return None
    return f"not an HTML page: {one_line(declared) or 'type unknown'}"
