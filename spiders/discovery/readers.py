"""Which reader reads which list; runs in the workers, since lists are hostile input as much as pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.discovery.feeds import read_feed
from spiders.discovery.front_pages import read_front_page
from spiders.discovery.sitemaps import read_sitemap
from spiders.web.text import storable
from storage import FetchKind

if TYPE_CHECKING:
    from spiders.discovery.listing import Listing


def read_listing(kind: FetchKind, body: bytes, url: str, content_type: str) -> Listing:
    """What a feed, sitemap or front page lists. What cannot be read gives a Listing with an ``error``."""
    return storable(_read(kind, body, url, content_type))


def _read(kind: FetchKind, body: bytes, url: str, content_type: str) -> Listing:
    if kind is FetchKind.SITEMAP:
        listing = read_sitemap(body, url)
        return _rather(listing, read_feed(body, url, content_type)) if listing.error else listing
    if kind is FetchKind.FEED:
        listing = read_feed(body, url, content_type)
        return _rather(listing, read_sitemap(body, url)) if listing.error else listing
    return read_front_page(body, url, content_type)


def _rather(listing: Listing, other: Listing) -> Listing:
    """A feed may be named as a sitemap, as the protocol of sitemaps allows, and the other way round."""
    return other if other.pages or other.lists else listing
