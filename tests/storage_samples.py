"""Small records for the tests of storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

from extractors.model import Access, Article, Block, BlockKind, Category, Extraction, Layer, Removal
from storage import Exchange, Fetch, RecordPlace, payload_digest

# Processes of their own, that start fast.
FORKSERVER = get_context("forkserver")
FORKSERVER.set_forkserver_preload(["pytest", "fastwarc.warc", "storage", "tests.storage_samples"])

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://example.org/news/1"
WORDS = "The council voted for the bridge on Monday after a debate that had lasted for eleven years. " * 4


def article(text: str = WORDS.strip(), **changes: Any) -> Article:
    """An article of one heading and one paragraph."""
    blocks = (Block(BlockKind.HEADING, "What was decided"), Block(BlockKind.PARAGRAPH, text))
    values = {
        "url": URL,
        "title": "Bridge gets built",
        "blocks": blocks,
        "authors": ("Ada Król",),
        "published": "2026-11-23T09:30:00+03:00",
        "access": Access.FREE,
        "complete": True,
    }
    return Article(**(values | changes))


def removal(text: str = "Support us", position: int = 1) -> Removal:
    """One appeal."""
    return Removal(text, Category.DONATION, Layer.SITE_RULE, "contribute", "class begins with contribute-", position)


def extraction(clean: Article | None = None, **changes: Any) -> Extraction:
    """An extraction with one removal."""
    values = {"article": clean or article(), "removals": (removal(),), "site": "example", "rules_version": "r1"}
    return Extraction(**(values | changes))


def fetch(url: str = URL, hours: float = 0, body: bytes = b"<p>page</p>", **changes: Any) -> Fetch:
    """A page that came, so many hours after noon."""
    values = {
        "fetched_at": NOON + timedelta(hours=hours),
        "status": 200,
        "headers": (("Etag", '"1"'), ("Content-Type", "text/html")),
        "place": RecordPlace("a.warc.gz", 0, 100, payload_digest(body)),
        "size": len(body),
    }
    return Fetch(url, changes.pop("answered", url), **(values | changes))


def exchange(body: bytes = b"<p>page</p>", hours: float = 0, **changes: Any) -> Exchange:
    """A request and its answer."""
    made = Exchange(
        url=URL,
        fetched_at=NOON + timedelta(hours=hours),
        request_headers=(("User-Agent", "Stet"), ("Accept", "*/*")),
        status=200,
        response_headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        body=body,
    )
    return replace(made, **changes)
