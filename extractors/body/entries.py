"""The entries of a live report, each of which begins with a time: so short that little tells of each."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extractors.body.judged import JudgedBlocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.html.document import Candidate, Container

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


class Entries(JudgedBlocks):
    """Boxes of one name in one box, that begin with a time."""

    def gains(self) -> Iterator[tuple[list[int], float]]:
        """Places of blocks, and what they gain together."""
        for box, places in self._found():
            is_below_headline = self._is_below_headline(box) and self._is_most_of_text(places)
            least, gain = (LEAST_ODDS_BELOW, GAIN_BELOW) if is_below_headline else (LEAST_ODDS, GAIN)
            mean = self.odds[places].mean()
            if mean > 0:
                yield from (([place], GAIN) for place in places)
            elif mean >= least:
                yield places, gain

    def _found(self) -> Iterator[tuple[Container, list[int]]]:
        """The first box, and the places of the texts of all."""
        texts: dict[Name, list[int]] = {}
        boxes: dict[Name, Container] = {}
        for place, block in enumerate(self.blocks[:-1]):
            if CLOCK.fullmatch(block.text) and (box := _opened(block)) and len(self.places_in(box)) <= LONGEST:
                own = [at for at in self.places_in(box) if at > place and self.may_tell(at)]
                parent = box.parent.index if box.parent is not None else -1
                name = (parent, box.tag, box.attributes.get("class", ""))
                texts.setdefault(name, []).extend(own)
                boxes.setdefault(name, box)
        yield from ((boxes[name], places) for name, places in texts.items() if len(places) >= FEWEST)

    def _is_below_headline(self, box: Container) -> bool:
        """Whether a box stands near the headline, called nothing else."""
        around = list(islice(self.headline.lineage(), 1, NEAR_HEADLINE)) if self.headline is not None else []
        return any(self.up_to(box, step) is not None for step in around if step.first <= box.first < step.last)

    def _is_most_of_text(self, places: list[int]) -> bool:
        others = sorted(set(self.prose) - set(places))
        return bool(self.words[places].sum() >= self.words[others].sum())


def _opened(block: Candidate) -> Container | None:
    """The box that begins with a block and has more below it."""
    box = next((step for step in block.container.lineage() if step.last > block.index + 1), None)
    return box if box is not None and box.first == block.index else None
