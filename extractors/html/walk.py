"""The walk over a parsed page that finds its containers and candidate blocks."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.html.document import Candidate, Container, Document
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping

# Phrasing content: these tags do not end a block. Unknown tags do not either while they stand inside a paragraph.
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "nobr", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
MARKING = frozenset({"a", "em", "i", "strong", "b"})
# Neither phrasing nor a block of their own.
OTHERS = frozenset({"br", "input", "button", "td", "th"})
# What a browser does not show as text of the page.
SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "head", "select", "option", "textarea"}
    | {"datalist", "svg", "canvas", "audio", "video", "map", "noframes", "title", "meta", "link", "base"}
)
KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "tr": BlockKind.TABLE_ROW,
    "pre": BlockKind.CODE,
} | {f"h{level}": BlockKind.HEADING for level in range(1, 7)}
# White space as HTML has it: a no-break space is a character of the text.
SPACE = " \t\n\r\f\u2028\u2029\u0085\x1c\x1d\x1e\x1f\x0b"
SPACES, UNEVEN_SPACE = re.compile(f"[{SPACE}]+"), re.compile(f"[{SPACE[1:]}]|  ")
# In these, text runs on through its links.
RUNNING = frozenset({"p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
# Names beyond this are an attack, or nothing that a person wrote.
LONGEST_LABEL = 2_000
# No article has as many; time and memory have a bound for any page.
MOST_CANDIDATES, MOST_CONTAINERS = 10_000, 100_000
SENTENCE_END = re.compile(r"[.!?…。！？]\s*$")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CELL_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "section", "article", "tr"})


class _Reader:
    """Collects the text of the innermost open container until a block ends."""

    def __init__(self, root: etree._Element) -> None:
        self.document = Document(root)
        self.container = self._open(root, str(root.tag), None)
        self.parts: list[str] = []
        self.link_length = self.emphasis_length = 0
        self.links: list[str] = []
        self.link_depth = self.emphasis_depth = self.button_depth = 0

    def _open(self, element: etree._Element, tag: str, parent: Container | None) -> Container:
        attributes = dict(element.items())
        kind = KINDS.get(tag) or (parent.kind if parent else BlockKind.PARAGRAPH)
        if kind is BlockKind.TABLE_ROW and tag != "tr" and tag in CELL_BLOCKS:
            kind = BlockKind.PARAGRAPH
        hidden = parent is not None and parent.hidden
        label = ""
        if attributes:
            label = _label(attributes)
            hidden = hidden or "hidden" in attributes or ("style" in attributes and _is_hidden(attributes["style"]))
        containers, depth = self.document.containers, parent.depth + 1 if parent else 0
        first = len(self.document.candidates)
        container = Container(element, tag, parent, depth, len(containers), first, 0, kind, hidden, attributes, label)
        containers.append(container)
        return container

    def read(self) -> Document:
        """The walk is the hottest loop of all: what most elements need is done in it, the rest in methods."""
        walk = etree.iterwalk(self.document.root, events=("start", "end"))
        for event, element in islice(walk, 1, None):
            tag: str = element.tag  # type: ignore[assignment]  # the parser leaves no comments
            if event == "end":
                if tag in MARKING:
                    self._end_inline(tag)
                elif tag not in INLINE:
                    self._end(element, tag)
                text = element.tail
            elif tag in INLINE:
                if tag in MARKING:
                    self._start_inline(element, tag)
                text = element.text
            elif tag in SKIPPED:
                walk.skip_subtree()
                continue
            elif self._is_full():
                break
            else:
                self._start(element, tag)
                text = element.text
            if text and (self.parts or not text.isspace()):
                self._text(text)
        return self._finished()

    def _finished(self) -> Document:
        self._flush()
        for container in self.container.lineage():
            self._close(container)
        return self.document

    def _is_full(self) -> bool:
        """Whether the page has more blocks than are read."""
        document = self.document
        document.is_cut = len(document.candidates) >= MOST_CANDIDATES or len(document.containers) >= MOST_CONTAINERS
        return document.is_cut

    def _close(self, container: Container) -> None:
        container.last = len(self.document.candidates)

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in OTHERS:
            self._start_other(element, tag)
        elif "-" not in tag or self.container.tag != "p":
            self._flush()
            self.container = self._open(element, tag, self.container)

    def _start_inline(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self._start_link(element)
        else:
            self.emphasis_depth += 1

    def _start_other(self, element: etree._Element, tag: str) -> None:
        if tag == "br":
            self._line_break(element)
        elif tag == "input":
            self._form_field(element)
        elif tag == "button":
            self._flush()
            self.button_depth += 1
        elif self.container.kind is not BlockKind.TABLE_ROW:  # a cell outside of a table
            self._flush()
            self.container = self._open(element, tag, self.container)
        elif self.parts:
            self.parts.append(" | ")

    def _start_link(self, element: etree._Element) -> None:
        if self._stands_alone(element):
            self._flush()
        elif self.parts and self.parts[-1] == "\0":
            self.parts[-1] = " "
        self.link_depth += 1
        if href := element.get("href"):
            self.links.append(href)

    def _stands_alone(self, element: etree._Element) -> bool:
        """Whether a link is a block of its own, as the tabs and buttons of a box are: one that follows another without
        a space, or the last thing after a whole sentence, outside of running text."""
        if not self.parts or self.container.tag in RUNNING:
            return False
        if self.parts[-1] == "\0":
            return True
        is_last = element.getnext() is None and not (element.tail or "").strip()
        return is_last and bool(SENTENCE_END.search(self.parts[-1] if self.parts[-1].strip() else "".join(self.parts)))

    def _line_break(self, element: etree._Element) -> None:
        # Two in a row stand for a paragraph on pages that have none.
        previous = element.getprevious()
        if previous is not None and previous.tag == "br" and not (previous.tail or "").strip():
            self._flush()
        else:
            self.parts.append(" ")

    def _form_field(self, element: etree._Element) -> None:
        kind = (element.get("type") or "text").lower()
        hints = f"{element.get('name') or ''} {element.get('placeholder') or ''} {element.get('id') or ''}".lower()
        at = len(self.document.candidates) + bool(self.parts)
        if kind == "password":
            self.document.password_fields.append(at)
        elif kind == "email" or (kind == "text" and ("mail" in hints)):
            self.document.email_fields.append(at)
        if kind != "hidden":
            self.document.controls.append(at)

    def _end(self, element: etree._Element, tag: str) -> None:
        container = self.container
        if element is container.element and container.parent:
            self._flush()
            self._close(container)
            self.container = container.parent
        elif tag == "button":
            self._flush()
            self.button_depth -= 1

    def _end_inline(self, tag: str) -> None:
        if tag == "a":
            self.link_depth -= 1
            self.parts.append("\0")
        else:
            self.emphasis_depth -= 1

    def _text(self, text: str) -> None:
        parts = self.parts
        if parts and parts[-1] == "\0":
            parts.pop()
        parts.append(text)
        if self.link_depth > 0:
            self.link_length += len(text.strip())
        if self.emphasis_depth > 0:
            self.emphasis_length += len(text.strip())

    def _flush(self) -> None:
        if self.parts:
            if text := _evenly_spaced("".join(self.parts).replace("\0", "")):
                self._add(text)
            self.parts.clear()
            self.link_length = self.emphasis_length = 0
        if self.links:
            self.links.clear()

    def _add(self, text: str) -> None:
        container, candidates = self.container, self.document.candidates
        links, button = tuple(self.links), self.button_depth > 0
        candidates.append(
            Candidate(
                len(candidates), container, container.kind, text, self.link_length, links, self.emphasis_length, button
            )
        )


def _evenly_spaced(text: str) -> str:
    if text.isascii():
        return " ".join(text.split()).strip("| ")  # of ASCII Python knows the same white space
    text = text.strip(SPACE)
    if UNEVEN_SPACE.search(text):
        text = SPACES.sub(" ", text)
    return text.strip("| \u00a0\u3000")


def _is_hidden(style: str) -> bool:
    return HIDDEN_STYLE.search(style) is not None


def _label(attributes: Mapping[str, str]) -> str:
    get = attributes.get
    return f"{get('class', '')} {get('id', '')} {get('role', '')}"[:LONGEST_LABEL]


def read_document(root: etree._Element) -> Document:
    """The candidates of a parsed page, in document order."""
    return _Reader(root).read()
