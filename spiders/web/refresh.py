"""Pages that send the reader on by a refresh tag, as others do by a redirect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

from spiders.web.addresses import absolute, page_key
from storage.word_count import count_words

if TYPE_CHECKING:
    from scrapy.http import Response

LARGEST = 50_000  # bytes of a page that does nothing else
LONGEST_WAIT = 30.0  # seconds; what waits longer shows something meanwhile
MOST_WORDS = 60  # of a page that says that it sends the reader on
MOST = 4  # such pages one behind the other
CONTENT = re.compile(r"\s*(\d{0,9}(?:\.\d{0,9})?)\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)


def refresh_target(response: Response) -> str | None:
    """The address that a page leads on to by a refresh tag; None where it shows something itself."""
    body = response.body
    if response.status != 200 or len(body) > LARGEST or b"refresh" not in body.lower():
        return None
    try:
        root = html.document_fromstring(body)
    except (etree.LxmlError, ValueError):
        return None
    words = " ".join(root.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::title)]"))
    return _target(root, response.url) if count_words(words) <= MOST_WORDS else None


def _target(root: etree._Element, url: str) -> str | None:
    base = absolute(url, root.xpath("string(//base/@href)") or url) or url
    for tag in root.iter("meta"):
        found = CONTENT.fullmatch(tag.get("content", "").strip())
        if (tag.get("http-equiv") or "").strip().lower() != "refresh" or not found or not found[2].strip():
            continue
        target = absolute(base, found[2])
        waits = float(found[1]) if found[1].strip(".") else 0.0
        if target and waits <= LONGEST_WAIT and page_key(target) != page_key(url):
            return target
    return None
