"""One exchange as WARC 1.1 records.

A record holds what the crawler was given: status line and header fields as Scrapy hands them over (its spelling of the
names, the order within a name kept), and the body with its Content-Encoding. Transfer-Encoding is undone before Scrapy
sees the body, so the field that announces it would be untrue: it is kept as ``X-Crawl-Transfer-Encoding``, the name
that Common Crawl uses for the same case. Content-Length stands as the server sent it; where fewer bytes came, the
record says so with WARC-Truncated.

What a server answers with 304 is a ``revisit`` record without a block, as WARC 1.1 allows: replay tools show the page
that it refers to. With the 304's own head they would show an empty one (pywb does). The head stands in the metadata
record beside it.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from storage.archive.files import GZIP_WINDOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.records import Exchange, Headers, Original

IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
UNSAYABLE = "000"  # the status of a response that came with none of HTTP


@dataclass(frozen=True, slots=True)
class Records:
    """An exchange packed for the archive: the response, what belongs to it, and the digest of its payload."""

    response: bytes
    others: bytes
    payload_digest: str


def payload_digest(body: bytes) -> str:
    """``sha256:`` and base 32, as WARC-Payload-Digest has it."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()


def warc_date(moment: datetime) -> str:
    """UTC with microseconds, as WARC 1.1 allows."""
    # Not by strftime, which writes the year 1 with one figure.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _header_block(first_line: str, headers: Headers) -> bytes:
    # Latin-1 both ways: a header byte that is no ASCII comes back as the same byte.
    lines = [first_line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _truthful(headers: Headers) -> Headers:
    return tuple((f"X-Crawl-{name}" if name.lower() == "transfer-encoding" else name, value) for name, value in headers)


def _response_head(exchange: Exchange) -> bytes:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    # HTTP/2 has no status line of its own; readers know HTTP/1 alone.
    protocol = exchange.protocol if exchange.protocol in {"HTTP/1.0", "HTTP/1.1"} else "HTTP/1.1"
    status = exchange.status or UNSAYABLE
    return _header_block(f"{protocol} {status} {phrase}".rstrip(), _truthful(exchange.response_headers))


def _request_block(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = exchange.request_headers
    if not any(name.lower() == "host" for name, _ in headers):
        headers = (("Host", parts.netloc.rpartition("@")[2]), *headers)
    return _header_block(f"{exchange.method} {target} HTTP/1.1", headers) + exchange.request_body


def _serialise(record_type: str, content_type: str, fields: Mapping[str, str | None], block: bytes) -> bytes:
    """One record as one gzip member."""
    headers = [(name, value) for name, value in fields.items() if value is not None]
    headers.append(("WARC-Block-Digest", payload_digest(block)))
    warc_headers = StatusAndHeaders("", [("WARC-Type", record_type), *headers], protocol="WARC/1.1")
    # The block is bytes, not warcio's parsed headers, which would percent-encode what is not ASCII. Of a revisit warcio
    # writes parsed headers alone: it is told "response" and takes the type from the header.
    kind = "response" if record_type == "revisit" else record_type
    record = ArcWarcRecord("warc", kind, warc_headers, BytesIO(block), None, content_type, len(block))
    record.payload_length = len(block)
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    return _packed(out.getvalue())


def _packed(record: bytes) -> bytes:
    """As gzip's default has it: warcio packs with level 9, which takes twice the time for one part in a hundred."""
    packer = zlib.compressobj(wbits=GZIP_WINDOW)
    return packer.compress(record) + packer.flush()


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _response_fields(exchange: Exchange, original: Original | None) -> tuple[str, dict[str, str | None]]:
    if original is None:
        return "response", {}
    fields: dict[str, str | None] = {
        "WARC-Profile": NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else IDENTICAL_PAYLOAD,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }
    return "revisit", fields


def serialise_exchange(exchange: Exchange, original: Original | None) -> Records:
    """The response (a ``revisit`` where ``original`` holds the payload), and what belongs to it: one gzip member each.

    That is the request, and a metadata record with what is known beside: in which list the link was found, what the
    head of a 304 was.

    An exchange without request headers comes from another's archive: what was asked is not known, and not made up.
    """
    record_type, particular = _response_fields(exchange, original)
    digest = original.place.payload_digest if original else payload_digest(exchange.body)
    record_id = _record_id()
    shared: dict[str, str | None] = {
        "WARC-Target-URI": exchange.url,
        "WARC-Date": warc_date(exchange.fetched_at),
        "WARC-IP-Address": exchange.ip_address,
    }
    particular |= {"WARC-Payload-Digest": digest, "WARC-Truncated": exchange.truncated}
    response_fields = {"WARC-Record-ID": record_id, **shared, **particular}
    block = _response_block(_sayable(exchange), is_revisit=original is not None)
    response = _serialise(record_type, "application/http; msgtype=response", response_fields, block)
    beside = shared | {"WARC-Concurrent-To": record_id}
    others = _serialise_request(exchange, beside) + _serialise_metadata(
        exchange, beside, has_head=bool(block) and is_status(exchange.status)
    )
    return Records(response, others, digest)


def is_status(status: int) -> bool:
    """Whether HTTP has such a status; servers send others: -1, twenty digits."""
    return 100 <= status <= 999


def _sayable(exchange: Exchange) -> Exchange:
    """With a status that readers of records know; what came in its place stands in the metadata record."""
    return exchange if is_status(exchange.status) else replace(exchange, status=0)


def _response_block(exchange: Exchange, *, is_revisit: bool) -> bytes:
    if not is_revisit:
        return _response_head(exchange) + exchange.body
    return b"" if exchange.status == HTTPStatus.NOT_MODIFIED else _response_head(exchange)


def _serialise_request(exchange: Exchange, shared: Mapping[str, str | None]) -> bytes:
    if not exchange.request_headers:
        return b""
    fields = {"WARC-Record-ID": _record_id(), **shared, "WARC-Payload-Digest": payload_digest(exchange.request_body)}
    return _serialise("request", "application/http; msgtype=request", fields, _request_block(exchange))


def _serialise_metadata(exchange: Exchange, shared: Mapping[str, str | None], *, has_head: bool) -> bytes:
    """Where the link was found, as Heritrix says it, and the head that the record of the response has not."""
    lines = [f"via: {exchange.found_in}"] if exchange.found_in else []
    if not has_head:
        head = _response_head(exchange).decode("latin-1").split("\r\n")
        lines += [f"http-header: {line}" for line in head if line]
    if not lines:
        return b""
    block = "".join(f"{line}\r\n" for line in lines).encode()
    return _serialise("metadata", "application/warc-fields", {"WARC-Record-ID": _record_id(), **shared}, block)


def serialise_warcinfo(file_name: str, software: str, moment: datetime) -> bytes:
    """The record that opens each file."""
    description = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "classic",
        "description": "Bodies keep their Content-Encoding; Transfer-Encoding was undone by the HTTP client "
        "and its field is kept as X-Crawl-Transfer-Encoding.",
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in description.items()).encode()
    fields = {"WARC-Record-ID": _record_id(), "WARC-Date": warc_date(moment), "WARC-Filename": file_name}
    return _serialise("warcinfo", "application/warc-fields", fields, block)
