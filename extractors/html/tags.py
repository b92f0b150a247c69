"""What the elements of a page are: phrases of a text, blocks, or nothing that is shown as text."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from extractors.model import BlockKind

if TYPE_CHECKING:
    from lxml import etree

# Phrasing content: these tags do not end a block. Whether others do follows from what they hold and where they stand.
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "embed", "font", "i"}
    | {"img", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rb", "ruby", "s", "samp", "small", "source"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
    | {"math", "semantics", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mstyle", "mpadded", "merror", "mfrac"}
    | {"msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mfenced"}
)
# These end one wherever they stand.
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details"}
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu"}
    | {"nav", "ol", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "ul", "xmp"}
)
MARKING = frozenset({"a", "em", "i", "strong", "b"})
SETTING_OFF = MARKING | {"small", "cite", "mark", "u"}
# Neither phrasing nor a block of their own.
OTHERS = frozenset({"br", "input", "button", "td", "th"})
# What a browser does not show as text of the page; the readings of ruby stand above the words, not between them.
SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "head", "select", "option", "textarea"}
    | {"datalist", "svg", "canvas", "audio", "video", "map", "noframes", "title", "meta", "link", "base"}
    | {"rt", "rp", "rtc", "annotation", "annotation-xml"}
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
# In these, text runs on through its links.
RUNNING = frozenset({"p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
# Blocks that people set into a line.
MAY_BE_INLINE = frozenset({"div", "p", "center", "section", "h1", "h2", "h3", "h4", "h5", "h6"})
INLINE_STYLE = re.compile(r"display\s*:\s*(?:inline|contents)", re.IGNORECASE)
# A line behind a line break has no more characters and phrases.
LONGEST_LINE, LONGEST_LABEL, MOST_PHRASES = 200, 40, 6
# A link may hold a card; one that holds so many paragraphs was never closed.
MOST_PARAGRAPHS = 2

# So many empty lines, among so many line breaks, part paragraphs in a cell.
FEWEST_EMPTY_LINES, MOST_BREAKS = 2, 40
# A form that holds a headline and so many paragraphs or line breaks is the page.
SEVERAL = 4

# Cells of a table that sets out a page hold more characters than cells of data do; it has no heads of columns.
LONGEST_CELL, LONGEST_CELL_BELOW_HEAD = 200, 800


def holds_blocks(element: etree._Element) -> bool:
    """Whether a block-level element stands anywhere inside."""
    return len(element) > 0 and next(element.iterdescendants(*BLOCKS), None) is not None


def is_page_form(form: etree._Element) -> bool:
    """Whether a form is the page itself, as some servers write it: what it holds stands in no form for a reader."""
    if next(form.iterdescendants("main", "article"), None) is not None:
        return True
    has_headline = next(form.iterdescendants("h1"), None) is not None
    return has_headline and sum(1 for _ in islice(form.iterdescendants("p", "br"), SEVERAL)) == SEVERAL


def text_before(element: etree._Element) -> str:
    """What stands right before an element, beside it."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return (previous.tail or "").strip()
    return ((parent.text if parent is not None else None) or "").strip()


def is_phrase(element: etree._Element) -> bool:
    """Whether an element of a name that is not known is a phrase of the text around it."""
    parent = element.getparent()
    in_text = parent is not None and parent.tag in RUNNING
    return (in_text or bool((element.tail or "").strip() or text_before(element))) and not holds_blocks(element)


def is_shown_inline(element: etree._Element, tag: str) -> bool:
    """Whether a block of a page is shown as a phrase of the text that it stands in, by its own style."""
    style = element.get("style")
    if style is None or tag not in MAY_BE_INLINE or INLINE_STYLE.search(style) is None:
        return False
    return bool((element.tail or "").strip() or text_before(element)) and not holds_blocks(element)


def is_phrase_button(element: etree._Element) -> bool:
    """Whether a button is a word of a sentence, as terms that are explained on a click are."""
    tail = (element.tail or "").strip()
    if any(map(str.isalpha, tail)):
        return not holds_blocks(element)
    return bool(tail) and any(map(str.isalpha, text_before(element))) and not holds_blocks(element)


