"""A page made harmless, as a whole and element by element."""

from __future__ import annotations

import json
import sys

import lxml.html
from lxml import etree

from .passages import Passage, mark
from .settable import settable
from .styles import set_styles, unloading

# What could run or load, or speaks to the browser; with all that is in it.
DEAD = (
    *("script", "noscript", "template", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed"),
    *("applet", "portal", "audio", "video", "source", "track", "input", "select", "textarea", "svg", "math"),
)
BUTTON = "display:inline-block;border:1px solid;padding:.2em .8em;border-radius:.2em;"
# What cannot load anything; styles may stay, without what they load.
HARMLESS = (
    *("class", "id", "style", "lang", "dir", "colspan", "rowspan", "alt", "title", "datetime", "width", "height"),
    "media",
)


def harmless(
    source: str,
    passages: list[Passage] | None = None,
    url: str = "",
    styles: dict[str, str] | None = None,
    *,
    plain: bool = False,
) -> str:
    """HTML without anything that runs, loads, links or submits; passages marked, each where it first stands.

    ``styles`` are the page's style sheets by address; they stand in place of their links, before what imports them.
    ``plain`` is without any style: all that the page says is seen, in its order.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace") or b"<p>", parser=parser)
    except etree.ParserError:
        return "<!DOCTYPE html><title>Empty page</title>"
    if not plain:
        set_styles(root, url, styles or {})
    etree.strip_elements(root, *DEAD, *(["style"] if plain else []), with_tail=False)
    for element in root.iter(etree.Element):
        _disarm(element)
        if plain:
            element.attrib.pop("style", None)
    for body in root.iter("body"):
        body.set("tabindex", "0")  # by keyboard, a frame in which nothing can have the focus is passed over
    if passages:
        mark(root, passages)
    return "<!DOCTYPE html>" + str(lxml.html.tostring(root, encoding="unicode"))


def _disarm(element: etree._Element) -> None:
    # All at once: to remove one of many attributes takes a walk over the others.
    kept = [(name, settable(value)) for name in HARMLESS if (value := element.get(name)) is not None]
    element.attrib.clear()
    for name, value in kept:
        element.set(name, unloading(value) if name == "style" else value)
    if element.tag == "img":
        element.set("alt", element.get("alt") or "")  # a picture that is not shown, with the words that it has
    elif element.tag == "style":
        # What would end it early is no style.
        element.text = settable(unloading(element.text or "")).replace("</", "< /")
    elif element.tag == "details":
        element.set("open", "")  # nothing opens it any more
    elif element.tag == "dialog":
        element.tag = "div"  # as above: it would stand over the text
    elif element.tag == "button":
        element.tag = "span"  # its words are the page's: what asks for something often stands on one
        element.set("style", BUTTON + (element.get("style") or ""))


def answer() -> None:
    """Reads what is asked from the standard input, as JSON, and writes the page to the standard output."""
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(harmless(**asked).encode("utf-8", "replace"))
