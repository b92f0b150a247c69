"""Where a page has its article when its markup has none: data for machines, for scripts, for browsers without them."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from extractors.html.decode import UnreadablePageError, parse
from extractors.html.shell import place_of_content
from extractors.html.state_text import article_lines
from extractors.html.states import states
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.page.reading import Reading

# In words: less is a teaser.
SHORTEST_ARTICLE = 40
# What has nearly as many words as the longest, in more paragraphs, is the better source.
NEARLY = 0.8
BLOCK_TAG = re.compile(r"<(?:p|div|br|h\d|ul|ol|li|blockquote|figure|table|section)\b", re.IGNORECASE)
SILENT = ("noscript", "template")


def elsewhere(reading: Reading) -> tuple[str, Reading] | None:
    """The page with the article that its data has where the page shows it, and what the data is called."""
    found = [(name, lines, _words(lines)) for name, lines in _sources(reading)]
    longest = max((words for *_, words in found), default=0)
    if longest < SHORTEST_ARTICLE:
        return None
    name, lines, _ = max((each for each in found if each[2] >= NEARLY * longest), key=lambda each: len(each[1]))
    return name, replace(reading, root=_shown(reading.root, lines))


def _words(lines: list[str]) -> int:
    return sum(len(words_of(line)) for line in lines)


def _sources(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    if body := reading.structured.article_body:
        yield "json-ld", body.split("\n")
    for tag in SILENT:
        for element in reading.root.iter(tag):
            if len(element):
                yield tag, [etree.tostring(part, encoding="unicode") for part in element]
    for name, state in states(reading.root):
        if lines := article_lines(state, reading.metadata.title or ""):
            yield name, lines


def _shown(root: etree._Element, lines: list[str]) -> etree._Element:
    """A copy of a page with the lines where its content belongs."""
    shown = copy.deepcopy(root)
    body = etree.SubElement(place_of_content(shown), "div", {"class": "article-body"})
    for line in lines:
        body.extend(_parsed(line))
    return shown


def _parsed(line: str) -> list[etree._Element]:
    """A line as elements: markup as it is, a text as paragraphs."""
    is_markup = BLOCK_TAG.search(line) is not None
    paragraphs = (f"<p>{part}</p>" for part in line.split("\n") if part.strip())
    try:
        page = parse(f"<div>{line}</div>" if is_markup else "".join(paragraphs))
    except UnreadablePageError:
        return []
    inside = page.find("body")
    return list(inside) if inside is not None else []
