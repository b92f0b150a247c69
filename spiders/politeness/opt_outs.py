"""Words by which a page or its host asks not to be kept: robots headers and tags, reservations of text mining."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from w3lib.encoding import html_to_unicode

from spiders.politeness.meta_tags import meta_tags
from spiders.politeness.robots_words import DIVIDERS, OPT_OUTS, is_ours, refuses_learning, words_of
from spiders.web.failures import one_line

if TYPE_CHECKING:
    from scrapy.http import Response

    from spiders.politeness.meta_tags import MetaTag

MACHINES = {"Content-Signal": "content-signal", "Content-Usage": "content-usage"}  # headers, as lines of robots.txt
RESERVATIONS = frozenset({"tdm-reservation", "tdm-policy"})
WORDS = OPT_OUTS | RESERVATIONS | frozenset(MACHINES.values())
META = re.compile(rb"<\s*meta\b", re.IGNORECASE)
START = 2000  # bytes that tell whether text is in UTF-16
NO_MARKUP = ("application/json", "text/plain")


class OptOut(NamedTuple):
    """The word by which a page asks not to be kept, and where it says what may be done with it."""

    word: str
    policy: str | None = None

    def __str__(self) -> str:
        return f"{self.word} (policy: {self.policy})" if self.policy else self.word


def opt_out_of(response: Response) -> OptOut | None:
    """How an unpacked response asks not to be kept; None where it does not."""
    headers = {name: _header(response, name) for name in ("TDM-Reservation", "TDM-Policy")}
    words = {word for value in _values(response, "X-Robots-Tag") for word in words_of(value)}
    tags = _meta_tags(response)
    words |= {word for name, content in tags if _is_for_us(name) for word in words_of(content)}
    words |= {word for name, word in MACHINES.items() if any(map(refuses_learning, _values(response, name)))}
    values = [headers["TDM-Reservation"], *(content for name, content in tags if name == "tdm-reservation")]
    reserved = [DIVIDERS.split(value)[0].strip().lower().replace("true", "1") for value in values]
    policies = [headers["TDM-Policy"], *(content for name, content in tags if name == "tdm-policy")]
    if "1" in reserved or (any(policies) and "0" not in reserved):
        words.add("tdm-reservation" if "1" in reserved else "tdm-policy")
    word = min(words & WORDS, default=None)
    policy = next(filter(None, policies), None)
    return OptOut(word, one_line(urljoin(response.url, policy)) if policy else None) if word else None


def _values(response: Response, name: str) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist(name)]


def _header(response: Response, name: str) -> str:
    return next(iter(_values(response, name)), "").strip(" \t;,'\"")


def _meta_tags(response: Response) -> list[MetaTag]:
    """Those that say whether the page may be kept, or under which policy."""
    body, kind = response.body, (response.headers.get("Content-Type") or b"").decode("latin-1")
    if kind.lower().startswith(NO_MARKUP) or not (META.search(body) or b"\x00" in body[:START]):
        return []
    return meta_tags(html_to_unicode(kind or None, _unmarked(body))[1], _says_something)


def _says_something(name: str, content: str) -> bool:
    return name in RESERVATIONS or (_is_for_us(name) and not WORDS.isdisjoint(words_of(content)))


def _is_for_us(name: str) -> bool:
    return is_ours(name) or name == "x-robots-tag"


def _unmarked(body: bytes) -> bytes:
    """UTF-16 that does not say so, with its mark."""
    start = body[:START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in start:
        return body
    if start[1::2].count(0) > len(start) // 4:
        return b"\xff\xfe" + body
    return b"\xfe\xff" + body if start[::2].count(0) > len(start) // 4 else body
