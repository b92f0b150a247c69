"""Which article a page is: by its canonical URL where that can be trusted, else by the URL that answered."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from extractors.model import Article


def text_digest(title: str | None, text: str) -> str:
    """Tells whether two versions are the same: SHA-256 of title and text, in hex."""
    return hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()


def without_fragment(url: str) -> str:
    """The URL that goes over the wire."""
    return url.partition("#")[0]


def article_url(article: Article, answered: str) -> str:
    """The canonical URL where the page names one that can be its own, else the URL that answered.

    Not trusted: another outlet's address (a syndicated text is an article of the site that we asked), and a front page
    (some templates name it on every page).
    """
    answered = without_fragment(answered)
    canonical = without_fragment(urljoin(answered, article.canonical_url or ""))
    parts = urlsplit(canonical)
    names_a_page = parts.path.strip("/") or parts.query or not urlsplit(answered).path.strip("/")
    if parts.scheme in {"http", "https"} and names_a_page and _same_outlet(canonical, answered):
        return canonical
    return answered


def _same_outlet(one: str, other: str) -> bool:
    return _outlet(one) == _outlet(other)


def _outlet(url: str) -> str:
    """The host's last two labels, or three below a short second level such as co.uk: m., amp. and www. fall away."""
    labels = (urlsplit(url).hostname or "").split(".")
    kept = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])
