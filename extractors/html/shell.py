"""Tell a page that a browser has to fill: a script shell with next to no text of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.html.selector import elements
from extractors.text.words import has_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NEEDS_JAVASCRIPT = "needs-javascript"
MOST_WORDS = 60  # an empty shell still has a menu or a line of greeting
# Where scripts put their pages: what the frameworks in use call it.
PLACES = frozenset(
    [
        "root",
        "app",
        "app-root",
        "main-app",
        "__next",
        "__nuxt",
        "__layout",
        "svelte",
        "___gatsby",
        "react-root",
        "vue-app",
        "ember",
    ]
)
BESIDE_HEADLINE = "//h1/.."
ASKS = re.compile(r"java ?script", re.IGNORECASE)


class NeedsBrowserError(ValueError):
    """A page has no content before its scripts have run."""


def is_script_shell(root: etree._Element, texts: list[str]) -> bool:
    """Whether the text that a page shows cannot be its content: scripts, an empty place for them to fill, few words."""
    return not has_words(texts, MOST_WORDS + 1) and is_filled_by_scripts(root)


def is_filled_by_scripts(root: etree._Element) -> bool:
    """Whether a page has scripts and a place for them to fill, or says that it needs them."""
    if not elements("//script", root):
        return False
    if any(ASKS.search("".join(node.itertext())) for node in elements("//noscript", root)):
        return True
    return next(_places(root), None) is not None


def _places(root: etree._Element) -> Iterator[etree._Element]:
    for node in elements("//div[@id] | //main[@id] | //section[@id] | //app-root", root):
        if node.tag == "app-root" or node.get("id") in PLACES:
            yield node


def place_of_content(root: etree._Element) -> etree._Element:
    """Where scripts would put the content of a page: their place, else what is marked as the article, else its body."""
    places = [*_places(root), *elements(f"//*[@itemprop='articleBody'] | //article | //main | {BESIDE_HEADLINE}", root)]
    body = root.find("body")
    return next(iter(places), root if body is None else body)
