"""Words by which a page or its host asks not to be kept: robots headers and tags, reservations of text mining."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html
from w3lib.encoding import html_to_unicode

from spiders.politeness.robots_words import OURS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

OPT_OUTS = frozenset({"noai", "noarchive"})
MARKUP = re.compile(rb"<\s*(?:!doctype|\?xml|html|head|body|meta|title|\w)", re.IGNORECASE)
START = 2000  # bytes in which markup begins, if it does


def opt_out_of(response: Response) -> str | None:
    """The word by which an unpacked response asks not to be kept; None where it does not."""
    headers = {name: _header(response, name) for name in ("TDM-Reservation", "TDM-Policy")}
    words = {word for value in _values(response, "X-Robots-Tag") for word in words_of(value)}
    tags = list(_meta_tags(response))
    words |= {word for name, content in tags if name in OURS | {"x-robots-tag"} for word in words_of(content)}
    reserved = [headers["TDM-Reservation"], *(content for name, content in tags if name == "tdm-reservation")]
    policies = [headers["TDM-Policy"], *(content for name, content in tags if name == "tdm-policy")]
    if "1" in reserved or (any(policies) and "0" not in reserved):
        words.add("tdm-reservation" if "1" in reserved else "tdm-policy")
    return min(words & (OPT_OUTS | {"tdm-reservation", "tdm-policy"}), default=None)


def _values(response: Response, name: str) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist(name)]


def _header(response: Response, name: str) -> str:
    return next(iter(_values(response, name)), "").strip()


def _meta_tags(response: Response) -> Iterator[tuple[str, str]]:
    """Name and content of each meta tag that a browser would see: not those in comments or scripts."""
    body = response.body
    if not (MARKUP.search(body[:START]) or b"\x00" in body[:START]):
        return
    text = html_to_unicode((response.headers.get("Content-Type") or b"").decode("latin-1") or None, _unmarked(body))[1]
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return
    for tag in root.iter("meta"):
        for key in ("name", "property", "http-equiv"):
            if name := tag.get(key, "").strip().lower():
                yield name, tag.get("content", "").strip()


def _unmarked(body: bytes) -> bytes:
    """UTF-16 that does not say so, with its mark."""
    start = body[:START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in start:
        return body
    if start[1::2].count(0) > len(start) // 4:
        return b"\xff\xfe" + body
    return b"\xfe\xff" + body if start[::2].count(0) > len(start) // 4 else body
