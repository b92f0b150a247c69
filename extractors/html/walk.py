"""The walk over a parsed page that finds its containers and candidate blocks."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.html.document import Candidate, Container, Document
from extractors.html.hidden import HIDDEN_STYLE, instead_of, is_unshown_block
from extractors.html.style_sheets import unshown_names
from extractors.html.tags import (
    BLOCKS,
    INLINE,
    KINDS,
    MARKING,
    OTHERS,
    RUNNING,
    SKIPPED,
    holds_blocks,
    is_before_last_line,
    is_before_line_of_links,
    is_before_own_line,
    is_data_table,
    is_double_break,
    is_link,
    is_phrase,
    is_phrase_button,
    is_shown_inline,
    phrase_field,
    sets_out_a_page,
)
from extractors.model import BlockKind
from extractors.text.lines import BREAK, evenly_spaced, is_drop_cap, is_escaped_twice, unescaped, with_drop_cap

if TYPE_CHECKING:
    from collections.abc import Mapping

# Names beyond this are an attack, or nothing that a person wrote.
LONGEST_LABEL = 2_000
# No article has as many; time and memory have a bound for any page.
MOST_CANDIDATES, MOST_CONTAINERS = 10_000, 100_000
SENTENCE_END = re.compile(r"[.!?…。！？]\s*$")
# A letter and a quotation mark, with the white space around them; its word stands near by.
LONGEST_DROP_CAP, DROP_CAP_LINE, STEPS_TO_WORD = 2, 40, 4
# A line behind so many characters of prose may be of its own kind.
PROSE = 60
# The others may be phrases, which may be hidden.
KNOWN = BLOCKS | OTHERS
TABLES = frozenset({"table", "tr"})
CELL_BLOCKS = frozenset(
    {"td", "th", "p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "section", "article", "tr"}
)


class _Reader:
    """Collects the text of the innermost open container until a block ends."""

    def __init__(self, root: etree._Element) -> None:
        self.document = Document(root)
        self.containers, self.candidates = self.document.containers, self.document.candidates
        self.container = self._open(root, str(root.tag), None)
        self.parts: list[str] = []
        self.link_length = self.emphasis_length = 0
        self.links: list[str] = []
        # For each <a> that is open, whether it is a link.
        self.open_links: list[bool] = []
        self.link_depth = self.emphasis_depth = self.button_depth = 0
        self.drop_cap = ""
        self.continues = False
        # Where a line of links to elsewhere is open: what follows it is no part of it.
        self.holds_line_of_links: etree._Element | None = None
        # The row of a table of data that is open: it is one block, whatever its cells hold.
        self.row: etree._Element | None = None
        self.is_data_table = False
        # The rows that set out the page: their cells are containers.
        self.layout_rows: set[int] = set()

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
            hidden = hidden or "popover" in attributes
        containers, depth = self.containers, parent.depth + 1 if parent else 0
        first = len(self.candidates)
        container = Container(element, tag, parent, depth, len(containers), first, 0, kind, hidden, attributes, label)
        containers.append(container)
        return container

    def read(self) -> Document:
        """The walk is the hottest loop of all: what most elements need is done in it, the rest in methods."""
        unshown = self.document.unshown = unshown_names(self.document.root)
        walk = etree.iterwalk(self.document.root, events=("start", "end"))
        for event, element in islice(walk, 1, None):
            tag: str = element.tag  # type: ignore[assignment]  # the parser leaves no comments
            if event == "end":
                if tag in MARKING or tag not in INLINE:
                    self._end(element, tag)
                text = element.tail
            elif tag in INLINE:
                if tag in MARKING:
                    self._start_inline(element, tag)
                text = element.text
                if (attributes := element.items()) and (shown := instead_of(element, attributes, unshown)) is not None:
                    walk.skip_subtree()
                    text = shown
            elif (
                tag in SKIPPED
                or (tag not in KNOWN and instead_of(element, element.items(), unshown) is not None)
                or (self.parts and tag in BLOCKS and is_unshown_block(element, unshown))
            ):
                walk.skip_subtree()
                continue
            elif len(self.candidates) >= MOST_CANDIDATES or len(self.containers) >= MOST_CONTAINERS:
                self.document.is_cut = True
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
            container.last = len(self.candidates)
        return self.document

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in OTHERS:
            self._start_other(element, tag)
        elif self.row is not None:
            self.parts.append(" ")
        elif not is_shown_inline(element, tag) if tag in BLOCKS else not self._is_phrase(element):
            self._flush()
            self.container = self._open(element, tag, self.container)
            if tag in TABLES:
                self._note_table(element, tag)

    def _note_table(self, element: etree._Element, tag: str) -> None:
        if tag == "table":
            self.is_data_table = is_data_table(element)
        elif self.is_data_table:
            self.row = element
        elif sets_out_a_page(element):
            self.layout_rows.add(self.container.index)

    def _is_phrase(self, element: etree._Element) -> bool:
        return self._is_within_phrase(element) or is_phrase(element)

    def _is_within_phrase(self, element: etree._Element) -> bool:
        parent = element.getparent()
        is_phrase = parent is not None and parent is not self.container.element and parent.tag not in BLOCKS
        return is_phrase and not holds_blocks(element)

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
            if shown := phrase_field(element):
                self._text(shown)
        elif tag == "button":
            if not is_phrase_button(element):
                self._flush()
                self.button_depth += 1
        elif self.container.kind is not BlockKind.TABLE_ROW or self.container.index in self.layout_rows:
            # A cell outside of a table, or of one that sets out a page.
            self._flush()
            self.container = self._open(element, tag, self.container)
        elif self.parts:
            self.parts.append(" | ")

    def _start_link(self, element: etree._Element) -> None:
        if self._stands_alone(element):
            self._flush()
        elif self.parts and self.parts[-1] == "\0":
            self.parts[-1] = " "
        href = element.get("href")
        is_open = is_link(element, href)
        self.open_links.append(is_open)
        self.link_depth += is_open
        if href and is_open:
            self.links.append(href)

    def _stands_alone(self, element: etree._Element) -> bool:
        """Whether a link is a block of its own, as the tabs and buttons of a box are: one that follows another without
        a space, or the last thing after a whole sentence, outside of running text."""
        if not self.parts or self.container.tag in RUNNING:
            return False
        if self.parts[-1] == "\0":
            return True
        is_last = element.getnext() is None and not (element.tail or "").strip()
        return is_last and bool(SENTENCE_END.search(self._last_words()))

    def _last_words(self) -> str:
        """The end of what is collected, a line of prose at least; all of it would be gone over at each line break."""
        length = count = 0
        while length < PROSE and count < len(self.parts):
            count += 1
            length += len(self.parts[-count])
        return "".join(self.parts[len(self.parts) - count :])

    def _line_break(self, element: etree._Element) -> None:
        is_double, parent = is_double_break(element), element.getparent()
        # Behind an empty line such a label may head all that follows.
        is_of_links = not is_double and is_before_line_of_links(element)
        is_behind_links = self.holds_line_of_links is not None and self.holds_line_of_links is parent
        is_another, is_last = self._begins_another(element, is_of_links=is_of_links, is_double=is_double)
        if is_behind_links or is_another:
            self._flush()
            self.continues = is_last and not is_behind_links
        else:
            self.parts.append(BREAK)
        self.holds_line_of_links = parent if is_of_links and (is_behind_links or is_another) else None

    def _begins_another(self, line_break: etree._Element, *, is_of_links: bool, is_double: bool) -> tuple[bool, bool]:
        """Whether the line behind a line break is a block of its own, and the last one of its paragraph."""
        is_own = is_of_links or is_before_own_line(line_break)
        is_last = not is_double and is_before_last_line(line_break)
        words = self._last_words() if is_own or is_last else ""
        is_last = is_last and len(words) >= PROSE
        return is_double or ((is_last or is_own) and SENTENCE_END.search(words) is not None), is_last

    def _form_field(self, element: etree._Element) -> None:
        kind = (element.get("type") or "text").lower()
        hints = f"{element.get('name') or ''} {element.get('placeholder') or ''} {element.get('id') or ''}".lower()
        at = len(self.candidates) + bool(self.parts)
        if kind == "password":
            self.document.password_fields.append(at)
        elif kind == "email" or (kind == "text" and ("mail" in hints)):
            self.document.email_fields.append(at)
        if kind != "hidden":
            self.document.controls.append(at)

    def _end(self, element: etree._Element, tag: str) -> None:
        container = self.container
        if tag in MARKING:
            self._end_inline(tag)
        elif element is container.element and container.parent:
            self._flush()
            container.last = len(self.candidates)
            self.container = container.parent
            self.row = None
        elif self.row is not None:
            self.parts.append(" ")
        elif tag == "button" and not is_phrase_button(element):
            self._flush()
            self.button_depth -= 1

    def _end_inline(self, tag: str) -> None:
        if tag == "a":
            self.link_depth -= self.open_links.pop()
            self.parts.append("\0")
        else:
            self.emphasis_depth -= 1

    def _text(self, text: str) -> None:
        parts = self.parts
        if parts and parts[-1] == "\0":
            parts.pop()
            if text.isspace():
                # Behind a link a newline is a blank between two labels in scripts without spaces, too.
                text = " "
        parts.append(text)
        if self.link_depth > 0:
            self.link_length += len(text.strip())
        if self.emphasis_depth > 0:
            self.emphasis_length += len(text.strip())

    def _flush(self) -> None:
        if self.parts:
            text = "".join(self.parts).replace("\0", "")
            if text := evenly_spaced(with_drop_cap(text) if "\n" in text[:DROP_CAP_LINE] else text):
                self._add(text)
            self.parts.clear()
            self.link_length = self.emphasis_length = 0
        if self.links:
            self.links.clear()

    def _add(self, text: str) -> None:
        container, candidates = self.container, self.candidates
        if is_escaped_twice(text) and container.kind is not BlockKind.CODE and not _shows_code(container.element):
            text = unescaped(text)
        if not text:
            return
        if len(text) <= LONGEST_DROP_CAP and is_drop_cap(text, _following_text(container.element)):
            self.drop_cap = text
            return
        text, self.drop_cap = self.drop_cap + text, ""
        links, button = tuple(self.links), self.button_depth > 0
        candidates.append(
            Candidate(
                *(len(candidates), container, container.kind, text, self.link_length, links, self.emphasis_length),
                button,
                self.continues,
            )
        )
        self.continues = False


def _following_text(element: etree._Element) -> str:
    """The text that comes next behind an element, near by."""
    for _ in range(STEPS_TO_WORD):
        if (tail := (element.tail or "").strip()) or element.getparent() is None:
            return tail
        following = element.getnext()
        if following is not None:
            return next((text.strip() for text in following.itertext() if text.strip()), "")
        element = element.getparent()  # type: ignore[assignment]  # asked above
    return ""


def _shows_code(element: etree._Element) -> bool:
    return next(element.iter("code", "kbd", "samp", "tt"), None) is not None


def _is_hidden(style: str) -> bool:
    return HIDDEN_STYLE.search(style) is not None


def _label(attributes: Mapping[str, str]) -> str:
    get = attributes.get
    return f"{get('class', '')} {get('id', '')} {get('role', '')}"[:LONGEST_LABEL]


def read_document(root: etree._Element) -> Document:
    """The candidates of a parsed page, in document order."""
    return _Reader(root).read()
