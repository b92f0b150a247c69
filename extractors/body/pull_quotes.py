"""Sentences of the article that it sets off in large type and says again: they are read once, where they are told."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extractors.model import BlockKind
from extractors.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

SETTING_OFF = frozenset({"blockquote", "aside", "q"})
KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.HEADING})
CALLED = re.compile(
    r"pull[-_]?out|quote|(?:^|[\s_-])(?:zitat|citat|citaat|citation|cita|citazione|sitat|cytat|exergue)s?"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
LARGE_TYPE = re.compile(r"font-size\s*:", re.IGNORECASE)
LONGEST_NAME, DEEPEST, MOST_LINES = 200, 4, 4
# In words: what is shorter may well be said twice; who is named beside a quote is named in no more.
SHORTEST, LONGEST_SOURCE = 5, 10
LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")


def pull_quotes(likely: Sequence[int], features: Features) -> set[int]:
    """The blocks that are set off and stand, word by word, in a paragraph that is not; and who is named beside them.

    A refrain is said in the same kind of place, a quotation is said once.
    """
    boxes = {index: box for index in likely if (box := _box_of(features.candidates[index])) is not None}
    if not boxes:
        return set()
    told = [f" {features.folded[index]} " for index in likely if index not in boxes]
    repeated = {index for index in boxes if _is_told(index, told, features)}
    emptied = {box for box in set(boxes.values()) if any(_is_told(at, told, features) for at in _inside(box))}
    return repeated | {index for index, box in boxes.items() if box in emptied and _may_be_source(index, features)}


def _box_of(block: Candidate) -> Container | None:
    """The outermost element near by that sets a block off."""
    found = None
    if block.kind not in KINDS:
        return None
    for step in islice(block.container.lineage(), DEEPEST):
        if step.tag in SETTING_OFF or CALLED.search(step.label[:LONGEST_NAME]):
            found = step
    is_large = LARGE_TYPE.search(block.container.attributes.get("style", "")) is not None
    return found or (block.container if is_large else None)


def _may_be_source(index: int, features: Features) -> bool:
    is_heading = features.candidates[index].kind is BlockKind.HEADING
    return not is_heading and bool(features.word_count[index] <= LONGEST_SOURCE)


def _inside(box: Container) -> range:
    """The candidates of a box, of which a quote may be gone already; a longer box is more than a quote."""
    return range(box.first, box.last) if box.last - box.first <= MOST_LINES else range(0)


def _is_told(index: int, told: list[str], features: Features) -> bool:
    """Whether a paragraph says all of a block, but for what it leaves out."""
    if features.word_count[index] < SHORTEST:
        return False
    parts = [f" {folded} " for part in LEFT_OUT.split(features.candidates[index].text) if (folded := fold(part))]
    return any(all(part in text for part in parts) for text in told)
