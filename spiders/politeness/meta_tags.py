"""The meta tags of a page: read without the rest of it first, which takes a third of the time and suffices for most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Callable

MetaTag = tuple[str, str]
START = re.compile(r"<\s*meta\b", re.IGNORECASE | re.ASCII)
SPACE = r"[ \t\r\n]*+"
# A tag of which all parsers know where it ends. Whatever else begins like a meta tag is left to the parser, and so is
# one with a "<" in quotes, where the end of another tag may be meant.
PLAIN = re.compile(
    r"<meta(?=[ \t\r\n/>])"
    rf"""(?:[ \t\r\n/]*+[a-z][\w:.-]*+(?:{SPACE}={SPACE}(?:"[^"<]*+"|'[^'<]*+'|[^ \t\r\n"'<>]++))?+)*+"""
    r"[ \t\r\n/]*+>",
    re.IGNORECASE | re.ASCII,
)


def meta_tags(text: str, matters: Callable[[str, str], bool]) -> list[MetaTag]:
    """Name and content of the meta tags that matter, and that a browser would see: not those in comments or scripts."""
    tags = _plain_tags(text)
    if tags is None:
        return _read(text, matters)
    if not _read("".join(tag[0] for tag in tags), matters):
        return []
    return _read(text[: tags[-1].end()], matters)  # what follows makes no tag of it, and no comment


def _plain_tags(text: str) -> list[re.Match[str]] | None:
    """Everything on a page that may be a meta tag; None where it is not plain what that is."""
    tags = []
    for start in START.finditer(text):
        if not (tag := PLAIN.match(text, start.start())):
            return None
        tags.append(tag)
    return None if "\0" in text else tags  # parsers differ in what they make of that character


def _read(text: str, matters: Callable[[str, str], bool]) -> list[MetaTag]:
    if not text:
        return []
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return []
    found = (
        (tag.get(key, "").strip().lower(), tag.get("content", "").strip())
        for tag in root.xpath("//meta[not(ancestor::template)]")
        for key in ("name", "property", "http-equiv")
    )
    return [(name, content) for name, content in found if name and matters(name, content)]
