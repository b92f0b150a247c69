"""The records that pass between the crawl and the store. All times are aware; the store keeps them as UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""Header names and values in the order they came; a repeated name stands repeatedly."""


class FetchKind(StrEnum):
    """What was asked for."""

    PAGE = "page"
    FURTHER_PAGE = "further-page"
    """The second page of an article, or a later one."""
    FEED = "feed"
    SITEMAP = "sitemap"
    FRONT_PAGE = "front-page"
    ROBOTS = "robots"
    LEFT_OUT = "left-out"
    """What a feed or news sitemap lists and is not asked for; the error says why."""
    STYLE_SHEET = "style-sheet"
    """What an article's page links to be shown with."""
    RESOURCE = "resource"
    """What a page's scripts asked for; stored only where it could not be had."""


class Outcome(StrEnum):
    """What a recorded fetch did to the store."""

    STORED = "stored"
    """The first version of an article that was not known."""
    CHANGED = "changed"
    """A further version of a known article: its clean title or text is another."""
    UNCHANGED = "unchanged"
    """A known article with the text that is stored already."""
    NOT_MODIFIED = "not-modified"
    """The server answered 304."""
    JOINED = "joined"
    """A further page of an article, put together with its first."""
    LISTED = "listed"
    """A feed, sitemap, front page, robots.txt or style sheet."""
    FAILED = "failed"
    """No article; ``Fetch.error`` or ``Extraction.error`` says why."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where a URL was found. ``found_in`` is the address of the feed, sitemap or front page; None when given by hand.

    ``found_as`` says what kind of place that was: ``feed``, ``sitemap``, ``front-page``, ``argument``.
    """

    url: str
    found_in: str | None
    found_as: str
    found_at: datetime
    guid: str | None = None
    """The name that a feed gives to the article, which stays when address and headline change."""


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where the archive keeps a response: file name below the archive folder, offset and length in bytes there.

    ``payload_digest`` is ``sha256:`` and base 32, over the body as it came over the wire.
    ``is_revisit`` says that the record refers to an earlier one with the same payload.
    """

    file: str
    offset: int
    length: int
    payload_digest: str
    is_revisit: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """The response record that holds a payload, for a ``revisit`` record to refer to."""

    url: str
    fetched_at: datetime
    place: RecordPlace


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response as they went over the wire, for the archive.

    ``body`` is the response body with its Content-Encoding kept (gzip stays gzip). Transfer-Encoding is undone already.
    ``truncated`` is a WARC-Truncated reason (``length``, ``time``, ``disconnect``) when the body is not whole,
    ``found_in`` the feed, sitemap or front page that led here.
    """

    url: str
    fetched_at: datetime
    request_headers: Headers
    status: int
    response_headers: Headers
    body: bytes
    method: str = "GET"
    request_body: bytes = b""
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None
    truncated: str | None = None
    found_in: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop on the way to the page: the URL that answered with a redirect, its status, and its record."""

    url: str
    status: int
    place: RecordPlace | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """One URL that was asked for, and how it ended.

    ``url`` is the address that answered (``url_asked`` when none did). ``status`` is None when there was no answer.
    ``error`` is a plain reason (``robots.txt forbids it``, ``404 Not Found``, ``no such host``), None when it came.
    ``headers`` are the response's. ``size`` is the body in bytes over the wire, ``elapsed`` seconds.
    ``place`` is None when nothing came that could be archived.
    """

    url_asked: str
    url: str
    fetched_at: datetime
    kind: FetchKind = FetchKind.PAGE
    status: int | None = None
    headers: Headers = ()
    redirects: tuple[Redirect, ...] = ()
    error: str | None = None
    discovery: Discovery | None = None
    place: RecordPlace | None = None
    size: int | None = None
    elapsed: float | None = None
    is_cut: bool = False
    """Whether the connection was closed before all that was announced had come."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What ``Store.record`` did; ``article`` and ``version`` are row ids, None for what is no article."""

    outcome: Outcome
    fetch: int
    article: int | None = None
    version: int | None = None
    reason: str | None = None
    by_text: bool = False
    """Whether nothing but the same text says that the page is of the article."""


@dataclass(frozen=True, slots=True)
class KnownUrl:
    """What the store knows of a URL. ``failures`` counts failed fetches since the last good one."""

    url: str
    site: str
    kind: FetchKind
    article: int | None
    first_fetched: datetime
    last_fetched: datetime
    status: int | None
    etag: str | None
    last_modified: str | None
    failures: int
    error: str | None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: fetches by outcome, boxes that were cut by category, failures by reason (most frequent first)."""

    run: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    boxes: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """An archive file that a killed process left: ``kept`` whole bytes, ``cut`` bytes of an unfinished record."""

    file: str
    kept: int
    cut: int
