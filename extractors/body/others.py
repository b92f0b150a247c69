"""What belongs to other stories, to readers or to the author, told by what stands above it, around it or at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import numpy as np

from extractors.body.columns import in_narrow_columns
from extractors.body.contacts import is_contact
from extractors.body.head_lines import is_head_line
from extractors.body.judged import JudgedBlocks, ends_sentence
from extractors.body.leftovers import is_advert_label, is_head_leftover, is_picture_credit, is_unseen
from extractors.body.other_stories import LABEL, OTHER_STORY, is_heading_of_others
from extractors.body.phrases import (
    ASKS_FOR_COMMENTS,
    COMMENTS,
    FILED,
    LONGEST_READ_MORE,
    MODERATED,
    NEEDS_SCRIPT,
    READ_MORE,
    TELLS_OF,
    WELCOME,
    WRITE_TO,
    speaks_of_comments,
)
from extractors.body.trails import is_trail, is_unfilled
from extractors.body.unshown import unshown_places
from extractors.metadata.addresses import host_of
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree
    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

# Where a teaser is cut: in the midst of a sentence.
CUT_OFF = re.compile(r"\w\s?(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
# Elements of the head by their names; what is called a strapline or a subtitle is text.
CALLED_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:text|article|story|post|image|img|photo)?[-_]?(?:by-?line|authors?(?:-?(?:meta|name|line))?|credits?|copyright"
    r"|attribution|kicker|dachzeile|spitzmarke|eyebrow|roofline|overline)(?=$|[\s_-])",
    re.IGNORECASE,
)
LONGEST_BYLINE, LONGEST_NAME = 90, 300
# Of what stands behind a label, the part that is a link at least.
MOSTLY = 0.8
# In words: what stands before is an article of its own; a teaser is no shorter, a biography no longer.
SHORTEST_ARTICLE, SHORTEST_TEASER, LONGEST_BIOGRAPHY, LONGEST_HEADING = 40, 8, 80, 200
POSSIBLE, LIKELY, LINKED, CARDS = 0.05, 0.5, 0.5, 2
# What leads to a picture shows it in full; cards of other stories are no more than this part of a text.
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp4)(?:[?#]|$)", re.IGNORECASE)
FEW_OF_CARDS, STEPS, MOST_LINKS, LONGEST_SUMMARY = 0.3, 3, 4, 30
# The author stands in the first so many characters of a biography.
NAME_STANDS_IN, LONGEST_END = 40, 20


def leads_here(link: str, features: Features) -> bool:
    """Whether a link leads to another page of the outlet."""
    host = host_of(link)
    return not host or host.removeprefix("www.") == features.facts.host


def leads_on(link: str, features: Features) -> bool:
    """Whether a link leads to another page of the outlet, not to a place of this one."""
    return leads_here(link, features) and link[:1] != "#"


def _small(text: str) -> str:
    """A text in small letters, without the dot that Turkish capitals leave above an i."""
    return text.lower().replace("i\u0307", "i")


def opened_by(block: Candidate) -> Container | None:
    """What begins with a block and has more blocks below it."""
    box = _holds_more(block)
    return box if box is not None and box.first == block.index else None


def _holds_more(block: Candidate) -> Container | None:
    """What a block stands in that has more blocks below it."""
    return next((step for step in block.container.lineage() if step.last > block.index + 1), None)


def _links_around(block: Candidate) -> tuple[str, ...]:
    """Where the link leads that a block stands in, with others."""
    return tuple(link.get("href") or "#" for link in islice(block.container.element.iterancestors("a"), 1))


def _has_picture(box: etree._Element, links: tuple[str, ...]) -> bool:
    """Whether one of some links in a box, or around it, holds a picture."""
    around = (*islice(box.iter("a"), MOST_LINKS), *islice(box.iterancestors("a"), 1))
    return any(link.get("href") in links and next(link.iter("img", "picture"), None) is not None for link in around)


def _is_of_systems(block: Candidate) -> bool:
    """Whether a block is a template that nobody filled, shows nothing, or says that an advert follows."""
    if block.kind is BlockKind.CODE:
        return False
    is_label = block.kind is not BlockKind.HEADING and is_advert_label(block.text)
    return is_label or is_unfilled(block.text) or is_unseen(block.text)


def _is_called_byline(block: Candidate) -> bool:
    """Whether what a short line stands in is called a byline, a credit or a kicker."""
    is_short = len(block.text) <= LONGEST_BYLINE and not ends_sentence(block.text)
    return is_short and CALLED_BYLINE.search(block.container.label[:LONGEST_NAME]) is not None


def _is_last_line_of_its_own(line: str) -> bool:
    """Whether a last line names another story, who took a picture, or where readers may write."""
    return any(expression.match(line) for expression in (OTHER_STORY, WRITE_TO)) or is_picture_credit(line)


def without_others(classification: Classification, features: Features) -> Classification:
    """The classification in which such blocks are no part of the article."""
    others = _Others(classification, features)
    out = np.zeros(len(classification.rows), dtype=bool)
    out[list(others.places())] = True
    return replace(classification, probability=np.where(out, 0.0, classification.probability))


class _Others(JudgedBlocks):
    """The considered blocks, by what of others they may be."""

    @cached_property
    def before(self) -> list[float]:
        """Words of the article that stand before each block."""
        likely = self._likely_words()
        total: list[float] = (np.cumsum(likely) - likely).tolist()
        return total

    def _likely_words(self) -> NDArray[np.float64]:
        words = self.features.word_count[self.classification.rows]
        return np.where(self.classification.probability >= LIKELY, words, 0.0)

    def places(self) -> Iterator[int]:
        """Places of blocks that belong to others."""
        possible = (self.classification.probability >= POSSIBLE).tolist()
        for place, (block, is_possible) in enumerate(zip(self.blocks, possible, strict=True)):
            if is_possible and _is_of_systems(block):
                yield place
                continue
            if self.before[place] < SHORTEST_ARTICLE:
                if is_possible and self._is_of_the_head(block):
                    yield place
                continue
            text = _small(block.text) if len(block.text) <= LONGEST_HEADING else ""
            if text and COMMENTS.match(text):
                yield from self._below(place)
            elif text and is_heading_of_others(text):
                yield place
                yield from self._linked_below(place)
            elif is_possible and self._is_another(place, text):
                yield place
        yield from self._teasers()
        yield from self._in_cards()
        yield from self._linked_cards()
        yield from unshown_places(self)
        if next(self.features.document.root.iter("td"), None) is not None:
            yield from in_narrow_columns(self.blocks, self._likely_words().tolist())

    def _is_another(self, place: int, text: str) -> bool:
        """Whether a block is none of the article's by its own words; those of longer ones tell of authors alone."""
        is_told = text != "" and (self._is_of_its_own(place, text) or self._asks(place, text))
        return is_told or self._is_biography(place)

    def _is_of_the_head(self, block: Candidate) -> bool:
        facts = self.features.facts
        line = _small(block.text)
        if block.links and len(line) <= LONGEST_HEADING and self._names_other_story(block, line):
            return True
        if WELCOME.match(line) or is_head_leftover(block.text) or _is_called_byline(block):
            return block.kind is not BlockKind.CODE
        return is_head_line(block.text, facts) or is_trail(block.text, facts.title) or is_contact(block.text)

    def _asks(self, place: int, text: str) -> bool:
        """Whether a block is nothing but a link to the rest, or, late in the article, asks for comments and tips."""
        if len(line := text.strip()) <= LONGEST_READ_MORE and READ_MORE.fullmatch(line):
            return True
        if not self._is_late(place):
            return False
        asks = (speaks_of_comments(text) and ASKS_FOR_COMMENTS.search(text)) or ("@" in text and WRITE_TO.match(text))
        return bool(asks)

    def _is_of_its_own(self, place: int, text: str) -> bool:
        """Whether a line names another story or who took a picture, or is what an outlet's systems put there."""
        if self.blocks[place].continues and _is_last_line_of_its_own(text):
            return True
        if self.blocks[place].links and self._names_other_story(self.blocks[place], text):
            return True
        if NEEDS_SCRIPT.match(text) or is_picture_credit(self.blocks[place].text):
            return True
        if FILED.match(text):
            return self._is_late(place)
        return speaks_of_comments(text) and MODERATED.match(text) is not None and self._is_at_the_end(place)

    def _names_other_story(self, block: Candidate, text: str) -> bool:
        """Whether a line is nothing but a link to another story of the outlet, behind words that say so."""
        label = LABEL.match(text)
        if label is None or block.kind is BlockKind.HEADING or label.end() == len(text):
            return False
        is_linked = block.link_length >= MOSTLY * (len(text) - label.end())
        return is_linked and all(leads_here(link, self.features) for link in block.links)

    def _is_at_the_end(self, place: int) -> bool:
        """Whether nothing of the article stands behind a block."""
        behind = place + 1
        return behind == len(self.blocks) or bool((self.classification.probability[behind:] < LIKELY).all())

    def _is_late(self, place: int) -> bool:
        return self.before[place] >= self.before[-1] / 2

    def _below(self, place: int) -> Iterator[int]:
        """What stands below a heading in what it stands in."""
        around = _holds_more(self.blocks[place])
        for below in range(place + 1, len(self.blocks)):
            if around is None or not around.first <= self.blocks[below].index < around.last:
                return
            yield below

    def _linked_below(self, place: int) -> Iterator[int]:
        """What stands below a heading of other stories in a box that it opens, where they have links."""
        below = list(self._below(place))
        if opened_by(self.blocks[place]) and any(self.blocks[at].links for at in below[:CARDS]):
            yield from below

    def _teasers(self) -> Iterator[int]:
        """Texts that end with links to the rest of them, several of them: one may be the article's own."""
        found = [place for place, block in enumerate(self.blocks) if self._is_teaser(place, block)]
        yield from found if len(found) >= CARDS else ()
        likely = np.flatnonzero(self.classification.probability >= LIKELY)
        broken = list(takewhile(self._breaks_off, likely[::-1].tolist()))
        yield from broken if len(broken) >= CARDS else ()

    def _breaks_off(self, place: int) -> bool:
        """Whether a text of some length ends in the midst of a sentence."""
        is_long = self.features.word_count[self.blocks[place].index] >= SHORTEST_TEASER
        is_late = self.before[place] >= SHORTEST_ARTICLE and self._is_late(place)
        return bool(is_long and is_late) and CUT_OFF.search(self.blocks[place].text[-LONGEST_END:]) is not None

    def _is_teaser(self, place: int, block: Candidate) -> bool:
        is_linked = 0 < block.link_length < len(block.text) and self.before[place] >= SHORTEST_ARTICLE
        return is_linked and READ_MORE.search(_small(block.text[-LONGEST_READ_MORE:])) is not None

    def _is_biography(self, place: int) -> bool:
        block = self.blocks[place]
        if not self._is_late(place) or self.features.word_count[block.index] > LONGEST_BIOGRAPHY:
            return False
        head, text = block.text[:NAME_STANDS_IN].casefold(), block.text.casefold()
        names = [name.casefold() for name in self.features.facts.authors if " " in name]
        return any(name in head and TELLS_OF.match(text, text.index(name) + len(name)) for name in names)

    def _in_cards(self) -> Iterator[int]:
        """Paragraphs below linked headings at the end of the page, several alike: excerpts of other stories."""
        headings = (at for at, block in enumerate(self.blocks[:-1]) if block.kind is BlockKind.HEADING)
        cards = [place for place in headings if self._is_card(place)]
        names = {self.blocks[place].container.tag for place in cards}
        if len(cards) < CARDS or len(names) > 1:
            return
        parts = {part for place in cards for part in (place, place + 1)}
        likely = np.flatnonzero(self.classification.probability[cards[0] :] >= LIKELY) + cards[0]
        if parts.issuperset(likely.tolist()):  # the article ends before them
            yield from parts

    def _linked_cards(self) -> Iterator[int]:
        """Boxes in the midst of the text that are a link to another story, with its picture: a small part of it."""
        linked = np.flatnonzero((self.links >= MOSTLY) & (self.classification.probability >= POSSIBLE)).tolist()
        boxes = [box for place in linked if (box := self._linked_card(self.blocks[place])) is not None]
        places = sorted({place for box in boxes for place in self.places_in(box)})
        if any(self.words[place] > LONGEST_SUMMARY and self.links[place] < LINKED for place in places):
            return
        if places and self.words[places].sum() <= FEW_OF_CARDS * sum(self._likely_words()):
            yield from places

    def _linked_card(self, block: Candidate) -> Container | None:
        """The innermost box of a link that has a picture, too; what leads to the picture shows it in full."""
        links = block.links or _links_around(block)
        if block.kind is BlockKind.CAPTION or not links or not all(map(self._may_be_story, links)):
            return None
        boxes = takewhile(lambda step: step.last - step.first <= CARDS + 1, islice(block.container.lineage(), STEPS))
        return next((box for box in boxes if _has_picture(box.element, links)), None)

    def _may_be_story(self, link: str) -> bool:
        return leads_on(link, self.features) and PICTURE.search(link) is None

    def _is_card(self, place: int) -> bool:
        """Whether a heading is a link, and stands with the paragraph below it in a box of their own."""
        heading, text = self.blocks[place], self.blocks[place + 1]
        if self.links[place] <= LINKED or self.before[place] < SHORTEST_ARTICLE:
            return False
        card = heading.container.parent
        is_alone = card is not None and card.last - card.first <= CARDS + 1
        return (
            is_alone
            and text.container.parent is card
            and all(leads_here(link, self.features) for link in heading.links)
        )
