"""Cards of other stories: linked headings with an excerpt below each, boxes that are a link with its picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.judged import LIKELY, POSSIBLE
from extractors.body.links import leads_here, leads_on
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Candidate, Container

# One alone may be the article's own; a card holds no more blocks.
FEWEST, MOST_IN_CARD = 2, 3
# The part of a heading, and of what stands in a linked box, that is a link at least.
LINKED, MOSTLY = 0.5, 0.8
# What leads to a picture shows it in full.
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp4)(?:[?#]|$)", re.IGNORECASE)
# Linked boxes are no more than this part of a text; one stands no further out, so many of its links are looked at for a
# picture, and what is no link in it has no more words.
FEW_OF_CARDS, STEPS, MOST_LINKS, LONGEST_SUMMARY = 0.3, 3, 4, 30


@dataclass(frozen=True)
class Cards:
    """The cards of a page, as places among the considered blocks."""

    page: JudgedBlocks

    def places(self) -> Iterator[int]:
        """Places of what cards hold."""
        yield from self._in_cards()
        yield from self._linked_cards()

    def _in_cards(self) -> Iterator[int]:
        """Paragraphs below linked headings at the end of the page, several alike: excerpts of other stories."""
        headings = (at for at, block in enumerate(self.page.blocks[:-1]) if block.kind is BlockKind.HEADING)
        cards = [place for place in headings if self._is_card(place)]
        names = {self.page.blocks[place].container.tag for place in cards}
        if len(cards) < FEWEST or len(names) > 1:
            return
        parts = {part for place in cards for part in (place, place + 1)}
        likely = np.flatnonzero(self.page.classification.probability[cards[0] :] >= LIKELY) + cards[0]
        if parts.issuperset(likely.tolist()):  # the article ends before them
            yield from parts

    def _is_card(self, place: int) -> bool:
        """Whether a heading is a link, and stands with the paragraph below it in a box of their own."""
        heading, text = self.page.blocks[place], self.page.blocks[place + 1]
        if self.page.links[place] <= LINKED or not self.page.is_behind_article(place):
            return False
        card = heading.container.parent
        is_alone = card is not None and card.last - card.first <= MOST_IN_CARD
        return (
            is_alone
            and text.container.parent is card
            and all(leads_here(link, self.page.features) for link in heading.links)
        )

    def _linked_cards(self) -> Iterator[int]:
        """Boxes in the midst of the text that are a link to another story, with its picture: a small part of it."""
        is_possible = self.page.classification.probability >= POSSIBLE
        linked = np.flatnonzero((self.page.links >= MOSTLY) & is_possible).tolist()
        boxes = [box for place in linked if (box := self._linked_card(self.page.blocks[place])) is not None]
        places = sorted({place for box in boxes for place in self.page.places_in(box)})
        if any(self.page.words[place] > LONGEST_SUMMARY and self.page.links[place] < LINKED for place in places):
            return
        if places and self.page.words[places].sum() <= FEW_OF_CARDS * sum(self.page.likely_words):
            yield from places

    def _linked_card(self, block: Candidate) -> Container | None:
        """The innermost box of a link that has a picture, too; what leads to the picture shows it in full."""
        links = block.links or _links_around(block)
        if block.kind is BlockKind.CAPTION or not links or not all(map(self._may_be_story, links)):
            return None
        boxes = takewhile(lambda step: step.last - step.first <= MOST_IN_CARD, islice(block.container.lineage(), STEPS))
        return next((box for box in boxes if _has_picture(box.element, links)), None)

    def _may_be_story(self, link: str) -> bool:
        return leads_on(link, self.page.features) and PICTURE.search(link) is None


def _links_around(block: Candidate) -> tuple[str, ...]:
    """Where the link leads that a block stands in, with others."""
    return tuple(link.get("href") or "#" for link in islice(block.container.element.iterancestors("a"), 1))


def _has_picture(box: etree._Element, links: tuple[str, ...]) -> bool:
    """Whether one of some links in a box, or around it, holds a picture."""
    around = (*islice(box.iter("a"), MOST_LINKS), *islice(box.iterancestors("a"), 1))
    return any(link.get("href") in links and next(link.iter("img", "picture"), None) is not None for link in around)
