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
CONTENT = re.compile(
    r"\s*(\d{0,9}(?:\.\d{0,9})?)[\s;,]*+(?:url\s*=\s*)?([\"']?)([^\"']*)(?:\2.*)?", re.IGNORECASE | re.DOTALL
)


def refresh_target(response: Response) -> str | None:
    """The address that a page leads on to by a refresh tag; None where it shows something itself."""
    body = response.body
    if response.status == 200 and (said := response.headers.get("Refresh")):
        return _leads_to(said.decode("latin-1"), response.url, response.url)
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
        is_one = (tag.get("http-equiv") or "").strip().lower() == "refresh"
        if is_one and (target := _leads_to(tag.get("content", ""), base, url)):
            return target
    return None


def _leads_to(said: str, base: str, url: str) -> str | None:
    """Where ``5; url='/new'`` leads, unless it waits for long or leads back."""
    found = CONTENT.fullmatch(said.strip())
    if not found or not found[3].strip():
        return None
    target = absolute(base, found[3])
    waits = float(found[1]) if found[1].strip(".") else 0.0
    leads_on = target and waits <= LONGEST_WAIT and page_key(target) != page_key(url)
    return target if leads_on else None
