"""Pages whose text is no article: lists of stories, as front pages are, and programmes of what is on."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from extractors.body.judged import ends_sentence
from extractors.body.links import leads_on
from extractors.model import BlockKind

if TYPE_CHECKING:
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

LISTS_STORIES = "a page that lists other stories"
LISTS_TIMES = "a page that tells when something is on"
TELLS_NOTHING = "a page of labels, which tells nothing"
# A card holds no more blocks and is no further out; so many of them are a list; a teaser has no more words.
MOST_IN_CARD, STEPS, FEWEST, LONGEST_TEASER = 4, 4, 3, 40
MOSTLY = 0.8
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TIME = re.compile(r"\W{0,2}(?:[01]?\d|2[0-4])\s?(?:[:.h]\s?[0-5]\d|h|Uhr)(?!\d)")
# In words: a label has fewer than a sentence that tells something; a page of labels has no more of them.
SHORTEST_SENTENCE, MOST_LABELS = 8, 60


def why_no_article(kept: frozenset[int], features: Features) -> str | None:
    """Why what is kept of a page that names neither author nor day is no article; None where it may be one."""
    blocks = [features.candidates[index] for index in sorted(kept)]
    if _is_of_cards(blocks, features):
        return LISTS_STORIES
    if any(features.word_count[block.index] >= SHORTEST_SENTENCE for block in blocks):
        return None
    times = sum(TIME.match(block.text) is not None for block in blocks)
    if times >= FEWEST and times >= MOSTLY * len(blocks):
        return LISTS_TIMES
    is_silent = not any(ends_sentence(block.text) for block in blocks)
    return TELLS_NOTHING if is_silent and features.words_in(kept) <= MOST_LABELS else None


def _is_of_cards(blocks: list[Candidate], features: Features) -> bool:
    """Whether each block stands in a card that leads to another story, one of several alike."""
    cards: set[Container] = set()
    for block in blocks:
        card = None if features.word_count[block.index] > LONGEST_TEASER else _card_of(block, features)
        if card is None:
            return False
        cards.add(card)
    return min(_alike(cards, features).values(), default=0) >= FEWEST


def _alike(cards: set[Container], features: Features) -> Counter[tuple[int, str, str]]:
    """How many boxes of the names of some cards stand beside them, these among them, and lead on."""
    names = {card.name for card in cards}
    steps = (step for step in features.document.containers if step.name in names)
    return Counter(step.name for step in steps if _holds_a_way_on(step, features))


def _holds_a_way_on(box: Container, features: Features) -> bool:
    few = features.candidates[box.first : min(box.last, box.first + MOST_IN_CARD)]
    return any(_leads_on(block, features) for block in few)


def _card_of(block: Candidate, features: Features) -> Container | None:
    """The outermost box around a block that holds little more than a heading which leads to another page."""
    outward = islice(block.container.lineage(), STEPS)
    boxes = list(takewhile(lambda step: step.last - step.first <= MOST_IN_CARD, outward))
    box = next((step for step in reversed(boxes) if step.tag not in HEADINGS), None)
    return box if box is not None and _holds_a_way_on(box, features) else None


def _leads_on(block: Candidate, features: Features) -> bool:
    is_whole = block.kind is BlockKind.HEADING and block.link_length >= MOSTLY * len(block.text)
    return is_whole and bool(block.links) and all(leads_on(link, features) for link in block.links)
