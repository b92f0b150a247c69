"""Slides with counters, "2 / 9": where they tell the story their texts are the article, and the counters are not."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extractors.body.judged import FEW_LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.body.judged import JudgedBlocks

COUNTER = re.compile(r"\W{0,3}(?:[^\W\d]{1,12}\W{1,2})?(\d{1,3})\s?(?:/|\||[^\W\d]{1,4})\s?(\d{1,3})\W{0,3}")
LONGEST_COUNTER, FEWEST, STEPS, MOST_IN_SLIDE = 30, 3, 3, 8
# Log odds that a text gains in a slide, and that a counter loses; so many words for each word beside the slides are the
# story.
SLIDE, COUNTED, MOSTLY_SLIDES = 2.0, -6.0, 1.0
# In words: who took a picture is named in fewer.
SHORTEST = 4


def slide_gains(judged: JudgedBlocks) -> Iterator[tuple[list[int], float]]:
    """Places of texts and of counters, and what they gain."""
    counters = _counters(judged)
    texts = sorted({text for counter in counters for text in _texts_beside(counter, counters, judged)})
    beside = sum(float(judged.words[place]) for place in judged.prose if place not in texts)
    if counters and texts and judged.words[texts].sum() >= MOSTLY_SLIDES * beside:
        yield from (([text], SLIDE) for text in texts)
        yield counters, COUNTED


def _counters(judged: JudgedBlocks) -> list[int]:
    """Blocks that count from one up to the same number."""
    found: list[int] = []
    total = ""
    for place, block in enumerate(judged.blocks):
        counter = COUNTER.fullmatch(block.text) if len(block.text) <= LONGEST_COUNTER else None
        if counter is not None and int(counter[1]) == len(found) + 1 and counter[2] == (total or counter[2]):
            found.append(place)
            total = counter[2]
    return found if len(found) >= FEWEST and len(found) == int(total) else []


def _texts_beside(counter: int, counters: list[int], judged: JudgedBlocks) -> list[int]:
    """The paragraphs of the slide that a counter stands in, which has no other."""
    slide: range = range(0)
    for step in islice(judged.blocks[counter].container.lineage(), STEPS):
        places = judged.places_in(step)
        if len(places) > MOST_IN_SLIDE or any(other in places for other in counters if other != counter):
            break
        slide = places
    return [
        place
        for place in slide
        if judged.words[place] >= SHORTEST and judged.links[place] < FEW_LINKS and not judged.blocks[place].button
    ]
