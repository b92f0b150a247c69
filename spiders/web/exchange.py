"""Scrapy's requests, responses and failures -> the records that archive, store and extractors take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Response

from extractors import Page
from spiders.web.addresses import host_of
from spiders.web.failures import reason_of
from spiders.web.ssrf_guard import private_hosts
from storage import Discovery, Exchange, Fetch, FetchKind, Redirect
from storage.archive.warc import is_status

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Headers

    from extractors import Extraction
    from storage import RecordPlace
    from storage.records import Headers as HeaderPairs


CUT = "dataloss"  # Scrapy's word for it
GZIP = b"\x1f\x8b\x08"
PUT_OFF = "archived_when_read"
"""In the meta of a request: what comes with 200 is archived by who reads it, as packed where it was read."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One fetch on its way to the store: it came or it failed, and this was made of it.

    ``site`` is the name of the site file, or the host. ``is_seed`` marks what the run was started for: when every seed
    fails, the run has failed. ``further`` are the fetches of the article's further pages.
    """

    fetch: Fetch
    extraction: Extraction | None
    site: str
    is_seed: bool = False
    further: tuple[Fetch, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What came before anything unpacked it, and whether the page asks not to be kept.

    ``to_archive`` is what is still to be archived: until then neither ``place`` nor ``opt_out`` is known.
    """

    fetched_at: datetime
    headers: HeaderPairs
    size: int
    place: RecordPlace | None = None
    opt_out: str | None = None
    to_archive: Exchange | None = None


def header_pairs(headers: Headers) -> HeaderPairs:
    """Every header with every value, as text; bytes that are no UTF-8 survive as Latin-1."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )


def packings_of(exchange: Exchange) -> list[bytes]:
    """The values of a response's Content-Encoding."""
    packings = [value.encode() for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    is_unsaid = not packings and exchange.body.startswith(GZIP)
    return [b"gzip"] if is_unsaid else packings  # an archive that dropped the header, and left the body packed


def exchange_of(request: Request, response: Response, fetched_at: datetime) -> Exchange:
    """What goes to the archive. Call it before any middleware changes the response."""
    return Exchange(
        url=response.url,
        fetched_at=fetched_at,
        request_headers=header_pairs(request.headers),
        status=response.status,
        response_headers=header_pairs(response.headers),
        body=response.body,
        method=request.method,
        protocol=response.protocol or "HTTP/1.1",
        ip_address=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if CUT in response.flags else None,
        found_in=discovery.found_in if (discovery := request.meta.get("discovery")) else None,
    )


def fetch_of_response(response: Response, error: str | None = None) -> Fetch:
    """The record of a response that came, however it ended."""
    meta = response.meta
    received: Received = meta["received"]
    hops: tuple[Redirect, ...] = meta.get("hops", ())
    return Fetch(
        url_asked=hops[0].url if hops else response.url,
        url=response.url,
        fetched_at=received.fetched_at,
        kind=meta.get("kind", FetchKind.PAGE),
        status=response.status if is_status(response.status) else None,
        headers=received.headers,
        redirects=hops,
        error=error,
        discovery=meta.get("discovery"),
        place=received.place,
        size=received.size,
        elapsed=meta.get("download_latency"),
        is_cut=CUT in response.flags,
    )


def fetch_of_failure(request: Request, error: BaseException) -> Fetch:
    """The record of a request that got no usable response."""
    is_private = host_of(request.url) in private_hosts
    hops: tuple[Redirect, ...] = request.meta.get("hops", ())
    return Fetch(
        url_asked=hops[0].url if hops else request.url,
        url=request.url,
        fetched_at=datetime.now(UTC),
        kind=request.meta.get("kind", FetchKind.PAGE),
        redirects=hops,
        error="the host has an address of this machine or its network" if is_private else reason_of(error),
        discovery=request.meta.get("discovery"),
    )


def fetch_not_asked(url: str, error: str, discovery: Discovery, kind: FetchKind = FetchKind.PAGE) -> Fetch:
    """The record of an address that no request is made for."""
    return Fetch(url, url, datetime.now(UTC), kind=kind, error=error, discovery=discovery)


def response_of(exchange: Exchange, body: bytes) -> Response:
    """A response as the policies read it; its body is not that of the exchange where that is packed."""
    headers: dict[str, list[str]] = {}
    for name, value in exchange.response_headers:
        headers.setdefault(name, []).append(value)
    return Response(exchange.url, exchange.status, headers, body)


def page_of(response: Response) -> Page:
    """What the extractors read."""
    headers = {name.lower(): value for name, value in header_pairs(response.headers)}
    return Page(response.url, response.body, headers, response.status, response.meta["received"].fetched_at)


def is_seed(request: Request | None) -> bool:
    """Whether the run was started for this request."""
    return request is not None and bool(request.meta.get("seed", request.meta.get("depth") == 0))
