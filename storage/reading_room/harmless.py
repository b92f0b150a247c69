"""An archived page as harmless HTML: its text and its own styles; nothing in it runs, loads, links or submits.

The answer's policy (``safety.SANDBOX``) forbids all that as well; either alone would do. Run as a program it reads a
page and writes it harmless: libxml2 takes quadratic time for a tag with many attributes, and one page may not stop the
room (``rendering.rendered``).
"""

from __future__ import annotations

import re
import sys

import lxml.html
from lxml import etree

# What could run or load, or speaks to the browser; with all that is in it.
DEAD = (
    *("script", "noscript", "template", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed"),
    *("applet", "portal", "audio", "video", "source", "track", "input", "button", "select", "textarea", "svg", "math"),
)
# What cannot load anything; styles may stay, without what they load.
HARMLESS = ("class", "id", "style", "lang", "dir", "colspan", "rowspan", "alt", "title", "datetime", "width", "height")
LOADS = re.compile(r"@import|(?:url|src|image|image-set|cross-fade|element)\s*\(", re.IGNORECASE)


def harmless(source: str) -> str:
    """HTML without anything that runs, loads, links or submits."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace") or b"<p>", parser=parser)
    except etree.ParserError:
        return "<!DOCTYPE html><title>Empty page</title>"
    etree.strip_elements(root, *DEAD, with_tail=False)
    for element in root.iter(etree.Element):
        _disarm(element)
    return "<!DOCTYPE html>" + str(lxml.html.tostring(root, encoding="unicode"))


def _disarm(element: etree._Element) -> None:
    # All at once: to remove one of many attributes takes a walk over the others.
    kept = [(name, value) for name in HARMLESS if (value := element.get(name)) is not None]
    element.attrib.clear()
    for name, value in kept:
        element.set(name, _unloading(value) if name == "style" else value)
    if element.tag == "style":
        element.text = _unloading(element.text or "")


def _unloading(style: str) -> str:
    """Without escapes, behind which a word could hide, and without the words that load."""
    return LOADS.sub("none(", style.replace("\\", ""))


if __name__ == "__main__":
    sys.stdout.buffer.write(harmless(sys.stdin.buffer.read().decode()).encode("utf-8", "replace"))
