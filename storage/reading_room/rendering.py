"""An archived page as harmless HTML: its text and its own styles; nothing in it runs, loads, links or submits.

The answer's policy (``safety.SANDBOX``) forbids all that as well; either alone would do.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from w3lib.encoding import html_to_unicode

if TYPE_CHECKING:
    from storage import Exchange

LARGEST = 32 * 2**20
# What could run or load, or speaks to the browser; with all that is in it.
DEAD = (
    "script noscript template link meta base iframe frame frameset object embed applet portal audio video source track "
    "input button select textarea svg math"
)
# What cannot load anything; styles may stay, without what they load.
HARMLESS = "class id style lang dir colspan rowspan alt title datetime width height"
LOADS = re.compile(r"@import|(?:url|src|image|image-set|cross-fade|element)\s*\(", re.IGNORECASE)
# Its methods that unpack need no crawler; its constructor does.
UNPACKER = HttpCompressionMiddleware.__new__(HttpCompressionMiddleware)


def source_of(exchange: Exchange) -> str:
    """The body as text, unpacked and decoded. Raises ValueError where it cannot be unpacked."""
    packings = [value.encode() for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    try:
        body, unknown = UNPACKER._handle_encoding(exchange.body, packings, LARGEST)
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise ValueError(f"it cannot be unpacked: {error}") from error
    if unknown:
        raise ValueError(f"it is packed in a way that is not known here: {', '.join(map(repr, unknown))}")
    declared = next((value for name, value in exchange.response_headers if name.lower() == "content-type"), None)
    return html_to_unicode(declared, body)[1]


def harmless(source: str) -> str:
    """HTML without anything that runs, loads, links or submits."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace") or b"<p>", parser=parser)
    except etree.ParserError:
        return "<!DOCTYPE html><title>Empty page</title>"
    for element in list(root.iter(etree.Element)):
        _disarm(element)
    return "<!DOCTYPE html>" + str(lxml.html.tostring(root, encoding="unicode"))


def _disarm(element: etree._Element) -> None:
    tag = str(element.tag).lower()
    if tag in DEAD.split() and element.getparent() is not None and isinstance(element, lxml.html.HtmlElement):
        element.drop_tree()  # keeps the text behind it
        return
    for name in list(element.attrib):
        if name not in HARMLESS.split():
            del element.attrib[name]
    if "style" in element.attrib:
        element.attrib["style"] = _unloading(str(element.attrib["style"]))
    if tag == "style":
        element.text = _unloading(element.text or "")


def _unloading(style: str) -> str:
    """Without escapes, behind which a word could hide, and without the words that load."""
    return LOADS.sub("none(", style.replace("\\", ""))
