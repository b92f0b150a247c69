"""Styles of a page: its style sheets in place of their links, and all of them without what they load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from .settable import settable

if TYPE_CHECKING:
    from lxml import etree

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
# Address of a style sheet, medium of its link, and the rules around it.
Bound = tuple[str, str | None, list[str]]


def set_styles(root: etree._Element, url: str, styles: dict[str, str]) -> None:
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


def _set_style(before: etree._Element, text: str, bound: Bound, left: dict[str, str]) -> None:
    _set_imports(before, text, bound, left)
    _, media, around = bound
    style = before.makeelement("style", {"media": settable(media)} if media else {})
    # Imports go first: inside of a rule they would be none.
    ruled = "".join(f"{rule} {{ " for rule in around) + IMPORT.sub(" ", text) + " }" * len(around)
    style.text = settable(ruled)
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


def unloading(style: str) -> str:
    """Without escapes, behind which a word could hide, without imports, and without the words that load."""
    return LOADS.sub("none(", IMPORT.sub(" ", ESCAPE.sub(_meant, style)))


def _meant(escape: re.Match[str]) -> str:
    """The letter that an escape stands for, where it neither ends nor begins anything."""
    if not escape[1]:
        return escape[0] if escape[2] else ""
    code = int(escape[1], 16)
    letter = chr(code) if code < 0x110000 and code not in ICONS else ""
    return letter if letter.isalnum() or (code > 0xA0 and letter.isprintable()) else ""
