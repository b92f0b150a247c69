"""Small treatment of strings that comes back in each field."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from extractors.html.hidden import instead_of
from extractors.text.lines import WIDE_NEWLINE

if TYPE_CHECKING:
    from lxml import etree

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff]")
# Joiners are letters of Persian, Sinhala, Malayalam and emoji: they stay between what is not Latin; at the end of a
# word where the vowel of a letter of India is killed, which makes another letter of it, and behind one of Arabic that
# is to join as if another followed.
VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u103a\u17d2"
STRAY_JOINER = re.compile(
    "(?<![^\\x00-\u02ff])[\u200c\u200d]"
    f"|(?<![{VIRAMAS}])\u200c(?![^\\x00-\u02ff])|(?<![{VIRAMAS}\u0620-\u06d3])\u200d(?![^\\x00-\u02ff])"
)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
UNSHOWN = frozenset({"script", "style", "noscript", "template", "svg", "rt", "rp"})
PHRASING = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    ]
)
MAX_DEPTH = 100
NOT_WORD = re.compile(r"[\W_]+")


def plain(value: object) -> str:
    """A string of a page as one clean line; empty for what is no string."""
    if not isinstance(value, str) or not value:
        return ""
    for _ in range(2):  # Feeds of a CMS escape twice.
        if "&" not in value:
            break
        value = html.unescape(value)
    if "<" in value:
        value = TAG.sub("", value)
    return one_line(value)


def one_line(value: str) -> str:
    """White space folded, invisible characters gone."""
    if not value.isascii():
        value = INVISIBLE.sub("", value)
        if "\u200c" in value or "\u200d" in value:
            value = STRAY_JOINER.sub("", value)
    return " ".join(value.split())


def folded(value: str) -> str:
    """Letters and digits alone, without case: what two writings of a name have in common."""
    return NOT_WORD.sub("", (value if value.isascii() else unicodedata.normalize("NFKC", value)).casefold())


def text_of(element: etree._Element, *, apart: bool = False, seen: bool = False) -> str:
    """What an element holds, on one line; ``apart`` sets its phrases apart, which markup often does without a space,
    ``seen`` leaves out those that browsers do not show, and newlines that stand for nothing."""
    parts = [element.text or ""] if not len(element) else []
    if len(element):
        _collect(element, parts, frozenset() if apart else PHRASING, seen)
    text = "".join(parts)
    return one_line(WIDE_NEWLINE.sub("", text) if seen and "\n" in text else text)


def _collect(element: etree._Element, parts: list[str], joined: frozenset[str], seen: bool, depth: int = 0) -> None:
    if text := element.text:
        parts.append(text)
    for child in element:
        tag = child.tag
        if seen and (shown := instead_of(child, child.items())) is not None:
            parts.append(shown)
        elif isinstance(tag, str) and tag not in UNSHOWN and depth < MAX_DEPTH:
            gap = "" if tag in joined else " "
            parts.append(gap)
            _collect(child, parts, joined, seen, depth + 1)
            parts.append(gap)
        if tail := child.tail:
            parts.append(tail)
