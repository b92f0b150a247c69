"""The entries of a live report, each of which begins with a time: so short that little tells of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from extractors.body.boxes import opened_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

# Log odds that entries gain, and those (in the mean) below which they are a schedule of something else; more where they
# are most of the text below the headline.
GAIN, LEAST_ODDS, GAIN_BELOW, LEAST_ODDS_BELOW = 1.5, -2.5, 4.0, -4.0
FEWEST, NEAR_HEADLINE = 3, 5
# In blocks, of one entry.
LONGEST = 60
CLOCK = re.compile(
    r"\W{0,2}\d{1,2}\s?[:.hH時时시點点]\s?\d{2}(?:[:.]\d{2})?\s?(?:分|分|uhr|h|ч\.?|[ap]\.?m\.?)?\W{0,2}", re.IGNORECASE
)
Name = tuple[int, str, str]


@dataclass(frozen=True)
class Entries:
    """Boxes of one name in one box, that begin with a time."""

    page: JudgedBlocks

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of blocks, and what they gain together."""
        for box, places in self._found():
            is_below_headline = self._is_below_headline(box) and self._is_most_of_text(places)
            least, gain = (LEAST_ODDS_BELOW, GAIN_BELOW) if is_below_headline else (LEAST_ODDS, GAIN)
            mean = self.page.odds[places].mean()
            if mean > 0:
                yield from (([place], GAIN) for place in places)
            elif mean >= least:
                yield places, gain

    def _found(self) -> Iterator[tuple[Container, list[int]]]:
        """The first box, and the places of the texts of all."""
        texts: dict[Name, list[int]] = {}
        boxes: dict[Name, Container] = {}
        for place, block in enumerate(self.page.blocks[:-1]):
            if CLOCK.fullmatch(block.text) and (box := opened_by(block)) and len(self.page.places_in(box)) <= LONGEST:
                own = [at for at in self.page.places_in(box) if at > place and self.page.may_tell(at)]
                parent = box.parent.index if box.parent is not None else -1
                name = (parent, box.tag, box.attributes.get("class", ""))
                texts.setdefault(name, []).extend(own)
                boxes.setdefault(name, box)
        yield from ((boxes[name], places) for name, places in texts.items() if len(places) >= FEWEST)

    def _is_below_headline(self, box: Container) -> bool:
        """Whether a box stands near the headline, called nothing else."""
        around = list(islice(self.page.headline.lineage(), 1, NEAR_HEADLINE)) if self.page.headline is not None else []
        return any(self.page.up_to(box, step) is not None for step in around if step.first <= box.first < step.last)

    def _is_most_of_text(self, places: list[int]) -> bool:
        others = sorted(set(self.page.prose) - set(places))
        return bool(self.page.words[places].sum() >= self.page.words[others].sum())
