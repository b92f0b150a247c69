"""Links that nobody closed. Browsers and libxml2 let them go on, so that what follows reads as links."""

from __future__ import annotations

import re
from itertools import zip_longest

# What stands before a link: text of its line, or the beginning of a paragraph; a menu whose links have no ends has
# neither, and what scripts write has quotes there. Their end tags may be masked.
LINK = re.compile(
    rb"(<p(?:\s[^<>]*)?>|</(?:b|i|u|em|strong|span|font)>|[^<>\s\\'\"-])?[ \t\r\n]?<a(?=\s)[^<>\\]*>|(<\\?/a)(?=[\s>])",
    re.IGNORECASE,
)
OPENS = re.compile(rb"<a(?=\s)", re.IGNORECASE)


def without_open_links(page: bytes) -> bytes:
    """The page without the tags of links in a text behind which the next link begins before they have ended."""
    lowered = page.lower()
    if lowered.count(b"<a ") <= lowered.count(b"</a>"):
        return page
    links = list(LINK.finditer(page))
    parts, at = [], 0
    for link, following in zip_longest(links, links[1:]):
        if link[1] and (following is None or following[2] is None):
            begin = OPENS.search(page, link.end(1))
            assert begin is not None  # noqa: S101  (it is part of the expression)
            parts.append(page[at : begin.start()])
            at = link.end()
    return b"".join([*parts, page[at:]])
