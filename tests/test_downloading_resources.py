"""What the scripts of a rendered page may ask for."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from spiders.downloading.resources import MOST_SENT, Resources

PAGE = "https://www.post.example/2026/a"
WANTED: dict[str, Any] = {
    "resource_type": "fetch",
    "url": "https://www.post.example/api",
    "method": "POST",
    "headers": {},
    "post_data_buffer": b"{}",
}


def asked(**changed: object) -> int:
    """How many requests Scrapy is given for one of the browser."""
    crawler, sent = Mock(), []

    async def download(request: object) -> None:
        sent.append(request)

    crawler.engine.download_async = download
    crawler.engine.downloader.per_slot_settings = {}
    asyncio.run(Resources(crawler).get(SimpleNamespace(**{**WANTED, **changed}), PAGE))  # type: ignore[arg-type]
    return len(sent)


@pytest.mark.parametrize("body", [None, b"", b"{}", bytes(MOST_SENT)])
def test_a_question_of_the_pages_own_site_is_asked(body: bytes | None) -> None:
    assert asked(post_data_buffer=body) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"post_data_buffer": bytes(MOST_SENT + 1)},
        {"resource_type": "image"},
        {"url": "https://other.example/api"},
        {"url": "ftp://www.post.example/api"},
    ],
)
def test_what_is_too_long_or_of_others_is_not(changed: dict[str, object]) -> None:
    assert asked(**changed) == 0
