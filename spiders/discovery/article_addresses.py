"""Which addresses are articles: what a crawl and an import go by before a page is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.discovery.front_pages import is_page_address, looks_like_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors import Site


def why_no_article(url: str, site: Site | None, learned: Callable[[str], bool | None], *, trusted: bool) -> str | None:
    """Why an address is not taken for an article: by pattern, the outlet's word, how it looks; None where it is.

    ``learned`` says what became of addresses of its pattern; ``trusted``, that the outlet itself calls it news.
    """
    if not is_page_address(url):
        return "the address is that of a file"
    if site and site.news.article_url:
        is_article = re.search(site.news.article_url, url) is not None
        return None if is_article else f"article_url of {site.name}.toml does not match"
    known = True if trusted else learned(url)
    is_likely = looks_like_article(url) if known is None else known
    return None if is_likely else "the address does not look like an article's"
