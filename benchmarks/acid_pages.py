"""Pages for the acid test: passages put between the paragraphs of real articles, told by nothing but their words."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree, html
from w3lib.encoding import html_to_unicode

from benchmarks.extractors import Source
from benchmarks.shared import index, page_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.passages import Passage

    Form = Callable[[Passage, random.Random], list[etree._Element]]

LANGUAGE = re.compile(rb"<html[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2})", re.IGNORECASE)
FEWEST_PARAGRAPHS = 4
LONGEST_HEADING = 60
MEANINGLESS_CLASSES = ("x7d2a", "css-1q0nml", "sc-b3f9", "c-item", "row-2", "el_44", "_3kzT", "block-inner")


def fold(text: str) -> str:
    """Text without case and punctuation, for comparing paragraphs."""
    return re.sub(r"\W+", " ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Carrier:
    """A real page with a known body, into which passages are put. ``source`` is the page without one."""

    source: Source
    language: str
    body: tuple[str, ...]

    def run(self, root: etree._Element) -> list[etree._Element]:
        """The longest row of own paragraphs in one parent, document order."""
        wanted = {fold(paragraph) for paragraph in self.body if len(paragraph) > 25}
        rows: dict[etree._Element, list[etree._Element]] = {}
        for paragraph in root.iter("p"):
            parent = paragraph.getparent()
            if parent is not None and fold("".join(paragraph.itertext())) in wanted:
                rows.setdefault(parent, []).append(paragraph)
        return max(rows.values(), key=len, default=[])


@dataclass(frozen=True, slots=True)
class AcidPage:
    """A page with a passage put into it. ``carrier`` is the page that it was put into."""

    id: str
    url: str
    html: bytes
    passage: Passage
    form: str
    blocks: tuple[str, ...]
    must_go: bool
    carrier: Carrier

    @property
    def source(self) -> Source:
        """The page as an extractor gets it."""
        return Source(self.id, self.url, self.html)


def _element(tag: str, text: str | None = None, *children: etree._Element, label: str = "") -> etree._Element:
    element: etree._Element = html.Element(tag, {"class": label} if label else {})
    element.text = text
    element.extend(children)
    return element


def _paragraphs(blocks: Sequence[str]) -> list[etree._Element]:
    return [_element("p", block) for block in blocks]


def _plain(passage: Passage, _: random.Random) -> list[etree._Element]:
    return _paragraphs(passage.blocks)


def _emphasised(passage: Passage, _: random.Random) -> list[etree._Element]:
    return [_element("p", None, _element("em", block)) for block in passage.blocks]


def _divisions(passage: Passage, chance: random.Random) -> list[etree._Element]:
    label = chance.choice(MEANINGLESS_CLASSES)
    if chance.random() < 0.5:
        return [_element("div", block, label=label) for block in passage.blocks]
    return [_element("div", None, *_paragraphs(passage.blocks), label=label)]


def _group(passage: Passage, _: random.Random) -> list[etree._Element]:
    children = _paragraphs(passage.blocks)
    if len(passage.blocks) > 1 and len(passage.blocks[0]) <= LONGEST_HEADING:
        children[0].tag = "h3"
    inner = _element("div", None, *children, label="wp-block-group__inner-container")
    return [_element("div", None, inner, label="wp-block-group")]


def _wrapped(tag: str) -> Form:
    return lambda passage, _: [_element(tag, None, *_paragraphs(passage.blocks))]


FORMS: dict[str, Form] = {
    "p": _plain,
    "div": _divisions,
    "em": _emphasised,
    "group": _group,
    "blockquote": _wrapped("blockquote"),
    "aside": _wrapped("aside"),
    "form": _wrapped("form"),
}
# Behind which part of the article's paragraphs a passage stands; between them, it has own paragraphs on both sides.
BETWEEN, BEHIND = (0.5, 0.85), 1.0
# Fact boxes apart, articles have no asides, and no forms: a passage in one is no fair look-alike.
CONTENT_FORMS = tuple(form for form in FORMS if form not in ("aside", "form"))


def _parse(content: bytes) -> etree._Element:
    text = html_to_unicode(None, content)[1]
    root: etree._Element = html.document_fromstring(
        text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    for declaration in root.xpath(
        "//meta[@charset or contains(translate(@content, 'CHARSET', 'charset'), 'charset=')]"
    ):
        declaration.drop_tree()
    head = root.find("head")
    if head is not None:
        head.insert(0, html.Element("meta", charset="utf-8"))
    return root


def _serialise(root: etree._Element) -> bytes:
    text: str = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text.encode()


def carriers() -> list[Carrier]:
    """The pages of the open corpus that can carry a passage: body known, and enough of its paragraphs in one parent."""
    found = []
    for row in index():
        if row.get("body"):
            content = page_bytes(row["id"])
            language = match[1].decode().lower() if (match := LANGUAGE.search(content)) else ""
            root = _parse(content)
            carrier = Carrier(Source(row["id"], row["url"], _serialise(root)), language, tuple(row["body"]))
            if len(carrier.run(root)) >= FEWEST_PARAGRAPHS:
                found.append(carrier)
    return found


def _insert(carrier: Carrier, passage: Passage, form: Form, chance: random.Random, places: Sequence[float]) -> bytes:
    root = _parse(carrier.source.html)
    row = carrier.run(root)
    part = chance.choice(places)
    place = len(row) - 1 if part == BEHIND else min(len(row) - 2, int(len(row) * part))
    for element in reversed(form(passage, chance)):
        row[place].addnext(element)
        row[place].tail, element.tail = element.tail, row[place].tail
    return _serialise(root)


def _carriers_for(language: str, pages: Sequence[Carrier]) -> Sequence[Carrier]:
    same = [
        page for page in pages if page.language == {"no": "nb"}.get(language, language) or page.language == language
    ]
    return same or pages


def build_pages(
    passages: Sequence[Passage],
    pages: Sequence[Carrier],
    seed: int,
    further_forms: Mapping[str, Form] | None = None,
    places: Sequence[float] = BETWEEN,
) -> Iterator[AcidPage]:
    """Each passage in one page, of its own language where there is one, in each form equally often.

    ``further_forms`` are for what must go. The same arguments give the same pages.
    """
    chance = random.Random(seed)
    order = list(passages)
    chance.shuffle(order)
    all_forms = {**FORMS, **(further_forms or {})}
    for must_go, forms in ((True, tuple(all_forms)), (False, CONTENT_FORMS)):
        for number, passage in enumerate(passage for passage in order if passage.must_go is must_go):
            carrier = chance.choice(_carriers_for(passage.language, pages))
            form = forms[number % len(forms)]
            content = _insert(carrier, passage, all_forms[form], chance, places)
            page_id = f"acid-{seed}-{'appeal' if must_go else 'content'}-{number}"
            yield AcidPage(page_id, carrier.source.url, content, passage, form, passage.blocks, must_go, carrier)
