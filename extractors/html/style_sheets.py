"""What a page's own style sheets do not show, by class or id: only rules that name one alone and always hold."""

from __future__ import annotations

import re
from string import ascii_letters
from typing import TYPE_CHECKING

from extractors.html.hidden import CLIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# So many characters of them are read; what is longer shows how a whole site looks. No selector that counts is longer.
LONGEST, LONGEST_SELECTOR, DEEPEST = 100_000, 100, 5
DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
UNSEEN = re.compile(rf"visibility\s*:\s*hidden|{CLIPPED}|(?:left|right|top|text-indent)\s*:\s*-9\d{{2}}", re.IGNORECASE)
# A sheet without the latter hides nothing, and a rule without the former neither hides nor shows.
TELLING = ("display", "DISPLAY", "visib", "clip", "-9")
SUSPECTED = ("none", "hidden", "clip", "-9", "collapse")
# A selector of one class or id, with or without the name of an element; and the last such part of a longer one.
SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)
COMBINATORS, NAMES_IN_SELECTOR = str.maketrans(">+~", "   "), re.compile(r"[.#][\w-]+")
# What somebody has to do before a rule holds: nobody has, when a page is read.
ON_ACTION = re.compile(r":(?:hover|focus|active|target|checked|popover-open)|\[open\]", re.IGNORECASE)
# A rule holds on a screen of this width, in pixels; an em has so many.
WIDTH, EM = 1280, 16
LETTERS = ascii_letters + "-"
CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]{1,8})\s*(px|r?em)\s*\)")


def unshown_names(root: etree._Element) -> frozenset[str]:
    """Names as selectors have them (``.note``, ``#gloss``) of what is not shown on a wide screen."""
    sheets = _Sheets()
    length = 0
    for style in root.iter("style"):
        text = style.text or ""
        length += len(text)
        if length > LONGEST:
            break
        if any(map(text.lower().__contains__, SUSPECTED)) and _holds(style.get("media") or ""):
            sheets.read(_without_comments(text))
    return frozenset(name for name, is_unshown in sheets.names.items() if is_unshown and name not in sheets.shown)


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


class _Sheets:
    """What rules say of names, the last one last; and what is shown under conditions, which is not called unshown."""

    def __init__(self) -> None:
        self.names: dict[str, bool] = {}
        self.shown: set[str] = set()

    def read(self, sheet: str) -> None:
        for selectors, declarations, holds in _rules(sheet):
            if not any(map(declarations.__contains__, TELLING)):
                continue
            found = DISPLAY.findall(declarations)
            is_unshown = found[-1].lower() == "none" if found else UNSEEN.search(declarations) is not None
            if (is_unshown or found) and holds is not False:
                for selector in map(str.strip, selectors.split(",")):
                    if len(selector) <= LONGEST_SELECTOR:
                        self._note(selector, is_unshown=is_unshown, holds=holds)

    def _note(self, selector: str, *, is_unshown: bool, holds: bool | None) -> None:
        if holds and (alone := SIMPLE_SELECTOR.fullmatch(selector)):
            self.names[alone[1]] = is_unshown
        elif not is_unshown and not ON_ACTION.search(selector):
            last = selector.translate(COMBINATORS).split()[-1:]
            self.shown.update(name for part in last for name in NAMES_IN_SELECTOR.findall(part))


def _rules(sheet: str) -> Iterator[tuple[str, str, bool | None]]:
    """Selectors and declarations, and whether a rule holds: None where that is not known."""
    conditions: list[bool | None] = []
    for part in sheet.split("}")[:-1]:
        *opened, declarations = part.split("{")
        selectors = ""
        for opening in opened:
            if selectors or len(conditions) > DEEPEST:
                return  # a rule within a rule, or a riddle
            # What ends with a semicolon before it is a rule without a body.
            head = opening.rpartition(";")[2].strip()
            if head.startswith("@"):
                conditions.append(_at_rule(head))
            else:
                selectors = head or "*"
        if selectors:
            yield selectors, declarations, _all(conditions)
        elif conditions:
            conditions.pop()


def _all(conditions: list[bool | None]) -> bool | None:
    if False in conditions:
        return False
    return None if None in conditions else True


def _at_rule(rule: str) -> bool | None:
    name, condition = rule[: len(rule) - len(rule[1:].lstrip(LETTERS))].lower(), rule[1:].lstrip(LETTERS)
    if name == "@media":
        return _holds(condition)
    return True if name == "@layer" else None if name in ("@supports", "@container") else False


def _holds(media: str) -> bool | None:
    """Whether a media query holds on a wide screen; None where that is not known."""
    said = media.lower().strip()
    widths = [_is_wide_enough(*width) for width in CONDITION.findall(said)]
    rest = CONDITION.sub("", said).replace("and", "").replace("only", "").strip()
    if rest.startswith("print") or (False in widths and "," not in said):
        return False
    return True if rest in ("", "all", "screen") else None


def _is_wide_enough(bound: str, number: str, unit: str) -> bool:
    try:
        pixels = float(number) * (1 if unit == "px" else EM)
    except ValueError:
        return False
    return pixels <= WIDTH if bound == "min" else pixels >= WIDTH
