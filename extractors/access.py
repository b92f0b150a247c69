"""Whether an anonymous reader may read the article, and whether all of it is on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from extractors.model import Access
from extractors.selector import elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.metadata.structured import StructuredData
    from extractors.site import AccessOverride


@dataclass(frozen=True, slots=True)
class AccessFinding:
    """``complete`` is False where the text is cut, None where nothing tells; ``evidence`` says in words what decided."""

    access: Access
    complete: bool | None
    evidence: str


def _truth(value: object) -> bool | None:
    """schema.org booleans as they are written: true, "False", "https://schema.org/True", ..."""
    word = str(value).strip().lower().rpartition("/")[2]
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)


def _overridden(root: etree._Element, override: AccessOverride) -> AccessFinding | None:
    for access, expression in ((Access.LOCKED, override.locked), (Access.METERED, override.metered)):
        if expression and elements(expression, root):
            return AccessFinding(
                access, False if access is Access.LOCKED else None, f"site file: {access} where {expression}"
            )
    if override.otherwise:
        return AccessFinding(
            override.otherwise, True if override.otherwise is Access.FREE else None, "site file: otherwise"
        )
    return None


def read_access(
    root: etree._Element, structured: StructuredData, texts: Sequence[str], override: AccessOverride
) -> AccessFinding:
    """Access and completeness of a parsed page; ``texts`` are the texts of all its candidate blocks."""
    if finding := _overridden(root, override):
        return finding
    said = _truth(structured.article.get("isAccessibleForFree"))
    if said is None:
        return AccessFinding(Access.UNKNOWN, None, "")
    return AccessFinding(Access.FREE if said else Access.LOCKED, said or None, f"isAccessibleForFree is {said}")
