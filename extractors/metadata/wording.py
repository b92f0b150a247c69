"""Small treatment of strings that comes back in each field."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
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
    return " ".join(INVISIBLE.sub("", value).split())


def folded(value: str) -> str:
    """Letters and digits alone, without case: what two writings of a name have in common."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", value).casefold())


def text_of(element: etree._Element) -> str:
    """What an element shows, on one line."""
    return plain(" ".join(part for part in element.itertext("*") if part))
