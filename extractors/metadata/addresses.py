"""The canonical address, where it can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from extractors.metadata.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def host_of(url: str) -> str:
    """The host of an address; empty where it has none or is broken."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _claims(structured: StructuredData) -> Iterator[str]:
    yield from structured.canonical
    yield from structured.all_meta("og:url")
    yield plain(structured.article.get("url"))


def read_canonical_url(structured: StructuredData, page_url: str) -> str | None:
    """An absolute http(s) address on the same registered domain that names one page, or None."""
    domain = registered_domain(host_of(page_url))
    for claim in filter(None, _claims(structured)):
        try:
            address = urljoin(page_url, claim)
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and domain and registered_domain(parts.hostname or "") == domain:
            # A front page as the canonical address of an article is a fault of a template.
            if parts.path in {"", "/"} and not parts.query and urlsplit(page_url).path not in {"", "/"}:
                continue
            return address.split("#")[0]
    return None
