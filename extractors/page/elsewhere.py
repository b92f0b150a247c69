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
from extractors.text.words import has_unspaced, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.page.reading import Reading

# In words: less is a teaser.
SHORTEST_ARTICLE = 40
# What has nearly as many words as the longest, in more paragraphs, is the better source.
NEARLY = 0.8
BLOCK_TAG = re.compile(r"<(?:p|div|br|h\d|ul|ol|li|blockquote|figure|table|section)\b", re.IGNORECASE)
SILENT, HOLDERS = ("noscript", "template"), ("script", "textarea")
TEMPLATE = re.compile(r"template|html|handlebars|mustache|jsx|x-tmpl", re.IGNORECASE)
PARAGRAPH_TAG, SEVERAL = re.compile(r"<p[\s>]", re.IGNORECASE), 2
# Letters of a word that tells what a text is about.
TELLING = 5


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
    yield from _in_elements(reading.root)
    yield from _in_frames(reading.root)
    yield from _in_states(reading)


def _in_elements(root: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """Markup that a browser parses, but does not show, or that stands as text in an element made for other text."""
    for element in root.iter(*SILENT, *HOLDERS):
        tag, text = str(element.tag), element.text or ""
        if len(element):
            yield tag, [etree.tostring(part, encoding="unicode") for part in element]
        elif len(PARAGRAPH_TAG.findall(text)) >= SEVERAL and _is_markup(element):
            yield tag, [text]


def _in_frames(root: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """Pages that stand as text in the frames that show them; a frame of one block is an advert or a player."""
    for frame in root.iter("iframe"):
        page = frame.get("srcdoc") or ""
        if len(BLOCK_TAG.findall(page)) >= SEVERAL:
            yield "srcdoc", [page]


def _is_markup(element: etree._Element) -> bool:
    return element.tag != "script" or TEMPLATE.search(element.get("type") or "") is not None


def _in_states(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """What scripts have as data, where it speaks of what the title says."""
    title = reading.metadata.title or ""
    told = frozenset(telling_words(title))
    for name, state in states(reading.root):
        if (lines := article_lines(state, title)) and (not told or told.intersection(telling_words(" ".join(lines)))):
            yield name, lines


def telling_words(text: str) -> list[str]:
    """The longer words of a text; of scripts without spaces, each character."""
    return [word for word in words_of(text) if len(word) >= TELLING or has_unspaced(word)]


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
