"""The second opinion costs no seconds on pages that no person wrote."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import pytest

from extractors import Page, extract
from extractors.body import guard


@pytest.mark.parametrize("words", [b"x", b"The harbour froze on Monday, and the ferry stayed where it was for a week."])
@pytest.mark.parametrize("opened", [b"<table><tr><td>", b"<div><table><tr><td>"])
def test_tables_in_tables_are_read_in_little_time(opened: bytes, words: bytes) -> None:
    page = Page("https://a.example/x", (opened + words) * 2000, {}, 200, datetime(2025, 5, 6, tzinfo=UTC))
    extract(page)  # what is loaded once is no part of the measure
    start = time.process_time()
    extract(page)
    assert time.process_time() - start < 4


@pytest.mark.parametrize("tag", [b"p", b"li", b"div", b"h3"])
def test_a_page_of_more_blocks_than_are_read_is_read_once(tag: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(guard, "lines_of", lambda root: asked.append(root) or [])
    block = b"<%s>The harbour froze on Monday, and the ferry stayed where it was.</%s>" % (tag, tag)
    found = extract(Page("https://a.example/x", block * 10_001, {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))
    assert "more-blocks-than-read" in found.flags or found.article is None
    assert not asked


def test_a_page_that_needs_too_much_memory_says_so_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object) -> None:
        raise MemoryError("Unable to allocate 15.7 MiB for an array")

    monkeypatch.setattr(sys.modules["extractors.extract"], "_extract", too_much)
    read = extract(Page("https://example.org/", b"<p>A sentence.</p>", {}, 200, datetime.now(UTC)), None, None)
    assert read.error == "needs more memory to be read than a page may have"
