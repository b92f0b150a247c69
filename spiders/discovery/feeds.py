"""Read feeds: RSS 0.9 to 2.0, RSS 1.0 and Atom through feedparser, JSON Feed by its own few lines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from spiders.discovery.listing import Listed, Listing
from spiders.web.addresses import absolute
from spiders.web.text import without_utf_16

if TYPE_CHECKING:
    from time import struct_time


def read_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """The entries of a feed, in its order. A body that is no feed gives a Listing with an ``error``."""
    body = without_utf_16(body)
    if body.lstrip()[:1] == b"{":
        return _read_json_feed(body, url)
    headers = {"content-location": url, "content-type": content_type}
    # A stream, never the bytes themselves: those feedparser would try as an address and as a file name first.
    document = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    if not document.get("version") and not document.entries:
        return Listing(error="not a feed")
    pages = tuple(filter(None, (_entry(entry, url) for entry in document.entries)))
    link = document.feed.get("link")
    return Listing(pages, trusted=True, following=_following(document.feed, url), home=link and absolute(url, link))


def _following(feed: Any, base: str) -> str | None:
    """Where the older entries are: the next page, or the archive before."""
    found = reversed(feed.get("links") or ())
    links = {str(link.get("rel") or "").rpartition("/")[2].lower(): link.get("href") for link in found}
    link = links.get("next") or links.get("prev-archive")
    address = absolute(base, link) if link else None
    return address if address != base else None


def _entry(entry: Any, base: str) -> Listed | None:
    guid = entry.get("id") or ""
    # The outlet's own address before that of a service which counts clicks.
    links = [entry.get("feedburner_origlink"), entry.get("pheedo_origlink"), entry.get("link")]
    links += [guid] if entry.get("guidislink", True) or guid.startswith(("http://", "https://")) else []
    addresses = list(dict.fromkeys(filter(None, (absolute(base, link) for link in links if link))))
    if not addresses:
        return None
    # dict.get, since feedparser's own gives the date of publication, and a warning, where there is none of change.
    modified = dict.get(entry, "updated_parsed")
    dates = _utc(entry.get("published_parsed")), _utc(modified)
    return Listed(addresses[0], _line(entry.get("title")), *dates, _line(guid), tuple(addresses[1:]))


def _line(text: object) -> str | None:
    return " ".join(str(text).split()) or None if text else None


def _utc(moment: struct_time | None) -> str | None:
    """feedparser gives UTC as a struct_time, whatever zone the feed wrote."""
    try:
        return datetime(*moment[:6], tzinfo=UTC).isoformat() if moment else None
    except (ValueError, OverflowError):
        return None


def _read_json_feed(body: bytes, url: str) -> Listing:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return Listing(error="not a feed: JSON that cannot be read")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        return Listing(error="not a feed: JSON, but not JSON Feed")
    following = feed.get("next_url")
    following = absolute(url, following) if isinstance(following, str) else None
    home = feed.get("home_page_url")
    home = absolute(url, home) if isinstance(home, str) else None
    pages = tuple(filter(None, (_json_item(item, url) for item in items)))
    return Listing(pages, trusted=True, following=following, home=home)


def _json_item(item: object, base: str) -> Listed | None:
    if not isinstance(item, dict):
        return None
    address = absolute(base, str(item.get("url") or item.get("id") or ""))
    if address is None:
        return None
    dates = _line(item.get("date_published")), _line(item.get("date_modified"))
    return Listed(address, _line(item.get("title")), *dates, _line(item.get("id")))
