"""Words that call what follows an author, in many languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.author_words import ANY_AUTHOR, AUTHORS
from extractors.metadata.by_words import says_by, with_plain_signs
from extractors.metadata.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.metadata.landmarks import Landmarks

LABELLED = re.compile(
    rf"\W{{0,3}}(?:{ANY_AUTHOR})(?:\s?/\s?(?:{ANY_AUTHOR})|\(s\))?\s?(?:[:|]\s?(?P<names>.*)|)",
    re.IGNORECASE | re.DOTALL,
)
# Texts that are short enough for names.
MAX_LABELLED = 120
SHORT_TEXTS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::noscript or parent::template)"
    f" and string-length(.) <= {MAX_LABELLED} and normalize-space(.)]"
)
BEGINNINGS = frozenset(label[:2] for label in AUTHORS)
WHITE_SPACE = "\x0b\x0c\x1c\x1d\x1e\x1f"
SIGNS_BEFORE = " \t\n\r\u00a0\"'([|:-–—•"


def may_be_labelled(text: str) -> bool:
    """Whether a text as it stands in the page may begin with the label of an author: what has no letters beyond ASCII,
    which may be such as nobody sees, is told by two of them."""
    return not text.isascii() or text.lstrip(WHITE_SPACE + SIGNS_BEFORE)[:2].lower() in BEGINNINGS


def labelled_names(line: str) -> str | None:
    """What stands behind the label of an author that begins a line: empty where the line is the label alone, None where
    there is no such label."""
    # Most lines begin otherwise, which is told in a hundredth of the time.
    start = line.lstrip(SIGNS_BEFORE).lower()
    if start[:2] not in BEGINNINGS or not start.startswith(AUTHORS):
        return None
    found = LABELLED.fullmatch(with_plain_signs(line))
    return (found["names"] or "") if found else None


def is_author_label(text: str) -> bool:
    """Whether a text is such a label or another word of a byline, and no more."""
    return labelled_names(text) == "" or says_by(f"{text}:")


def labelled_texts(landmarks: Landmarks) -> Iterator[str]:
    """What stands behind the label of an author anywhere: "Autor: Jane Roe", or "Author" and the name in the next
    element."""
    if not any(map(_is_labelled, {text for text in landmarks.texts if len(text) <= MAX_LABELLED})):
        return
    is_behind_label = False
    for text in SHORT_TEXTS(landmarks.root):
        line = one_line(text)
        names = labelled_names(line)
        if names or (is_behind_label and names is None):
            holder = text.getparent()
            if holder is not None and not landmarks.stands_aside(holder):
                yield names or line
        is_behind_label = names == ""


def _is_labelled(text: str) -> bool:
    return may_be_labelled(text) and not text.isspace() and labelled_names(one_line(text)) is not None
