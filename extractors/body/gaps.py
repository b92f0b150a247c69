"""What stands between the paragraphs of an article, before the first and behind the last: sentences, lists that
are announced, boxes, rows of tables, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from extractors.body.corrections import is_correction
from extractors.body.fact_boxes import is_fact_box
from extractors.body.judged import FEW_LINKS, LISTS, QUOTES, SENTENCE
from extractors.body.rows import is_row
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

# More blocks between two paragraphs are something else.
LONGEST_GAP, NEAR = 40, 2
# Log odds that a block gains there: as a plain sentence, as a short one that is all its box holds, as a sibling of the
# paragraphs, deeper down, as what is called a box of facts, as a correction, as a line of a list that is announced, as
# a quotation, as a sentence that is a link, as a row of a table of linked names, as a line of an aside without links.
# Real appeals are surer to be none.
PLAIN, ALONE, SIBLING, DEEPER, FACTS, CORRECTED = 4.5, 4.4, 2.2, 0.6, 4.0, 6.0
ANNOUNCED, QUOTED, LINKED, ROW, BOX = 4.0, 2.5, 4.0, 4.0, 2.2
# So many lines of one box are kept or cut together.
LINES_OF_A_BOX = 3


@dataclass(frozen=True)
class Gaps:
    """The blocks that are not taken for paragraphs, by the paragraphs around them."""

    page: JudgedBlocks

    def gains(self) -> Iterator[tuple[int, float]]:
        """Places of blocks, and what each gains by standing there."""
        for first, last in pairwise([*self.page.paragraphs, len(self.page.blocks)]):
            is_between = last < len(self.page.blocks)
            around = self._around(first, last) if is_between else self.page.blocks[first].container.parent
            if around is not None and 1 < last - first <= LONGEST_GAP:
                yield from self._of_gap(range(first + 1, last), around, is_between=is_between)
        yield from self._of_first_lines()

    def _around(self, first: int, last: int) -> Container | None:
        """What two paragraphs stand in, where it is near to both."""
        outward, other = (list(islice(self.page.blocks[at].container.lineage(), 1, NEAR + 1)) for at in (first, last))
        return next((step for step in other if step in outward), None)

    def _of_first_lines(self) -> Iterator[tuple[int, float]]:
        """Corrections before the first paragraph, in what it stands in."""
        first = self.page.paragraphs[0] if self.page.paragraphs else 0
        around = self.page.blocks[first].container.parent if first else None
        for place in range(max(0, first - LONGEST_GAP), first):
            block = self.page.blocks[place]
            is_beside = around is not None and around in list(block.container.lineage())
            if is_beside and is_correction(block.text) and self.page.links[place] < FEW_LINKS:
                yield place, CORRECTED

    def _of_gap(self, gap: range, around: Container, *, is_between: bool) -> Iterator[tuple[int, float]]:
        boxes: dict[Container, list[int]] = {}
        for place in gap:
            outward = self.page.up_to(self.page.blocks[place].container, around)
            if outward is None or (gain := self._gain(place, outward, is_between=is_between)) <= 0:
                continue
            yield place, gain
            if len(outward) > 1:
                boxes.setdefault(outward[1], []).append(place)
        for places in boxes.values():
            if len(places) >= LINES_OF_A_BOX:
                mean = self.page.odds[places].mean()
                yield from ((place, mean - self.page.odds[place]) for place in places if self.page.odds[place] < mean)

    def _gain(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        if self.page.links[place] < FEW_LINKS and is_correction(self.page.blocks[place].text):
            return CORRECTED
        if any(step.tag == "aside" or self._is_of_facts(step) for step in outward):
            return self._of_box(place, outward, is_between=is_between)
        if self.page.links[place] >= FEW_LINKS:
            return self._of_linked(place, outward, is_between=is_between)
        return self._of_prose(place, outward) if is_between and self._may_be_prose(place) else 0.0

    def _of_linked(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        """What lists of links gain that are announced, sentences that are links, posts of others, rows of tables."""
        is_sentence = self.page.words[place] >= SENTENCE and self.page.ends_sentence(place)
        if is_sentence and (is_between or any(step.tag in QUOTES for step in outward)):
            return LINKED
        if not is_between or not self._may_be_prose(place):
            return 0.0
        return ANNOUNCED if self._is_announced(outward) else ROW if is_row(self.page.blocks[place]) else 0.0

    def _of_prose(self, place: int, outward: list[Container]) -> float:
        if self._is_announced(outward):
            return ANNOUNCED
        if self._is_plain(place, outward):
            return PLAIN
        if self._is_alone(place, outward):
            return ALONE
        if any(step.tag in QUOTES for step in outward):
            return QUOTED
        return SIBLING if len(outward) <= NEAR else DEEPER

    def _of_box(self, place: int, outward: list[Container], *, is_between: bool) -> float:
        """What a line of a box gains: in one that is called one of facts, in an aside that has no links at all."""
        if any(map(self._is_of_facts, outward)):
            return FACTS if self.page.links[place] < FEW_LINKS else 0.0
        box = next(step for step in outward if step.tag == "aside")
        has_links = any(candidate.links for candidate in self.page.features.candidates[box.first : box.last])
        return 0.0 if has_links or not is_between else BOX

    def _is_of_facts(self, box: Container) -> bool:
        return is_fact_box(box, self.page.features.candidates[box.first].text)

    def _is_plain(self, place: int, outward: list[Container]) -> bool:
        """Whether a block is a sentence, or the line of a list, that stands right between the paragraphs."""
        if any(step.attributes for step in outward):
            return False
        is_listed = len(outward) == NEAR and outward[-1].tag in LISTS
        return is_listed or (len(outward) == 1 and self.page.ends_sentence(place))

    def _is_alone(self, place: int, outward: list[Container]) -> bool:
        """Whether a short sentence without a link is all the text that its box holds."""
        is_all = bool(outward) and outward[-1].last - outward[-1].first == 1 and not self.page.blocks[place].links
        return is_all and self.page.words[place] < SENTENCE and self.page.ends_sentence(place)

    def _may_be_prose(self, place: int) -> bool:
        block = self.page.blocks[place]
        return not block.button and block.kind is not BlockKind.CAPTION

    def _is_announced(self, outward: list[Container]) -> bool:
        """Whether a line of a list follows a sentence that ends with a colon."""
        listed = next((step for step in outward if step.tag in LISTS), None)
        return listed is not None and self.page.is_announced(listed)
