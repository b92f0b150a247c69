"""An extraction as people read it: the article, and a mark for everything that was cut."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from storage.store.boxes import boxed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors import Article, Extraction, Removal
    from extractors.model import Box

WIDTH = 100  # columns
MOST_LINES = 50  # of one kind: a file can be made to hold a million faults


def plain(text: str) -> str:
    """Text of a page made safe for a terminal: nothing in it can move the cursor or colour the screen."""
    return "".join(character if character.isprintable() else " " for character in text)


def first_lines(lines: Iterable[str]) -> Iterator[str]:
    """The first fifty, and how many more there are."""
    told = iter(lines)
    yield from islice(told, MOST_LINES)
    if further := sum(1 for _ in told):
        yield f"  and {further} more"


def ledger(extraction: Extraction) -> str:
    """The clean text with the cuts where they were made: a box with its reason, its lines below."""
    return _written(extraction, explain=False)


def explanation(extraction: Extraction) -> str:
    """The ledger with layer and rule of each box, and the evidence of each line."""
    return _written(extraction, explain=True)


def _written(extraction: Extraction, *, explain: bool) -> str:
    told = boxed(extraction)
    article = told.article
    assert article is not None  # noqa: S101  (callers ask first)
    lines, seen = [*_head(article), ""], set[int]()
    for position, block in enumerate((*article.blocks, None)):
        here = (
            each for each in told.removals if each.position == position or (block is None and each.position > position)
        )
        lines += _cuts(here, told.boxes, seen, explain=explain)
        if block is not None:
            lines += [textwrap.fill(plain(block.text), WIDTH), ""]
    return "\n".join(lines).rstrip() + "\n"


def _cuts(removals: Iterable[Removal], boxes: tuple[Box, ...], seen: set[int], *, explain: bool) -> Iterator[str]:
    """The removals at one place, by their boxes. What of a box stands further down is said to go on."""
    for number, lines in groupby(removals, key=lambda removal: removal.box):
        yield _box(boxes[number], explain=explain, goes_on=number in seen)
        seen.add(number)
        for removal in lines:
            yield from _line(removal, explain=explain)


def _box(box: Box, *, explain: bool, goes_on: bool) -> str:
    reason = "(the same box goes on)" if goes_on else plain(box.reason)
    by = f" (by {box.layer} {box.rule})" if explain else ""
    head = f"  [-] {box.category:<12} {reason}{by}"
    return textwrap.fill(head, WIDTH, subsequent_indent=" " * 19, break_long_words=False, break_on_hyphens=False)


def _head(article: Article) -> list[str]:
    facts = (", ".join(article.authors), article.published, article.language, article.access.value)
    return [plain(article.title or "(no title)"), " | ".join(plain(fact) for fact in facts if fact), article.url]


def _line(removal: Removal, *, explain: bool) -> Iterator[str]:
    yield "      " + textwrap.shorten(plain(removal.text), WIDTH - 8, placeholder=" ...")
    if explain:
        page = f"on page {removal.page}, " if removal.page > 1 else ""
        yield f"          {page}{plain(removal.evidence)}"


def extraction_json(extraction: Extraction) -> dict[str, Any]:
    """JSON types alone."""
    article = extraction.article
    return asdict(boxed(extraction)) | {"article": asdict(article) | {"text": article.text} if article else None}
