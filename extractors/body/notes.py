"""The notes of a text that the page itself calls so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from extractors.body.judged import FEW_LINKS, LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

ROLE = re.compile(r"doc-(?:endnotes?|footnotes?)", re.IGNORECASE)
NAME = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn-?:?\d+|ftn-?\d+|fussnoten?|fußnoten?|przypisy?|notas?-al-pie|notes?-de-bas"
    r"|voetnoten?|fotnoter?|lábjegyzet|note-a-pie|sdfootnote\d*)(?=$|[\s_-])",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:^|[\s_-])(?:fn|ftn|foot-?note|end-?note|sdfootnote|przypis|fussnote)[-_:]?\d+", re.IGNORECASE
)
# A note has so many words; its own name stands so near to it, that of all notes so near; it holds so many blocks, all
# notes together so many.
FEWEST_WORDS, NEAR, STEPS, LONGEST, MOST = 2, 3, 8, 6, 300
BACK = "#"


@dataclass(frozen=True)
class Notes:
    """Outlets call other last lines footnotes, and journals their references: a note has a role, a number of its own or
    a link back to the text."""

    page: JudgedBlocks

    def places(self) -> Iterator[int]:
        """Where they stand among the blocks."""
        if not (self._called or self._numbered):
            return iter(())
        return (place for place in range(len(self.page.blocks)) if self._is_note(place))

    def _is_note(self, place: int) -> bool:
        outward = list(islice(self.page.blocks[place].container.lineage(), STEPS))
        is_numbered = any(step.index in self._numbered for step in outward[:NEAR])
        is_listed = is_numbered and any(step.tag in LISTS for step in outward)
        return (is_listed or any(step.index in self._called for step in outward)) and self._is_text(place)

    def _is_text(self, place: int) -> bool:
        links = self.page.blocks[place].links
        is_of_links = self.page.links[place] >= FEW_LINKS and not any(link.startswith(BACK) for link in links[-1:])
        return bool(self.page.words[place] >= FEWEST_WORDS) and not is_of_links

    @cached_property
    def _numbered(self) -> frozenset[int]:
        """The containers that are called a note of some number."""
        return frozenset(step.index for step in self._labelled(_is_numbered))

    @cached_property
    def _called(self) -> frozenset[int]:
        """The containers with the role of a note, and those that are called notes and lead back to the text."""
        named = self._labelled(_is_named)
        return frozenset(step.index for step in named if ROLE.search(step.label) or self._leads_back(step))

    def _labelled(self, is_told: Callable[[str], bool]) -> list[Container]:
        """The containers with labels that tell it; each label is looked at once, and most pages have none."""
        features = self.page.features
        labels = {label for label in features.containers.labels if is_told(label)}
        return [step for step in features.document.containers if step.label in labels] if labels else []

    def _leads_back(self, step: Container) -> bool:
        """Whether something inside leads to a place in the text; of many blocks all that leads anywhere at its end."""
        inside = self.page.features.candidates[step.first : min(step.last, step.first + MOST)]
        last = [link for block in inside for link in block.links[-1:]]
        leads_back = any(link.startswith(BACK) for block in inside for link in block.links)
        return leads_back and (len(inside) <= LONGEST or all(link.startswith(BACK) for link in last))


# Pages, and all pages of a site, have few names for many containers.
@lru_cache(maxsize=1 << 14)
def _is_numbered(label: str) -> bool:
    return NUMBERED.search(label) is not None


@lru_cache(maxsize=1 << 14)
def _is_named(label: str) -> bool:
    return NAME.search(label) is not None or ROLE.search(label) is not None
