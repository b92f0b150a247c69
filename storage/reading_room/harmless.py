"""An archived page as harmless HTML: its text and its own styles; nothing in it runs, loads, links or submits.

The answer's policy (``safety.SANDBOX``) forbids all that as well; either alone would do. Run as a program it reads a
page and writes it harmless, with what was cut outlined and what was kept marked: one page may not stop the room
(``rendering.rendered``, which leaves of crowded tags the names alone).
"""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urldefrag, urljoin

import lxml.html
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

# What could run or load, or speaks to the browser; with all that is in it.
DEAD = (
    *("script", "noscript", "template", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed"),
    *("applet", "portal", "audio", "video", "source", "track", "input", "select", "textarea", "svg", "math"),
)
# What stands in a line with the text around it.
INLINE = (
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins"),
    *("kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"),
    *("var", "wbr"),
)
BUTTON = "display:inline-block;border:1px solid;padding:.2em .8em;border-radius:.2em;"
# What cannot load anything; styles may stay, without what they load.
HARMLESS = (
    *("class", "id", "style", "lang", "dir", "colspan", "rowspan", "alt", "title", "datetime", "width", "height"),
    "media",
)
# As ``storage.archive.style_sheets`` has it, which a process that stands alone cannot import.
IMPORT = re.compile(
    r"@import\s{0,20}+(?:url\(\s{0,20}+([^\s\"'()]{1,2000}+)"
    r"|(?:url\(\s{0,20}+)?+(?:\"([^\"\n]{1,2000}+)\"|'([^'\n]{1,2000}+)'))\s{0,20}+\)?+([^;{}]{0,500}+)(?:;|\Z)",
    re.IGNORECASE,
)
LAYER = re.compile(r"layer(?:\(([^()]*)\))?(?!\S)", re.IGNORECASE)
SUPPORTS = re.compile(r"supports(\((?:[^()]|\([^()]*\))*+\))", re.IGNORECASE)
# A letter by its number, a sign that would end something, or what could hide a word.
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f]?|([:/.\[\]%#&!+,()'\"*>$~=])|)")
ICONS = range(0xE000, 0xF900)  # letters that a font draws; fonts are not shown
LOADS = re.compile(r"@import|(?:url|src|image|image-set|cross-fade|element)\s*\(", re.IGNORECASE)


CELLS = " | "  # between the cells of a row of a table, in the texts that the store keeps
MOST_PAIRS = 100_000  # of places and passages with the same text that are weighed against each other
# Ours wins over the page's own; colours stand on any ground. A ring around the body would stand out of view.
MARKS = """
.stet-cut { outline: 3px dashed #a32638 !important; outline-offset: 3px !important; scroll-margin: 4rem }
.stet-cut::before { content: attr(data-stet); display: table; font: 600 12px/1.4 sans-serif; color: #fff;
background: #a32638; padding: 0 .5em }
.stet-kept { box-shadow: -5px 0 0 #2f7d4f !important }
:target { outline-style: solid !important; outline-width: 5px !important }
body:focus-visible::after { content: "" !important; position: fixed !important; inset: 0 !important;
border: 3px solid #1f4e79 !important; outline: 1px solid #fff !important; pointer-events: none; z-index: 2147483647 }
"""


class Passage(TypedDict):
    """A text to be found on the page: ``name`` is its anchor, ``told`` what is said of it; kept where that is empty."""

    text: str
    name: str
    told: str


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
        _set_styles(root, url, styles or {})
    etree.strip_elements(root, *DEAD, *(["style"] if plain else []), with_tail=False)
    for element in root.iter(etree.Element):
        _disarm(element)
        if plain:
            element.attrib.pop("style", None)
    for body in root.iter("body"):
        body.set("tabindex", "0")  # by keyboard, a frame in which nothing can have the focus is passed over
    if passages:
        _mark(root, passages)
    return "<!DOCTYPE html>" + str(lxml.html.tostring(root, encoding="unicode"))


def _set_styles(root: etree._Element, url: str, styles: dict[str, str]) -> None:
    """Each style sheet once, where it is linked first; also what is linked for readers without scripts."""
    base, left = url, dict(styles)
    for element in list(root.iter("base", "link", "style")):
        address = _absolute(base, element.get("href") or "")
        media = None if element.get("onload") is not None else element.get("media")
        if element.tag == "base":
            base = address or url
        elif element.tag == "style":
            _set_imports(_outside(element), element.text or "", (base, media, []), left)
        elif address in left:
            _set_style(_outside(element), left.pop(address), (address, media, []), left)


# Address of a style sheet, medium of its link, and the rules around it.
Bound = tuple[str, str | None, list[str]]


def _set_style(before: etree._Element, text: str, bound: Bound, left: dict[str, str]) -> None:
    _set_imports(before, text, bound, left)
    _, media, around = bound
    style = before.makeelement("style", {"media": media} if media else {})
    # Imports go first: inside of a rule they would be none.
    style.text = "".join(f"{rule} {{ " for rule in around) + IMPORT.sub(" ", text) + " }" * len(around)
    before.addprevious(style)


def _set_imports(before: etree._Element, text: str, bound: Bound, left: dict[str, str]) -> None:
    base, media, around = bound
    for found in IMPORT.finditer(text):
        address = _absolute(base, found[1] or found[2] or found[3])
        if address in left:
            _set_style(before, left.pop(address), (address, media, [*around, *_rules(found[4].strip())]), left)


def _rules(told: str) -> list[str]:
    """What an import is bound to, as rules around it: ``layer(x) screen`` -> ``@layer x``, ``@media screen``."""
    rules = []
    for kind, pattern in (("layer", LAYER), ("supports", SUPPORTS)):
        if found := pattern.match(told):
            rules.append(f"@{kind} {found[1] or ''}")
            told = told[found.end() :].strip()
    return [*rules, f"@media {told}"] if told else rules


def _outside(element: etree._Element) -> etree._Element:
    return next(element.iterancestors("noscript"), element)


def _absolute(base: str, href: str) -> str:
    """As ``storage.archive.style_sheets`` has it, which a process that stands alone cannot import."""
    try:
        return urldefrag(urljoin(base, href.strip()))[0] if href.strip() else ""
    except ValueError:
        return ""


def _disarm(element: etree._Element) -> None:
    # All at once: to remove one of many attributes takes a walk over the others.
    kept = [(name, value) for name in HARMLESS if (value := element.get(name)) is not None]
    element.attrib.clear()
    for name, value in kept:
        element.set(name, _unloading(value) if name == "style" else value)
    if element.tag == "img":
        element.set("alt", element.get("alt") or "")  # a picture that is not shown, with the words that it has
    elif element.tag == "style":
        # What would end it early is no style.
        element.text = _unloading(element.text or "").replace("</", "< /")
    elif element.tag == "details":
        element.set("open", "")  # nothing opens it any more
    elif element.tag == "dialog":
        element.tag = "div"  # as above: it would stand over the text
    elif element.tag == "button":
        element.tag = "span"  # its words are the page's: what asks for something often stands on one
        element.set("style", BUTTON + (element.get("style") or ""))


def _unloading(style: str) -> str:
    """Without escapes, behind which a word could hide, without imports, and without the words that load."""
    return LOADS.sub("none(", IMPORT.sub(" ", ESCAPE.sub(_meant, style)))


def _meant(escape: re.Match[str]) -> str:
    """The letter that an escape stands for, where it neither ends nor begins anything."""
    if not escape[1]:
        return escape[0] if escape[2] else ""
    code = int(escape[1], 16)
    letter = chr(code) if code < 0x110000 and code not in ICONS else ""
    return letter if letter.isalnum() or (code > 0xA0 and letter.isprintable()) else ""


def _mark(root: etree._Element, passages: list[Passage]) -> None:
    """Anchors of the page itself that are called like one of ours lose their name."""
    wanted: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for text in _told(passage["text"]):
            wanted.setdefault(text, []).append(number)
    names = {passage["name"] for passage in passages}
    for element in root.iter(etree.Element):
        if element.get("id") in names:
            del element.attrib["id"]
    _set_lines(root, wanted)
    places = [(element, wanted[text]) for element, text in _innermost(root, max(map(len, wanted))) if text in wanted]
    first_kept = next((number for number, passage in enumerate(passages) if not passage["told"]), 0)
    for place, number in _aligned([numbers for _, numbers in places], first_kept).items():
        _set(places[place][0], passages[number])
    style = etree.SubElement(root, "style")
    style.text = MARKS


def _set_lines(root: etree._Element, wanted: Container[str]) -> None:
    """Elements of their own for passages that stand in none, between line breaks and blocks."""
    for parent in dict.fromkeys(each.getparent() for each in root.iter("br")):
        if parent is None:
            continue
        for before, inside in _lines(parent):
            head = parent.text if before is None else before.tail
            text = (head or "") + "".join(etree.tostring(each, encoding="unicode", method="text") for each in inside)
            if _plain(text) in wanted:
                _set_line(parent, before, inside)


def _lines(parent: etree._Element) -> list[tuple[etree._Element | None, list[etree._Element]]]:
    """Of each line the break or block before it, and the elements in it."""
    lines: list[tuple[etree._Element | None, list[etree._Element]]] = [(None, [])]
    for child in parent:
        if child.tag in INLINE:
            lines[-1][1].append(child)
        else:
            lines.append((child, []))
    return lines


def _set_line(parent: etree._Element, before: etree._Element | None, inside: list[etree._Element]) -> None:
    line = parent.makeelement("span")
    if before is None:
        line.text, parent.text = parent.text, None
        parent.insert(0, line)
    else:
        line.text, before.tail = before.tail, None
        before.addnext(line)
    line.extend(inside)


def _innermost(root: etree._Element, longest: int) -> Iterator[tuple[etree._Element, str]]:
    """Elements with their texts, in the order of the page; of those that hold the same text the innermost."""
    texts: dict[etree._Element, str] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        inside = [texts.pop(child, "") for child in element]
        # One letter more than any passage has is enough to know that it is none.
        tails = ((child.tail or "")[: longest + 1] for child in element)
        joined = "".join(part for both in zip(inside, tails, strict=True) for part in both)
        texts[element] = ((element.text or "")[: 2 * longest] + joined)[: 2 * longest + 1]
        text = _plain(texts[element])
        if element.tag not in {"html", "head", "title", "style"} and text not in map(_plain, inside):
            yield element, text
            if element.tag == "tr":
                yield element, _row(text)


def _aligned(wanted: list[list[int]], first_kept: int) -> dict[int, int]:
    """Of each place the passage that stands there: as many as can be follow each other as on the page.

    What stands before the text stands next to it, behind the menus; behind ``first_kept`` a passage stands at the
    first place after the one before it. What fits in no order stands where its text does first.
    """
    found: dict[int, int] = {}
    last = -1
    for place, number in _in_order(wanted):
        behind = range(last + 1, place) if number > first_kept else ()
        last = next((each for each in behind if number in wanted[each]), place)
        found[last] = number
    taken = set(found.values())
    for place, numbers in enumerate(wanted):
        free = next((number for number in numbers if number not in taken), None)
        if place not in found and free is not None:
            found[place] = free
            taken.add(free)
    return found


def _in_order(wanted: list[list[int]]) -> list[tuple[int, int]]:
    """Places and their passages: the longest sequence that both have, as Hunt and Szymanski find it; of like places the
    last."""
    ends: list[int] = []
    chains: list[Any] = []  # a place, its passage, and the chain before it
    pairs = 0
    for place, numbers in enumerate(wanted):
        pairs += len(numbers)
        for number in reversed(numbers if pairs < MOST_PAIRS else []):
            at = bisect_left(ends, number)
            ends[at : at + 1] = [number]
            chains[at : at + 1] = [(place, number, chains[at - 1] if at else None)]
    chain, found = chains[-1] if chains else None, []
    while chain:
        found.append(chain[:2])
        chain = chain[2]
    return found[::-1]


def _set(element: etree._Element, passage: Passage) -> None:
    kind = "cut" if passage["told"] else "kept"
    element.set("class", f"{element.get('class') or ''} stet-{kind}".strip())
    element.set("id", passage["name"])
    if passage["told"]:
        element.set("data-stet", passage["told"])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _told(text: str) -> list[str]:
    """A passage, as places are compared with it: between the cells of a row the page may have nothing, or much."""
    return [_plain(text), *([_row(text)] if CELLS in text else [])]


def _row(text: str) -> str:
    return "\t" + "".join(text.replace("|", " ").split())


if __name__ == "__main__":
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(harmless(**asked).encode("utf-8", "replace"))
