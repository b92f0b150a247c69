"""Blocks that say by themselves that they are none of the article: lines of its head, links to other stories, what the
systems of an outlet put there, who the author is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.body.contacts import is_contact
from extractors.body.head_lines import is_head_line
from extractors.body.judged import LIKELY, ends_sentence
from extractors.body.leftovers import is_advert_label, is_head_leftover, is_picture_credit, is_unseen
from extractors.body.links import leads_here
from extractors.body.other_stories import LABEL, OTHER_STORY
from extractors.body.phrases import (
    ASKS_FOR_COMMENTS,
    FILED,
    LONGEST_READ_MORE,
    MODERATED,
    NEEDS_SCRIPT,
    READ_MORE,
    TELLS_OF,
    WELCOME,
    WRITE_TO,
    small,
    speaks_of_comments,
)
from extractors.body.trails import is_trail, is_unfilled
from extractors.model import BlockKind

if TYPE_CHECKING:
    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Candidate

# Elements of the head by their names; what is called a strapline or a subtitle is text.
CALLED_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:text|article|story|post|image|img|photo)?[-_]?(?:by-?line|authors?(?:-?(?:meta|name|line))?|credits?|copyright"
    r"|attribution|kicker|dachzeile|spitzmarke|eyebrow|roofline|overline)(?=$|[\s_-])",
    re.IGNORECASE,
)
# In characters, of a line and of what it is called.
LONGEST_BYLINE, LONGEST_NAME = 90, 300
# Of what stands behind a label, the part that is a link at least.
MOSTLY = 0.8
# In characters: what is longer tells of authors alone.
LONGEST_LINE = 200
# In words; in the first so many characters of a biography stands the author.
LONGEST_BIOGRAPHY, NAME_STANDS_IN = 80, 40


def is_of_systems(block: Candidate) -> bool:
    """Whether a block is a template that nobody filled, shows nothing, or says that an advert follows."""
    if block.kind is BlockKind.CODE:
        return False
    is_label = block.kind is not BlockKind.HEADING and is_advert_label(block.text)
    return is_label or is_unfilled(block.text) or is_unseen(block.text)


@dataclass(frozen=True)
class OwnWords:
    """The considered blocks, by what each says."""

    page: JudgedBlocks

    def is_of_the_head(self, block: Candidate) -> bool:
        """Whether a block before the article is no text of it, by its own words or by what it is called."""
        facts = self.page.features.facts
        line = small(block.text)
        if block.links and len(line) <= LONGEST_LINE and self._names_other_story(block, line):
            return True
        if WELCOME.match(line) or is_head_leftover(block.text) or _is_called_byline(block):
            return block.kind is not BlockKind.CODE
        return is_head_line(block.text, facts) or is_trail(block.text, facts.title) or is_contact(block.text)

    def is_another(self, place: int, text: str) -> bool:
        """Whether a block is none of the article's by its own words; those of longer ones tell of authors alone."""
        is_told = text != "" and (self._is_of_its_own(place, text) or self._asks(place, text))
        return is_told or self._is_biography(place)

    def _is_of_its_own(self, place: int, text: str) -> bool:
        """Whether a line names another story or who took a picture, or is what an outlet's systems put there."""
        if self.page.blocks[place].continues and _is_last_line_of_its_own(text):
            return True
        if self.page.blocks[place].links and self._names_other_story(self.page.blocks[place], text):
            return True
        if NEEDS_SCRIPT.match(text) or is_picture_credit(self.page.blocks[place].text):
            return True
        if FILED.match(text):
            return self.page.is_late(place)
        return speaks_of_comments(text) and MODERATED.match(text) is not None and self._is_at_the_end(place)

    def _names_other_story(self, block: Candidate, text: str) -> bool:
        """Whether a line is nothing but a link to another story of the outlet, behind words that say so."""
        label = LABEL.match(text)
        if label is None or block.kind is BlockKind.HEADING or label.end() == len(text):
            return False
        is_linked = block.link_length >= MOSTLY * (len(text) - label.end())
        return is_linked and all(leads_here(link, self.page.features) for link in block.links)

    def _asks(self, place: int, text: str) -> bool:
        """Whether a block is nothing but a link to the rest, or, late in the article, asks for comments and tips."""
        if len(line := text.strip()) <= LONGEST_READ_MORE and READ_MORE.fullmatch(line):
            return True
        if not self.page.is_late(place):
            return False
        asks = (speaks_of_comments(text) and ASKS_FOR_COMMENTS.search(text)) or ("@" in text and WRITE_TO.match(text))
        return bool(asks)

    def _is_biography(self, place: int) -> bool:
        block = self.page.blocks[place]
        if not self.page.is_late(place) or self.page.features.word_count[block.index] > LONGEST_BIOGRAPHY:
            return False
        head, text = block.text[:NAME_STANDS_IN].casefold(), block.text.casefold()
        names = [name.casefold() for name in self.page.features.facts.authors if " " in name]
        return any(name in head and TELLS_OF.match(text, text.index(name) + len(name)) for name in names)

    def _is_at_the_end(self, place: int) -> bool:
        """Whether nothing of the article stands behind a block."""
        behind = place + 1
        return behind == len(self.page.blocks) or bool((self.page.classification.probability[behind:] < LIKELY).all())


def _is_called_byline(block: Candidate) -> bool:
    """Whether what a short line stands in is called a byline, a credit or a kicker."""
    is_short = len(block.text) <= LONGEST_BYLINE and not ends_sentence(block.text)
    return is_short and CALLED_BYLINE.search(block.container.label[:LONGEST_NAME]) is not None


def _is_last_line_of_its_own(line: str) -> bool:
    """Whether a last line names another story, who took a picture, or where readers may write."""
    return any(expression.match(line) for expression in (OTHER_STORY, WRITE_TO)) or is_picture_credit(line)
