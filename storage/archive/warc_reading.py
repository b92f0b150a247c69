"""What WARC records say, ours and others': one of a response back as an exchange."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.records import Exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.records import Headers

HEADER_END = re.compile(rb"\r?\n\r?\n")
LINE_END = re.compile(r"\r?\n")
BLANK = " \t"  # what HTTP allows around a value; other white space is part of it
STATUS_LINE = re.compile(r"[ \t]*(HTTP/[\d.]+|ICY)[ \t]+([0-9]{3})(?![^\s])", re.IGNORECASE)
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,80}\r?\n")


def split_http(block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and body of an HTTP message. Raises ValueError where no header block ends."""
    end = HEADER_END.search(block)
    if end is None:
        raise ValueError("no end of the HTTP headers")
    first, *lines = LINE_END.split(block[: end.start()].decode("latin-1"))
    pairs = (line.partition(":") for line in lines)
    return (
        first,
        tuple((name.strip(BLANK), value.strip(BLANK)) for name, colon, value in pairs if colon),
        block[end.end() :],
    )


def exchange_of(warc_headers: Mapping[str, str], block: bytes) -> Exchange:
    """A response or revisit record (headers by lower-case name) as an exchange without its request.

    A revisit may come without its head: it has no headers then, and the status that its profile tells.
    Raises ValueError where it is no response to an HTTP request, or has no time or URL.
    """
    first, headers, body = _message(warc_headers, block)
    said = STATUS_LINE.match(first)
    if said is None:
        raise ValueError(f"no HTTP status line: {first[:60]!r}")
    protocol, status = said[1].upper().replace("ICY", "HTTP/1.0"), said[2]
    moment = _moment(warc_headers.get("warc-date", ""))
    return Exchange(
        url=warc_headers.get("warc-target-uri", "").strip("<>"),
        fetched_at=moment,
        request_headers=(),
        status=int(status),
        response_headers=headers,
        body=body,
        protocol=protocol,
        ip_address=warc_headers.get("warc-ip-address"),
        truncated=warc_headers.get("warc-truncated"),
    )


def _message(warc_headers: Mapping[str, str], block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and body; a resource record holds the body alone, and its own header tells the type."""
    if warc_headers.get("warc-type") == "resource":
        return "HTTP/1.1 200 OK", (("Content-Type", warc_headers.get("content-type", "")),), block
    return _headless(warc_headers) if is_headless(warc_headers, block) else split_http(block)


def _moment(text: str) -> datetime:
    """Raises ValueError for what is no date, or one that UTC has not."""
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"no date that can be kept: {text}") from error


def is_headless(warc_headers: Mapping[str, str], block: bytes) -> bool:
    """Whether a record is a revisit that holds nothing of the response, which is allowed."""
    return warc_headers.get("warc-type") == "revisit" and not block


def _headless(warc_headers: Mapping[str, str]) -> tuple[str, Headers, bytes]:
    is_unchanged = warc_headers.get("warc-profile", "").endswith("/server-not-modified")
    return f"HTTP/1.1 {304 if is_unchanged else 200}", (), b""


def matches_digest(content: bytes, digest: str | None) -> bool:
    """Whether content has a digest such as ``sha1:…``, in base 32 or hex; True where there is none of a known kind."""
    algorithm, _, value = (digest or "").partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in {"sha1", "sha256", "sha512", "md5"}:
        return True
    found = hashlib.new(algorithm, content, usedforsecurity=False).digest()
    return value.upper() in {found.hex().upper(), (letters := base64.b32encode(found).decode()), letters.rstrip("=")}


def undo_chunks(body: bytes) -> bytes | None:
    """A body without the chunk sizes of Transfer-Encoding; None where there are none, because they were undone."""
    parts: list[bytes] = []
    at = 0
    while (line := CHUNK_SIZE.match(body, at)) is not None:
        size = int(line[1], 16)
        parts.append(body[line.end() : line.end() + size])
        at = line.end() + size
        if size == 0 or at >= len(body):
            return b"".join(parts)
        at += 2
    return None
