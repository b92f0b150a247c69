"""What stands beside a date says what it is: published, changed, or of a picture."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extractors.metadata.date_lines import CHANGED, PUBLISHED, has_date, is_mere_date, role_of
from extractors.metadata.landmarks import label_of
from extractors.metadata.wording import PHRASING, text_of

if TYPE_CHECKING:
    from lxml import etree

    from extractors.metadata.landmarks import NearLine

CHANGED_NAME = re.compile(r"modif|updat|revis|lastmod|chang|aktualisier|ge.ndert|amended")
PICTURES = frozenset({"figure", "figcaption"})
PICTURE_NAME = re.compile(
    r"(?:image|img|photo|pic(?:ture)?|media|video|gallery|wp)[-_]?(?:caption|text|credit|legend)|pic(?:ture)?-?box|bildunter",
    re.IGNORECASE,
)
MAX_LABEL, MAX_NAME = 40, 300
LABELS = PHRASING - {"time"} | {"dt", "label", "th"}


def _before(element: etree._Element) -> str:
    """The text right before an element, of the same line or of a short neighbour: "Updated <time>"."""
    for place in (element, element.getparent()):
        if place is None:
            break
        previous, parent = place.getprevious(), place.getparent()
        own = previous.tail if previous is not None else parent.text if parent is not None else None
        if own and not own.isspace():
            return own
        if previous is not None:
            return text_of(previous) if previous.tag in LABELS and not len(previous) else ""
    return ""


def role_of_time(element: etree._Element) -> str | None:
    """What class, own text and what stands before it call a ``time``."""
    parent = element.getparent()
    label = f"{label_of(element)} {element.get('itemprop') or ''}".lower()
    if parent is not None and len(parent) == 1:
        label += f" {label_of(parent)}".lower()
    if "publish" in label or element.get("pubdate") is not None:
        return PUBLISHED
    if CHANGED_NAME.search(label):
        return CHANGED
    return role_of(_before(element).strip()[-MAX_LABEL:]) or role_of((element.text or "").strip()[:MAX_LABEL])


def label_beside(line: NearLine) -> str | None:
    """What a label in an element of its own calls the date behind it: "<dt>Updated</dt><dd>20 May 2024</dd>"."""
    before = _before(line.element).strip()[-MAX_LABEL:]
    return role_of(before) if before and not has_date(before) else None


def is_of_picture(line: NearLine) -> bool:
    """Whether a line says what a picture shows, and when it was taken."""
    if is_mere_date(line.text):
        return False
    holders = (line.element, *islice(line.element.iterancestors(), 2))
    names = ((holder.get("class") or "")[:MAX_NAME] for holder in holders)
    return any(holder.tag in PICTURES for holder in holders) or any(map(PICTURE_NAME.search, names))
