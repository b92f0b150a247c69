"""Words by which a page asks not to be kept: robots headers and meta tags, and the reservation of text mining."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

OPT_OUTS = frozenset({"noai", "noarchive"})
HEAD = 100_000  # bytes of a page in which its meta tags stand
META = re.compile(rb"<meta\s[^>]{1,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
OURS = frozenset({"robots", "stet"})


def opt_out_of(response: Response) -> str | None:
    """The word by which an unpacked response asks not to be kept; None where it does not."""
    reserved = response.headers.get("TDM-Reservation") == b"1"
    words = {"tdm-reservation"} if reserved else set(_words(response))
    return min(words & (OPT_OUTS | {"tdm-reservation"}), default=None)


def _words(response: Response) -> Iterator[str]:
    for value in response.headers.getlist("X-Robots-Tag"):
        agent, colon, words = value.decode("latin-1").rpartition(":")
        if not colon or agent.strip().lower() in OURS:
            yield from _split(words)
    for tag in META.findall(response.body[:HEAD]):
        attributes = {name.decode().lower(): value.strip(b"\"'") for name, value in ATTRIBUTE.findall(tag)}
        name = attributes.get("name", b"").decode("latin-1").lower()
        content = attributes.get("content", b"").decode("latin-1")
        if name in OURS:
            yield from _split(content)
        elif name == "tdm-reservation" and content.strip() == "1":
            yield name


def _split(words: str) -> list[str]:
    return [word.strip().lower() for word in words.split(",")]
