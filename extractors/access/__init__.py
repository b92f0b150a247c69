"""Whether an anonymous reader may read the article, and whether all of it is on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.access.completeness import Prose, Wall, find_wall, is_complete
from extractors.access.statements import is_free
from extractors.access.wording import Demand, WallWords
from extractors.html.selector import elements
from extractors.model import Access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from extractors.metadata.structured import StructuredData
    from extractors.sites.site_file import AccessOverride

TIERS = {"free": Access.FREE, "metered": Access.METERED, "locked": Access.LOCKED}


@dataclass(frozen=True, slots=True)
class AccessFinding:
    """What was found, and why.

    ``complete`` is False where the text is cut, None where nothing tells; ``evidence`` says in words what decided;
    ``wall`` is the place among the texts of the demand that the text stops at.
    """

    access: Access
    complete: bool | None
    evidence: str
    wall: int | None = None


def _stated(structured: StructuredData) -> tuple[Access | None, str]:
    """What the markup says of access; the outlet's own tier is more careful than schema.org's yes or no."""
    if tier := TIERS.get((structured.first_meta("article:content_tier", "og:article:content_tier") or "").lower()):
        return tier, f"article:content_tier is {tier}"
    free = is_free(structured)
    if free is None:
        return None, ""
    # Outlets with a meter must say "not free" as well: whether it is a lock, the text tells.
    return (Access.FREE if free else Access.METERED), f"isAccessibleForFree is {str(free).lower()}"


def _overridden(root: etree._Element, override: AccessOverride) -> tuple[Access | None, str]:
    for access, expression in ((Access.LOCKED, override.locked), (Access.METERED, override.metered)):
        if expression and elements(expression, root):
            return access, f"site file: {access} where {expression}"
    return override.otherwise, f"site file: otherwise {override.otherwise}" if override.otherwise else ""


def _told(wall_words: WallWords, wall: Wall | None, *, cut: bool) -> tuple[Access | None, str]:
    """What the wording of the page says of access, where the markup says nothing."""
    if wall:
        return (Access.LOCKED if wall.cuts else Access.METERED), f"the page says “{wall.wording}”"
    if meter := next(wall_words.find(Demand.METER), None):
        return Access.METERED, f"the page says “{meter.text}”"
    if cut and (label := next(wall_words.find(Demand.LABEL), None)):
        return Access.LOCKED, f"the page is marked “{label.text}”"
    return None, ""


def read_access(
    root: etree._Element, structured: StructuredData, texts: Sequence[str], override: AccessOverride
) -> AccessFinding:
    """Access and completeness of a parsed page; ``texts`` are the texts of all its candidate blocks, in page order."""
    wall_words, prose = WallWords(texts), Prose(texts)
    wall = find_wall(wall_words, prose)
    complete, whole = is_complete(root, structured, prose, wall)
    access, said = _overridden(root, override)
    if access is None:
        access, said = _stated(structured)
        if access is None:
            access, said = _told(wall_words, wall, cut=complete is False)
        # A text that stops at a wall is locked, whatever the markup says.
        elif complete is False and (wall or access is Access.METERED):
            access = Access.LOCKED
    # wordCount may count characters: without a wall or a word of one, only an articleBody shows that a text is cut.
    cut = complete is False and bool(structured.article_body)
    if access is None:
        return AccessFinding(Access.UNKNOWN, False if cut else None, whole if cut else "")
    if access is Access.FREE and not cut:
        return AccessFinding(access, True, said)
    return AccessFinding(access, complete, f"{said}; {whole}", wall.index if wall and wall.cuts else None)
