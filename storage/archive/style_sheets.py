"""Which style sheets a page links: archived with it, and found again when the page is shown or taken along."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINKED = 30  # of one page
MOST_TAGS = 200  # that are looked at
# Each piece is bounded, so that no page takes long.
TAG = re.compile(rb"<!--|<(link|base)\b([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"(?<![\w-])([a-z]{2,10})(?:\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.IGNORECASE
)


def style_sheets_of(page: bytes, url: str) -> list[str]:
    """The addresses of a page's style sheets, in their order; of what is for printers or readers' choice, none."""
    base, found = url, list[str]()
    for name, told in _tags(page):
        href = told.get("href", "")
        if name == "base" and href:
            base = absolute(url, href) or url
        elif name == "link" and _is_style(told) and (address := absolute(base, href)):
            found.append(address)
    return list(dict.fromkeys(found))[:MOST_LINKED]


def absolute(base: str, href: str) -> str | None:
    """The address that a link leads to; None where it is no address."""
    try:
        return urldefrag(urljoin(base, href.strip()))[0] if href.strip() else None
    except ValueError:
        return None


def _is_style(told: dict[str, str]) -> bool:
    """Also one that a script turns on once it is there: loaded ahead, or for printers first."""
    relations = set(told.get("rel", "").lower().split())
    is_ahead = "preload" in relations and told.get("as", "").lower() == "style"
    is_for_print = told.get("media", "").strip().lower() == "print" and "onload" not in told
    return ("stylesheet" in relations or is_ahead) and "alternate" not in relations and not is_for_print


def _tags(page: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and attributes of each tag that counts; what stands in a comment does not."""
    place = 0
    for _ in range(MOST_TAGS):
        tag = TAG.search(page, place)
        if tag is None:
            return
        place = tag.end()
        if tag[1] is None:
            place = page.find(b"-->", place)
            if place < 0:
                return
        else:
            yield tag[1].decode().lower(), _attributes(tag[2].decode("utf-8", "replace"))


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found
