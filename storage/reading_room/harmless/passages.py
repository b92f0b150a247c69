"""Passages on a page: found where they stand, outlined where they were cut, marked where they were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from lxml import etree

from .order import aligned
from .settable import settable

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

# What stands in a line with the text around it.
INLINE = (
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins"),
    *("kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"),
    *("var", "wbr"),
)
CELLS = " | "  # between the cells of a row of a table, in the texts that the store keeps
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


def mark(root: etree._Element, passages: list[Passage]) -> None:
    """Outlines or marks passages where they stand; what the page itself calls like one of them loses that name."""
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
    for place, number in aligned([numbers for _, numbers in places], first_kept).items():
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
        line.text, parent.text = settable(parent.text or ""), None
        parent.insert(0, line)
    else:
        line.text, before.tail = settable(before.tail or ""), None
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


def _set(element: etree._Element, passage: Passage) -> None:
    kind = "cut" if passage["told"] else "kept"
    element.set("class", settable(f"{element.get('class') or ''} stet-{kind}").strip())
    element.set("id", passage["name"])
    if passage["told"]:
        element.set("data-stet", settable(passage["told"]))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _told(text: str) -> list[str]:
    """A passage, as places are compared with it: between the cells of a row the page may have nothing, or much."""
    return [_plain(text), *([_row(text)] if CELLS in text else [])]


def _row(text: str) -> str:
    return "\t" + "".join(text.replace("|", " ").split())
