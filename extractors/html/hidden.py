"""Phrases that a browser does not show in the midst of a text that it shows, and pictures of letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.html.tags import BLOCKS, holds_blocks, text_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What hides a phrase in other ways; a block may be faded in so.
UNSEEN_STYLE = re.compile(
    HIDDEN_STYLE.pattern + r"|visibility\s*:\s*collapse|clip\s*:\s*rect\(\s*[01](?:px)?(?:[\s,]{1,3}[01](?:px)?){3}"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:left|right|top|text-indent)\s*:\s*-\d{3}"
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
LONGEST = 300
SUSPECTED = frozenset({"class", "style", "hidden", "aria-hidden", "alt"})


def instead_of(element: etree._Element, attributes: list[tuple[str, str]]) -> str | None:
    """What stands for a phrase that is not shown: nothing, but for a picture of a letter; None for all that are shown.

    Nearly all are, so the attributes are looked at first.
    """
    for name, value in attributes:
        if name in SUSPECTED and _may_hide(name, value):
            return _instead_of(element, name)
    return None


def _instead_of(element: etree._Element, suspected: str) -> str | None:
    if suspected == "alt":
        return element.get("alt") if DROP_CAP.search(element.get("class") or "") else None
    is_out = _is_phrase(element) and (_is_hidden(element) or _has_visible_twin(element)) and _is_among_text(element)
    return "" if is_out else None


@lru_cache(maxsize=20_000)
def _may_hide(name: str, value: str) -> bool:
    if name == "class":
        return FOR_SCREEN_READERS.search(value) is not None or not HIDING.isdisjoint(value.split())
    if name == "style":
        return UNSEEN_STYLE.search(value) is not None
    return name != "alt" or len(value) == 1


def _is_phrase(element: etree._Element) -> bool:
    return element.tag not in BLOCKS and not holds_blocks(element)


def _is_hidden(element: etree._Element) -> bool:
    names = element.get("class") or ""
    return (
        element.get("hidden") is not None
        or UNSEEN_STYLE.search(element.get("style") or "") is not None
        or FOR_SCREEN_READERS.search(names) is not None
        or (not HIDING.isdisjoint(names.split()) and SHOWING_AGAIN.search(names) is None)
    )


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _neighbours(element: etree._Element) -> Iterator[etree._Element]:
    for neighbour in (element.getprevious(), element.getnext()):
        if neighbour is not None and _is_phrase(neighbour):
            yield neighbour


def _has_visible_twin(element: etree._Element) -> bool:
    """Whether what is hidden from screen readers alone stands beside the same text, or the formula, for them."""
    if element.get("aria-hidden") != "true" or not (text := _text(element)):
        return False
    return any(
        not _is_hidden(other) and (_text(other) == text or next(other.iter("math"), None) is not None)
        for other in _neighbours(element)
    )


def _is_among_text(element: etree._Element) -> bool:
    """Whether text that is shown stands right beside it; a text that is hidden as a whole may be the article."""
    if len(_text(element)) > LONGEST:
        return False
    beside = (element.tail or "").strip() or text_before(element)
    return bool(beside) or any(_text(other) and not _is_hidden(other) for other in _neighbours(element))
