"""Bytes of a response -> text -> tree."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, cast

from lxml import etree, html

from extractors.html.charset import decode_bytes
from extractors.html.crowded_tags import without_crowded_tags
from extractors.html.early_ends import without_early_ends
from extractors.html.open_links import without_open_links
from extractors.html.role_tables import show_role_tables
from extractors.html.sealed import with_sealed
from extractors.html.tags import holds_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# PDF, zip and office files, gzip, PNG, JPEG, GIF.
BINARY = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
HEAD_TAGS = frozenset({"title", "meta", "link", "base", "script", "style", "noscript", "template"})
LARGEST_PAGE = 8_000_000
# Browsers read on behind the end of a page, in whatever is open there; libxml2 puts that beside the root.
END_OF_PAGE = re.compile(rb"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])(?=[\s/>])[^<>]*>?")
# In small letters, of which a page is searched ten times as fast.
ROLE_OF_TABLE = re.compile(rb"role\s{0,3}=\s{0,3}[\"']?row[\"'\s>]")
# Control characters, which libxml2 refuses.
UNREADABLE = bytes([*range(9), 11, 12, *range(14, 32)])


class UnreadablePageError(ValueError):
    """A response cannot be read as a page; the message says why."""


def _refuse(body: bytes) -> None:
    if not body.strip():
        raise UnreadablePageError("empty body")
    if len(body) > LARGEST_PAGE:
        raise UnreadablePageError(f"page of {len(body)} bytes is larger than {LARGEST_PAGE}")
    if body.startswith(BINARY):
        raise UnreadablePageError("not HTML but a binary file")


def decode(body: bytes, headers: Mapping[str, str]) -> str:
    """The text of a response. Raises UnreadablePageError where it cannot be a page."""
    _refuse(body)
    return decode_bytes(body, headers)


def parse(text: str) -> etree._Element:
    """The root element of a page, without comments. Raises UnreadablePageError where there is no element at all.

    ``huge_tree`` lifts libxml2's limit of 255 open tags, which pages with unclosed tags do pass.
    """
    readable = XML_DECLARATION.sub("", text, count=1).encode(errors="ignore").translate(None, UNREADABLE)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        whole = with_sealed(without_open_links(without_early_ends(END_OF_PAGE.sub(b"", readable))))
        root = etree.fromstring(without_crowded_tags(whole), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadablePageError("no HTML on the page")
    _open_body(root)
    if b"shadowroot" in readable:
        _show_shadow_roots(root)
    if ROLE_OF_TABLE.search(readable.lower()):
        show_role_tables(root)
    return root


def html_copy(root: etree._Element) -> html.HtmlElement:
    """A copy of a tree as elements of ``lxml.html``, which others' extractors take alone, and change."""
    copied: etree._Element = html.html_parser.makeelement(root.tag, dict(root.attrib))
    copied.text = root.text
    copied.extend(copy.deepcopy(child) for child in root)
    return cast("html.HtmlElement", copied)  # by the parser that made it


def _open_body(root: etree._Element) -> None:
    """Move to the body what stands in the head and does not belong there: libxml2 does not know that <article> and its
    like open the body."""
    head = root.find("head")
    if head is None:
        return
    first = next((place for place, node in enumerate(head) if node.tag not in HEAD_TAGS), None)
    if first is None:
        return
    body = root.find("body")
    opened: etree._Element = etree.SubElement(root, "body") if body is None else body
    for place, node in enumerate(head[first:]):
        opened.insert(place, node)


def _show_shadow_roots(root: etree._Element) -> None:
    """Browsers show the templates that are shadow roots in the place where they stand."""
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div" if holds_blocks(template) else "span"
