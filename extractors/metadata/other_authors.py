"""Whom else a page names: those who wrote other stories, and those who write for the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.author_labels import is_author_label
from extractors.metadata.landmarks import label_of
from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from lxml import etree

    from extractors.metadata.landmarks import Landmarks

# Where a site shows those who write for it.
RAIL = re.compile(
    r"(?:^|[\s_-])(?:right-?rail__right|(?:left|right|side)-?(?:rail|col(?:umn)?)|rail|columnists?|(?:our|all)-?authors|opinion-?(?:list|box|makers?)"
    r"|firm[ea]s?|kolumn\w*|colunistas|columnistas|chroniqueurs)(?=$|[\s_-])",
    re.IGNORECASE,
)
BOXES, HEADINGS = frozenset({"div", "section", "ul", "td", "nav"}), ("h2", "h3", "h4", "h5", "strong", "dt")
ABOUT_THE = re.compile(
    r"^(?:(?:about|meet|über|zu|à propos|sobre|acerca|over|om|об|про)\s+)?"
    r"(?:(?:the|die|der|den|dem|des?|du|les?|los|las|el|la|l'|o|os|gli|i)\s+)*",
    re.IGNORECASE,
)


def is_of_others(element: etree._Element, landmarks: Landmarks) -> bool:
    """Whether an element belongs to other stories; what a headline stands beside may be called a teaser."""
    if _is_card_of_many(element, landmarks):
        return True
    return landmarks.stands_aside(element) and not landmarks.stands_with_headline(element)


def _is_card_of_many(element: etree._Element, landmarks: Landmarks) -> bool:
    """Whether it is one of the cards in which the rail of a site shows those who write for it; cards that are headed as
    those of the authors show who wrote this."""
    holders = (holder for holder in element.iterancestors() if _is_rail(holder))
    rail = next(holders, None)
    if rail is None or rail in landmarks.around:
        return False
    cards = {text_of(other) for other in rail.iter(str(element.tag)) if name_of(other) == name_of(element)}
    return len(cards) > 1 and not any(is_author_label(ABOUT_THE.sub("", text_of(e))) for e in rail.iter(*HEADINGS))


def _is_rail(holder: etree._Element) -> bool:
    if holder.tag == "aside" or holder.get("role") == "complementary":
        return True
    return holder.tag in BOXES and RAIL.search(label_of(holder)) is not None


def name_of(element: etree._Element) -> tuple[str | None, str | None]:
    """What those elements have in common in which a page names one person each."""
    return element.get("class"), element.get("rel")
