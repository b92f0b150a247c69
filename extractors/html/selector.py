"""Compile the selectors of site files, once each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

EXSLT = {"re": "http://exslt.org/regular-expressions"}


@lru_cache(maxsize=4096)
def compile_xpath(expression: str) -> Callable[[etree._Element], object]:
    """An XPath 1.0 function of an element; EXSLT regular expressions stand under ``re:``.

    Raises ValueError where the expression does not compile.
    """
    try:
        return etree.XPath(expression, namespaces=EXSLT)
    except etree.XPathError as error:
        raise ValueError(f"XPath does not compile: {error}: {expression}") from error


@lru_cache(maxsize=4096)
def css_to_xpath(expression: str) -> str:
    """Raises ValueError where the CSS selector does not compile."""
    try:
        return HTMLTranslator().css_to_xpath(expression)
    except SelectorError as error:
        raise ValueError(f"CSS does not compile: {error}: {expression}") from error


def elements(expression: str, root: etree._Element) -> list[etree._Element]:
    """The elements under ``root`` that an XPath names, in document order."""
    found = compile_xpath(expression)(root)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []
