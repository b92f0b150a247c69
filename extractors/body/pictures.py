"""Stories that pictures tell: where each has a line, and the lines are more than what stands beside them, they are the
article."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from extractors.model import BlockKind

if TYPE_CHECKING:
    from lxml import etree

    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Container

CAPTION = re.compile(r"caption|bildunterschrift|legende|didascalia", re.IGNORECASE)
# So many lines with so many words for each word beside them are the story.
FEWEST, MOSTLY_LINES = 3, 1.0
# A caption may have links in it; one that is a link is a teaser.
ALL_LINK = 0.9
PICTURE, ICONS = "img", frozenset({"button", "nav"})
# In words: who took a picture is named in fewer.
SHORTEST = 4
# A box of one picture has no more blocks, and stands no further out.
MOST_IN_BOX, STEPS = 3, 3


def lines_of_pictures(page: JudgedBlocks) -> list[int]:
    """Places of the captions, and of the lines that stand with a picture each, where they tell the story; else none."""
    around = _around(page)
    if around is None:
        return []
    inside = [place for place in page.places_in(around) if page.links[place] < ALL_LINK]
    captions = [place for place in inside if _is_caption(page, place)]
    lines = captions or [place for place in inside if _stands_with_picture(page, place)]
    told = [place for place in page.prose if place not in lines]
    is_story = len(lines) >= FEWEST and page.words[lines].sum() >= MOSTLY_LINES * page.words[told].sum()
    return lines if is_story and not _is_inserted(lines, told) else []


def _around(page: JudgedBlocks) -> Container | None:
    """What the first paragraph stands in with others."""
    outward = page.blocks[page.prose[0]].container.lineage() if page.prose else iter(())
    return next((step for step in islice(outward, 1, None) if len(page.places_in(step)) > 1), None)


def _is_inserted(lines: list[int], told: list[int]) -> bool:
    """Whether all pictures stand together between paragraphs: a show of its own within an article."""
    after = [place for place in told if place > lines[0]]
    return bool(after) and after[0] > lines[-1] and told[0] < lines[0]


def _is_caption(page: JudgedBlocks, place: int) -> bool:
    block = page.blocks[place]
    return block.kind is BlockKind.CAPTION or _is_called_caption(block.container.label)


@lru_cache(maxsize=1 << 14)
def _is_called_caption(label: str) -> bool:
    return CAPTION.search(label) is not None


def _stands_with_picture(page: JudgedBlocks, place: int) -> bool:
    """Whether a heading or a paragraph has a picture beside it, or alone with it in a box."""
    block = page.blocks[place]
    if page.words[place] < SHORTEST or not page.may_tell(place):
        return False
    element = block.container.element
    if any(each is not None and _is_picture(each) for each in (element.getprevious(), element.getnext())):
        return True
    boxes = islice(block.container.lineage(), 1, STEPS)
    return any(len(page.places_in(box)) <= MOST_IN_BOX and _has_picture(box.element) for box in boxes)


def _is_picture(element: etree._Element) -> bool:
    """Whether an element is a picture, or holds one and no text."""
    return _has_picture(element) and not "".join(element.itertext()).strip()


def _has_picture(element: etree._Element) -> bool:
    return any(ICONS.isdisjoint(step.tag for step in picture.iterancestors()) for picture in element.iter(PICTURE))
