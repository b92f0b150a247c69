"""Phrases that a browser does not show in the midst of a text that it shows, and pictures of letters."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from extractors.html.tags import BLOCKS, holds_blocks, text_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Styles of what takes room and is not seen.
CLIPPED = (
    r"visibility\s*:\s*collapse|clip\s*:\s*rect\(\s*[01](?:px)?(?:[\s,]{1,3}[01](?:px)?){3}"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|content-visibility\s*:\s*hidden"
)
# What hides a phrase in other ways; a block may be faded in so.
UNSEEN_STYLE = re.compile(
    rf"{HIDDEN_STYLE.pattern}|{CLIPPED}|(?:left|right|top|text-indent)\s*:\s*-\d{{3}}"
    r"|(?:font-size|opacity)\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
# What classes for screen readers are called; they hide from the eye alone.
FOR_SCREEN_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr[_-]?only|visually[_-]?hid(?:den|e)|(?:hidden|hide)[_-]?visually|element[_-]invisible"
    r"|screen[_-]?reader(?:s|[_-]?(?:only|text))?|(?:aria|reader|a11y|print)[_-]?only|show[_-]for[_-]sr|a11y[_-]?hidden"
    r"|off[_-]?screen|assistive[_-]?text|text[_-]assistive|access\w{0,10}[_-]?hid(?:den|e)|hidden[_-]?access\w{0,10})"
    r"(?=$|[\s_-])|^sr$",
    re.IGNORECASE,
)
# Classes that hide, unless others beside them show again on some screens.
HIDING, SHOWING_AGAIN = (
    frozenset({"hidden", "d-none", "hide", "is-hidden", "invisible", "uk-hidden", "u-hidden"}),
    re.compile(r":|-(?:sm|md|lg|xl)"),
)
DROP_CAP = re.compile(r"drop|initial|lettrine|first[_-]?letter", re.IGNORECASE)
LONGEST, MOST_TEXTS, MOST_COLUMNS, NEAR_CELL = 300, 50, 30, 4
SUSPECTED = frozenset({"class", "id", "style", "hidden", "popover", "aria-hidden", "alt"})
# What shows a label on small screens alone, and how labels in the cells of a table are called that repeat its head.
SMALL_SCREENS = re.compile(
    r"(?:^|[\s_-])(?:(?:mobile|phone|xs)[_-]?only|only[_-]?(?:mobile|phone|xs)|visible-xs(?:-inline|-block)*"
    r"|show-for-small-only|d-(?:sm|md|lg)-none|hidden-md(?:-up)?|(?:sm|md|lg):hidden)(?=$|\s)",
    re.IGNORECASE,
)
LABEL = re.compile(r"label|head|title|caption|col", re.IGNORECASE)
CELLS = ("td", "th")
NOTHING_UNSHOWN: frozenset[str] = frozenset()


def instead_of(
    element: etree._Element, attributes: list[tuple[str, str]], unshown: frozenset[str] = NOTHING_UNSHOWN
) -> str | None:
    """What stands for a phrase that is not shown: nothing, but for a picture of a letter; None for all that are shown.

    ``unshown`` are the names that the page's own style sheets hide. Nearly all phrases are shown, so the attributes are
    looked at first.
    """
    for name, value in attributes:
        is_suspected = name in SUSPECTED and (_may_hide(name, value) or (unshown and _is_named(name, value, unshown)))
        if is_suspected and (shown := _instead_of(element, name, unshown)) is not None:
            return shown
    return None


def is_unshown_block(element: etree._Element, unshown: frozenset[str]) -> bool:
    """Whether a block is not shown before somebody asks for it, and the text that it stands in goes on behind it."""
    attributes = element.attrib
    is_closed = element.tag == "dialog" and "open" not in attributes
    if not (is_closed or attributes) or not (element.tail or "").strip():
        return False
    return (is_closed or is_hidden(element, unshown)) and len(_text(element)) <= LONGEST


def _instead_of(element: etree._Element, suspected: str, unshown: frozenset[str]) -> str | None:
    if suspected == "alt":
        return element.get("alt") if DROP_CAP.search(element.get("class") or "") else None
    cell = next((step for step in islice(element.iterancestors(), NEAR_CELL) if step.tag in CELLS), None)
    names = element.get("class") or ""
    if (suspected == "class" and cell is None and not _may_be_unseen(names, unshown)) or not _is_phrase(element):
        return None
    if cell is not None and _is_label_in(cell, element, unshown):
        return ""
    is_unseen = is_hidden(element, unshown) or _has_visible_twin(element, unshown)
    return "" if is_unseen and _is_among_text(element, unshown) else None


def _may_be_unseen(names: str, unshown: frozenset[str]) -> bool:
    return _hides(names) or (bool(unshown) and _is_named("class", names, unshown))


@lru_cache(maxsize=20_000)
def _hides(names: str) -> bool:
    return FOR_SCREEN_READERS.search(names) is not None or not HIDING.isdisjoint(names.split())


@lru_cache(maxsize=20_000)
def _may_hide(name: str, value: str) -> bool:
    if name == "class":
        return _hides(value) or LABEL.search(value) is not None or SMALL_SCREENS.search(value) is not None
    if name == "style":
        return UNSEEN_STYLE.search(value) is not None
    return name != "id" and (name != "alt" or len(value) == 1)


def _is_named(name: str, value: str, unshown: frozenset[str]) -> bool:
    """Whether a class or an id is one of those names."""
    if name == "class":
        return any(f".{part}" in unshown for part in value.split())
    return name == "id" and f"#{value}" in unshown


def _is_label_in(cell: etree._Element, element: etree._Element, unshown: frozenset[str]) -> bool:
    """Whether what else a cell holds is shown, and its beginning is not, or only where there is no room for the head of
    the table."""
    texts = list(islice(cell.itertext(), MOST_TEXTS))
    label, whole = _text(element), " ".join("".join(texts).split())
    if len(label) >= len(whole) or len(whole) > LONGEST or len(texts) == MOST_TEXTS:
        return False
    if is_hidden(element, unshown) or SMALL_SCREENS.search(element.get("class") or ""):
        return True
    return whole.startswith(label) and label.rstrip(" :：") == _head_of(cell)


def _head_of(cell: etree._Element) -> str | None:
    """The head of the column that a cell stands in."""
    row = cell.getparent()
    table = next(cell.iterancestors("table"), None)
    first = next(table.iterchildren("tr", "thead", "tbody"), None) if table is not None else None
    if first is not None and first.tag != "tr":
        first = next(first.iterchildren("tr"), None)
    if row is None or first is None or first is row:
        return None
    column = sum(1 for _ in islice(cell.itersiblings(preceding=True), MOST_COLUMNS))
    head = next(islice(first, column, None), None) if column < MOST_COLUMNS else None
    return _text(head) if head is not None and head.tag == "th" else None


def _is_phrase(element: etree._Element) -> bool:
    return element.tag not in BLOCKS and not holds_blocks(element)


def is_hidden(element: etree._Element, unshown: frozenset[str]) -> bool:
    """Whether an element is not shown, by an attribute, a style, a name; ``unshown`` are names that sheets hide."""
    names = element.get("class") or ""
    return (
        element.get("hidden") is not None
        or element.get("popover") is not None
        or UNSEEN_STYLE.search(element.get("style") or "") is not None
        or FOR_SCREEN_READERS.search(names) is not None
        or (not HIDING.isdisjoint(names.split()) and SHOWING_AGAIN.search(names) is None)
        or (bool(unshown) and any(_is_named(name, value, unshown) for name, value in element.items()))
    )


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _neighbours(element: etree._Element) -> Iterator[etree._Element]:
    for neighbour in (element.getprevious(), element.getnext()):
        if neighbour is not None and _is_phrase(neighbour):
            yield neighbour


def _has_visible_twin(element: etree._Element, unshown: frozenset[str]) -> bool:
    """Whether what is hidden from screen readers alone stands beside the same text, or the formula, for them."""
    if element.get("aria-hidden") != "true" or not (text := _text(element)):
        return False
    return any(
        not is_hidden(other, unshown) and (_text(other) == text or next(other.iter("math"), None) is not None)
        for other in _neighbours(element)
    )


def _is_among_text(element: etree._Element, unshown: frozenset[str]) -> bool:
    """Whether text that is shown stands right beside it; a text that is hidden as a whole may be the article."""
    if len(_text(element)) > LONGEST:
        return False
    beside = (element.tail or "").strip() or text_before(element)
    return bool(beside) or any(_text(other) and not is_hidden(other, unshown) for other in _neighbours(element))
