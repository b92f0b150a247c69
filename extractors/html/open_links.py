"""Links that nobody closed. Browsers and libxml2 let them go on, so that what follows reads as links."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Beginnings and ends of links; what scripts write may have its end tags masked. In small letters.
EDGE = re.compile(rb"<a(?=\s)[^<>\\]*>|<\\?/(a)(?=[\s>])")
# What ends before a link in a text: a word, a phrase, or the tag that begins a paragraph. A menu whose links have no
# ends has none of these, and what scripts write has quotes there.
TAG_BEFORE = re.compile(rb"<p(?:\s[^<>]*)?>|</(?:b|i|u|em|strong|span|font)>")
NO_TEXT = frozenset(b"<\\'\"- \t\r\n\f\v")
TAG_END = b">"


def without_open_links(page: bytes) -> bytes:
    """The page without the tags of links in a text behind which the next link begins before they have ended."""
    lowered = page.lower()
    if lowered.count(b"<a ") <= lowered.count(b"</a>"):
        return page
    edges = list(EDGE.finditer(lowered))
    followed = zip_longest(edges, edges[1:])
    unended = (edge for edge, following in followed if not edge[1] and (following is None or not following[1]))
    return without_tags(page, (link for link in unended if _stands_in_text(lowered, link.start())))


def without_tags(page: bytes, tags: Iterable[re.Match[bytes]]) -> bytes:
    """The page without some of its tags, in the order in which they stand."""
    parts, at = [], 0
    for tag in tags:
        parts.append(page[at : tag.start()])
        at = tag.end()
    return b"".join([*parts, page[at:]])


def _stands_in_text(page: bytes, place: int) -> bool:
    """Whether a word, a phrase or the beginning of a paragraph ends there, with one blank behind it at most."""
    end = place - page[place - 1 : place].isspace()
    last = page[end - 1 : end]
    if last == TAG_END:
        return TAG_BEFORE.fullmatch(page, page.rfind(b"<", 0, end), end) is not None
    return last != b"" and last[0] not in NO_TEXT
