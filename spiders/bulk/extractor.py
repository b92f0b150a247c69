"""The step for other people's pipelines: a plain function, which needs nothing but ``extractors``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extractors import Page
from spiders.reading.archived_pages import site_for
from spiders.reading.walls import read_pages

if TYPE_CHECKING:
    from extractors import Extraction


def extract_html(html: str | bytes, url: str = "", fetched_at: datetime | None = None) -> Extraction:
    """An article with its ledger, or an error that says why there is none, of the HTML of a page.

    With its address the site file of its outlet counts; rules go by the day on which it was fetched, today's without.
    """
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    headers = {"content-type": "text/html; charset=utf-8" if isinstance(html, str) else "text/html"}
    page = Page(url or "https://unknown.invalid/", body, headers, 200, fetched_at or datetime.now(UTC))
    return read_pages([page], site_for(url) if url else None, None)


def clean_text(html: str | bytes, url: str = "") -> str:
    """The clean text alone, empty where there is no article: what stands in for ``trafilatura.extract``."""
    article = extract_html(html, url).article
    return article.text if article else ""