def phrase_field(field: etree._Element) -> str:
    """What a button, or a field that nobody can fill in, shows as a word of a sentence."""
    kind = (field.get("type") or "text").lower()
    is_fixed = field.get("readonly") is not None or field.get("disabled") is not None
    is_shown = kind in ("button", "submit") or (kind == "text" and is_fixed)
    return field.get("value") or "" if is_shown and is_phrase_button(field) else ""


def is_link(element: etree._Element, href: str | None) -> bool:
    """Whether an ``<a>`` leads anywhere, and was closed; one that does not marks a place."""
    if not href and not element.get("onclick") and not element.get("role"):
        return False
    return len(element) <= MOST_PARAGRAPHS or sum(1 for _ in element.iterchildren("p")) <= MOST_PARAGRAPHS


def is_before_own_line(line_break: etree._Element) -> bool:
    """Whether all of the line behind a line break is set off by one element: a note, a credit, a call to subscribe."""
    phrase = line_break.getnext()
    if phrase is None or phrase.tag not in SETTING_OFF or (line_break.tail or "").strip():
        return False
    following = phrase.getnext()
    return not (phrase.tail or "").strip() and (following is None or following.tag == "br")


def is_before_line_of_links(line_break: etree._Element) -> bool:
    """Whether the line behind a line break is a label, and links: "See also: ..."; the label is set off, or ends with a
    colon."""
    line = list(takewhile(lambda phrase: phrase.tag != "br", islice(line_break.itersiblings(), MOST_PHRASES)))
    said, behind = (line_break.tail or "").strip(), ""
    if not said and line and line[0].tag in SETTING_OFF and line[0].tag != "a":
        behind = line.pop(0).tail or ""
    elif not said.endswith((":", "：")) or len(said) > LONGEST_LABEL:
        return False
    are_links = 0 < len(line) < MOST_PHRASES - 1 and all(link.tag == "a" and link.get("href") for link in line)
    return are_links and not any(map(str.isalnum, behind + "".join(link.tail or "" for link in line)))


def is_before_last_line(line_break: etree._Element) -> bool:
    """Whether one short line follows a line break, and ends the paragraph."""
    paragraph, behind = line_break.getparent(), line_break.getnext()
    if paragraph is None or paragraph.tag not in RUNNING or (behind is not None and behind.tag == "br"):
        return False
    following = list(islice(line_break.itersiblings(), MOST_PHRASES))
    if len(following) == MOST_PHRASES or any(other.tag == "br" or holds_blocks(other) for other in following):
        return False
    length = len(line_break.tail or "") + sum(
        len(text) for other in following for text in (*other.itertext(), other.tail or "")
    )
    return 0 < length <= LONGEST_LINE


def sets_out_a_page(row: etree._Element) -> bool:
    """Whether the cells of a row stand beside each other as columns of a page do: one of them holds the headline, or
    paragraphs that empty lines part."""
    if next(row.iterdescendants("h1"), None) is not None:
        return True
    breaks = islice(row.iterdescendants("br"), MOST_BREAKS)
    return sum(map(is_double_break, breaks)) >= FEWEST_EMPTY_LINES


def is_double_break(line_break: etree._Element) -> bool:
    """Whether it is the second in a row: two stand for a paragraph on pages that have none."""
    previous = line_break.getprevious()
    return previous is not None and previous.tag == "br" and not (previous.tail or "").strip()


def is_data_table(table: etree._Element) -> bool:
    """Whether a table whose cells hold blocks is one of data: short cells side by side, in several rows."""
    if next(table.iterdescendants("table", "form"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    has_heads = len(rows) > 1 and len(rows[0]) > 1 and all(cell.tag == "th" for cell in rows[0])
    longest = LONGEST_CELL_BELOW_HEAD if has_heads else LONGEST_CELL
    return (
        len(rows) > 1
        and 2 * sum(len(row) > 1 for row in rows) > len(rows)
        and any(map(holds_blocks, cells))
        and all(sum(map(len, cell.itertext())) <= longest for cell in cells)
    )
