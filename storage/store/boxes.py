"""Rows of ``boxes`` and ``removals``: the ledger of a version."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import APPEALS, Box
from storage.rows import insert, insert_all
from storage.sentences import is_sentence
from storage.word_count import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from extractors.model import Extraction, Removal

QUOTED = re.compile("“([^“”]+)”")
PIECE = re.compile(WORD)


def boxed(extraction: Extraction) -> Extraction:
    """As it is where it tells boxes; else each of its removals in a box of its own, whose reason is its evidence."""
    if extraction.boxes:
        return extraction
    removals = tuple(replace(removal, box=number) for number, removal in enumerate(extraction.removals))
    boxes = tuple(Box(each.category, each.layer, each.rule, each.evidence) for each in removals)
    return replace(extraction, removals=removals, boxes=boxes)


def add_ledger(db: Database, version: int, extraction: Extraction) -> None:
    """The boxes of a version, and the removals that went with each."""
    told = boxed(extraction)
    rows = [insert(db, "boxes", _box_row(version, number, box, told.removals)) for number, box in enumerate(told.boxes)]
    insert_all(db, "removals", [_removal_row(version, removal, rows[removal.box]) for removal in told.removals])


def said(box: Box, texts: Iterable[str]) -> str | None:
    """Of the lines of an appeal the one that asks: the first with words that its reason quotes, else the first; small
    print stands last. None where no line is a sentence, or the box no appeal."""
    sentences = [text for text in texts if is_sentence(text or "")] if box.category in APPEALS else []
    quoted = QUOTED.findall(box.reason)
    return next((text for text in sentences if _holds(text, quoted)), next(iter(sentences), None))


def _holds(text: str, quoted: Sequence[str]) -> bool:
    words = " ".join(PIECE.findall(text.lower()))
    return any(each in words for each in quoted)


def _box_row(version: int, number: int, box: Box, removals: tuple[Removal, ...]) -> dict[str, object]:
    lines = [removal for removal in removals if removal.box == number]
    return {
        "version": version,
        "number": number,
        "category": box.category,
        "layer": box.layer,
        "rule": box.rule,
        "reason": box.reason,
        "blocks": len(lines),
        "says": said(box, (line.text for line in lines if line.category is box.category)),
    }


def _removal_row(version: int, removal: Removal, box: int) -> dict[str, object]:
    return {
        "version": version,
        "position": removal.position,
        "category": removal.category,
        "layer": removal.layer,
        "rule": removal.rule,
        "text": removal.text,
        "evidence": removal.evidence,
        "page": removal.page,
        "box": box,
    }
