"""Blocks that a page does not show beside the article that it shows: earlier versions, translations, traps."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.html.hidden import is_hidden
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

WHOLE = frozenset({"html", "body", "main", "article"})
TAB = re.compile(r"(?:^|[\s_-])tab(?:s|bed)?[-_]{0,2}(?:pane|panel|content|body|item)|tabpanel", re.IGNORECASE)
IS_OPEN = re.compile(
    r"(?:^|[\s_-])(?:active|selected|current|show|shown|open|visible)(?=$|[\s_-])|isactive|isselected", re.IGNORECASE
)
# What scripts of React put in its place when it has come.
PUT_IN_PLACE = re.compile(r"S:[0-9a-f]{1,4}$")
# In words: a page that shows less may have its article in what it hides; behind its last paragraph a longer text is the
# rest of it, which opens on a click; the part of what is shown that may be hidden between its paragraphs.
SHORTEST_ARTICLE, SHORTEST_REST, MOST_HIDDEN = 25, 25, 0.5
LIKELY = 0.5


def unshown_places(judged: JudgedBlocks) -> Iterator[int]:
    """Places of such blocks."""
    return _Unshown(judged).places()


class _Unshown:
    def __init__(self, judged: JudgedBlocks) -> None:
        self.judged, self.document = judged, judged.features.document
        self.known: dict[int, bool] = {}
        self.likely = [
            place for place, value in enumerate(judged.classification.probability.tolist()) if value >= LIKELY
        ]

    def places(self) -> Iterator[int]:
        boxes = {place: box for place in self.likely if (box := self._hidden_box(place)) is not None}
        if not boxes:
            return
        shown = [place for place in self.likely if place not in boxes]
        told, hidden = (float(self.judged.words[list(each)].sum()) for each in (shown, boxes))
        if told < SHORTEST_ARTICLE:
            return
        is_small = hidden <= MOST_HIDDEN * told
        for place, box in boxes.items():
            if self._is_another_version(box) or (is_small and not self._opens(box, shown[-1])):
                yield place

    def _hidden_box(self, place: int) -> Container | None:
        """The outermost box of a block that is not shown."""
        found = None
        for step in self.judged.blocks[place].container.lineage():
            if self._is_hidden(step):
                found = step
        return found

    def _is_hidden(self, box: Container) -> bool:
        """Whether a box is not shown, by itself."""
        if box.index not in self.known:
            is_suspected = (
                bool(box.attributes) and box.tag not in WHOLE and not PUT_IN_PLACE.match(box.attributes.get("id", ""))
            )
            self.known[box.index] = is_suspected and (
                is_hidden(box.element, self.document.unshown) or self._is_closed_tab(box)
            )
        return self.known[box.index]

    def _is_closed_tab(self, box: Container) -> bool:
        """Whether a box is one of several in a place, of which another one is open."""
        if TAB.search(box.label) is None:
            return False
        attributes = box.attributes
        if attributes.get("aria-hidden") == "true" or attributes.get("id", "") in self._not_selected:
            return True
        beside = [other for other in box.element.itersiblings() if other.tag == box.tag]
        beside += [other for other in box.element.itersiblings(preceding=True) if other.tag == box.tag]
        return not IS_OPEN.search(box.label) and any(IS_OPEN.search(other.get("class") or "") for other in beside)

    @cached_property
    def _not_selected(self) -> frozenset[str]:
        """What the tabs name that nobody has selected."""
        tabs: list[etree._Element] = self.document.root.findall(".//*[@aria-selected='false']")
        named = (tab.get("aria-controls") or (tab.get("href") or "").removeprefix("#") for tab in tabs)
        return frozenset(name for name in named if name)

    def _is_another_version(self, box: Container) -> bool:
        """Whether a box is a tab that is closed, or in another language than the page."""
        language = (self.document.root.get("lang") or "")[:2].lower()
        own = box.attributes.get("lang", "")[:2].lower()
        return bool(own and language and own != language) or TAB.search(box.label) is not None

    def _opens(self, box: Container, last: int) -> bool:
        """Whether a box opens on a click: below a heading or a button, or as the rest of the text."""
        before = self.document.candidates[box.first - 1] if box.first else None
        if before is not None and (before.button or before.kind is BlockKind.HEADING):
            return True
        is_last = box.first > self.judged.blocks[last].index
        return is_last and self.judged.features.words_in(range(box.first, box.last)) >= SHORTEST_REST
