"""Which style sheets a page links and imports: archived with it, found again when it is shown or taken along."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINKED = 30  # of one page
MOST_IMPORTED = 10  # of one style sheet
DEEPEST = 3  # imports of imports of imports
MOST_TAGS = 200  # that are looked at
# Each piece is bounded, so that no page takes long.
TAG = re.compile(rb"<!--|<(link|base|style)\b([^<>]{0,2000})>", re.IGNORECASE)
# The address is one of three groups; the last group is what it is bound to: a layer, a medium.
IMPORT = re.compile(
    r"@import\s{0,20}+(?:url\(\s{0,20}+([^\s\"'()]{1,2000}+)"
    r"|(?:url\(\s{0,20}+)?+(?:\"([^\"\n]{1,2000}+)\"|'([^'\n]{1,2000}+)'))\s{0,20}+\)?+([^;{}]{0,500}+)(?:;|\Z)",
    re.IGNORECASE,
)
# What may stand before an import; where anything else does, browsers take no further one.
BEFORE_IMPORTS = re.compile(
    r"(?:\s|/\*(?:[^*]|\*(?!/))*+\*/|<!--|-->|@charset\s[^;{}]{0,200}+;|@layer\s[^;{}]{0,500}+;)*+", re.IGNORECASE
)
ATTRIBUTE = re.compile(
    r"(?<![\w-])([a-z]{2,10})(?:\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.IGNORECASE
)


def style_sheets_of(page: bytes, url: str) -> list[str]:
    """The addresses of a page's style sheets, in their order; of what is for printers or readers' choice, none."""
    base, found = url, list[str]()
    for name, told, style in _tags(page):
        href = told.get("href", "")
        if name == "base" and href:
            base = absolute(url, href) or url
        elif name == "link" and _is_style(told) and (address := absolute(base, href)):
            found.append(address)
        elif name == "style":
            found += imports_of(style, base)
    return list(dict.fromkeys(found))[:MOST_LINKED]


def imports_of(style: str, url: str) -> list[str]:
    """The addresses of what a style sheet imports before all else, as browsers take it."""
    found, place = list[str](), 0
    while len(found) < MOST_IMPORTED:
        before = BEFORE_IMPORTS.match(style, place)
        place = before.end() if before else place
        imported = IMPORT.match(style, place)
        if imported is None:
            break
        place = imported.end()
        if address := absolute(url, imported[1] or imported[2] or imported[3]):
            found.append(address)
    return list(dict.fromkeys(found))


def with_whole_imports(style: str, url: str) -> str:
    """The same with addresses that stand for themselves; what is bound to them stays."""

    def whole(found: re.Match[str]) -> str:
        address = absolute(url, found[1] or found[2] or found[3]) or ""
        return f'@import "{address}" {found[4].strip()};' if '"' not in address else found[0]

    return IMPORT.sub(whole, style)


def absolute(base: str, href: str) -> str | None:
    """The address that a link leads to; None where it is no address."""
    try:
        return urldefrag(urljoin(base, href.strip()))[0] if href.strip() else None
    except ValueError:
        return None


def _is_style(told: dict[str, str]) -> bool:
    """Also one that a script turns on once it is there: loaded ahead, or for printers first."""
    relations = set(told.get("rel", "").lower().split())
    is_ahead = "preload" in relations and told.get("as", "").lower() == "style"
    is_for_print = told.get("media", "").strip().lower() == "print" and "onload" not in told
    return ("stylesheet" in relations or is_ahead) and "alternate" not in relations and not is_for_print


def _tags(page: bytes) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name and attributes of each tag that counts, and a style's text; what stands in a comment does not."""
    place = 0
    for _ in range(MOST_TAGS):
        tag = TAG.search(page, place)
        if tag is None:
            return
        place = tag.end()
        if tag[1] is None:
            place = page.find(b"-->", place)
            if place < 0:
                return
            continue
        name, style = tag[1].decode().lower(), b""
        if name == "style":
            end = page.find(b"</", place)
            style, place = (page[place:end], end) if end >= 0 else (page[place:], len(page))
        yield name, _attributes(tag[2].decode("utf-8", "replace")), style.decode("utf-8", "replace")


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found
