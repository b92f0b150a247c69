"""Pages that a browser has to fill are told from pages with little text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Extraction, Page, extract

SHELLS = [
    '<html><body><div id="root"></div><script src="/app.js"></script></body></html>',
    "<html><body><noscript>Please enable JavaScript to run this app.</noscript><script src=x></script></body></html>",
    '<html><body><nav>News Sport</nav><div id="__next"><p>Loading</p></div><script>boot()</script></body></html>',
    "<html><body><app-root></app-root><script src=main.js></script></body></html>",
]
STORY = "<p>The harbour froze on Monday, and the ferry stayed where it was until the tug had come.</p>" * 8
PAGES = [
    f'<html><body><div id="root"><article><h1>Ice</h1>{STORY}</article></div><script>x()</script></body></html>',
    "<html><body><p>Short.</p></body></html>",
]


def read(body: str) -> Extraction:
    return extract(Page("https://a.example/x", body.encode(), {}, 200, datetime(2025, 5, 6, tzinfo=UTC)))


@pytest.mark.parametrize("body", SHELLS)
def test_shell_needs_javascript(body: str) -> None:
    extraction = read(body)
    assert extraction.flags == ("needs-javascript",)
    assert extraction.error == "the page is filled by scripts: it needs a browser"


@pytest.mark.parametrize("body", PAGES)
def test_page_with_text_needs_none(body: str) -> None:
    assert "needs-javascript" not in read(body).flags
