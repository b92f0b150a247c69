"""The canonical address, where it can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from extractors.metadata.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from extractors.metadata.structured import StructuredData

# Second-level labels under which countries register names: example.co.uk, example.com.au.
SECOND_LEVEL = frozenset(
    ["ac", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "in", "info", "ne", "net", "nom", "or", "org", "web"]
)


def registered_domain(host: str) -> str:
    """The domain that an owner registered: "news.example.co.uk" -> "example.co.uk"."""
    labels = host.lower().rstrip(".").split(".")
    long = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if long else labels[-2:])


def _claims(root: etree._Element, structured: StructuredData) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield plain(link.get("href"))
    yield from structured.all_meta("og:url")
    yield plain(structured.article.get("url"))


def read_canonical_url(root: etree._Element, structured: StructuredData, page_url: str) -> str | None:
    """An absolute http(s) address on the same registered domain that names one page, or None."""
    page = urlsplit(page_url)
    for claim in _claims(root, structured):
        try:
            address = urljoin(page_url, claim)
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            continue
        # A front page as the canonical address of an article is a fault of a template.
        is_front = parts.path in {"", "/"} and not parts.query and page.path not in {"", "/"}
        if (
            claim
            and parts.scheme in {"http", "https"}
            and not is_front
            and registered_domain(host) == registered_domain(page.hostname or "")
        ):
            return address.split("#")[0]
    return None
