"""Boxes: what stands together in one container and went for one reason."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.ledger.reasons import reason_of, reason_of_rule
from extractors.ledger.signs import Signs
from extractors.model import APPEALS, Box, Category, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractors.html.document import Candidate, Container
    from extractors.sites.rules import Decision

WHOLE_PAGE = frozenset({"html", "body", "main"})
# What may stand in the box of an appeal and is told by its company: buttons, labels of fields, small print.
FILLING = frozenset({Category.INTERFACE, Category.LEGAL})
# A box is small: what holds more lines than this holds several.
MOST_LINES = 60


# So probable an appeal must be of a block that has no sign of one, for its neighbours' to count.
NEIGHBOUR = 0.15


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a block that no rule took: the decision, its own signs of an appeal, how probable each is."""

    decision: Decision
    signs: Signs
    appeals: Mapping[Category, float]


@dataclass(slots=True)
class _Lines:
    """The candidates of a box, which has one category but for its filling."""

    category: Category
    layer: Layer
    rule: str
    around: Container
    indices: list[int] = field(default_factory=list)

    def takes(self, candidate: Candidate, decision: Decision, kept: Sequence[int]) -> bool:
        """Whether a block goes into it: no kept block between, one small container around both, one reason."""
        around = common(self.around, candidate.container)
        if around.tag in WHOLE_PAGE or around.last - around.first > MOST_LINES or _any(kept, around):
            return False
        if decision.layer is not self.layer and Layer.SITE_RULE in {decision.layer, self.layer}:
            return False
        if self.layer in {Layer.SITE_RULE, Layer.REPETITION} and decision.rule != self.rule:
            return False
        return decision.category is self.category or _fills(decision.category, self.category)


def _fills(one: Category, other: Category) -> bool:
    return (one in FILLING and other in APPEALS) or (other in FILLING and one in APPEALS)


def _any(kept: Sequence[int], around: Container) -> bool:
    """Whether a container holds one of the kept blocks, which are in their order."""
    at = bisect_left(kept, around.first)
    return at < len(kept) and kept[at] < around.last


def common(one: Container, other: Container) -> Container:
    """The innermost container that holds both."""
    while one is not other:
        if one.depth >= other.depth and one.parent is not None:
            one = one.parent
        elif other.parent is not None:
            other = other.parent
        else:
            return one
    return one


def _grouped(
    decisions: Mapping[int, Decision], candidates: Sequence[Candidate], kept: Sequence[int]
) -> Iterator[_Lines]:
    """The boxes in document order."""
    lines: _Lines | None = None
    for index in sorted(decisions):
        candidate, decision = candidates[index], decisions[index]
        if lines is None or not lines.takes(candidate, decision, kept):
            if lines is not None:
                yield lines
            lines = _Lines(decision.category, decision.layer, decision.rule, candidate.container)
        elif decision.category in APPEALS and lines.category not in APPEALS:
            lines.category, lines.layer, lines.rule = decision.category, decision.layer, decision.rule
        lines.around = common(lines.around, candidate.container)
        lines.indices.append(index)
    if lines is not None:
        yield lines


@dataclass(frozen=True, slots=True)
class Boxed:
    """The boxes of a page, the number of each block's, and the decisions with what its company made of a block."""

    boxes: tuple[Box, ...]
    numbers: Mapping[int, int]
    decisions: Mapping[int, Decision]


def box_up(
    decisions: Mapping[int, Decision], told: Mapping[int, Told], candidates: Sequence[Candidate], kept: Sequence[int]
) -> Boxed:
    """Put what was cut into boxes; ``told`` has what is known of the blocks that no rule took."""
    boxes: list[Box] = []
    numbers: dict[int, int] = {}
    named = dict(decisions)
    for lines in _grouped(decisions, candidates, kept):
        numbers |= dict.fromkeys(lines.indices, len(boxes))
        boxes.append(_box(lines, decisions, told, candidates))
        for index in lines.indices:
            if index in told and told[index].appeals.get(lines.category, 0.0) >= NEIGHBOUR:
                named[index] = replace(decisions[index], category=lines.category)
    return Boxed(tuple(boxes), numbers, named)


def _box(
    lines: _Lines, decisions: Mapping[int, Decision], told: Mapping[int, Told], candidates: Sequence[Candidate]
) -> Box:
    if lines.layer in {Layer.SITE_RULE, Layer.REPETITION}:
        reason = reason_of_rule(lines.layer, decisions[lines.indices[0]].evidence)
    else:
        found = sum((told[index].signs for index in lines.indices if index in told), Signs())
        reason = reason_of(lines.category, found, [candidates[index].text for index in lines.indices])
    return Box(lines.category, lines.layer, lines.rule, reason)
