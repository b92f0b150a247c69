"""What a page states of its access for machines: schema.org's ``isAccessibleForFree``, in all its spellings."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from extractors.metadata.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from extractors.metadata.json_ld import JsonObject
    from extractors.metadata.structured import StructuredData

TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
VALUES = ("@value", "@id", "value")
PAGE_OF_ARTICLE = ("isPartOf", "mainEntityOfPage")
MAX_DEPTH, MAX_PARTS, MAX_ELEMENTS = 5, 50, 20


def truths(value: object, depth: int = 0) -> Iterator[bool]:
    """The booleans in a value: true, "False", "https://schema.org/True", {"@value": false}, lists of them."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in islice(value, MAX_PARTS):
            yield from truths(item, depth + 1)
    elif isinstance(value, dict):
        yield from truths(next((value[name] for name in VALUES if name in value), None), depth + 1)
    elif (said := TRUTHS.get(str(value).strip().lower().rpartition("/")[2].rpartition(":")[2])) is not None:
        yield said


def withheld_parts(structured: StructuredData) -> Iterator[JsonObject]:
    """The parts of the article that its markup calls not free."""
    parts = structured.article.get("hasPart")
    for thing in islice(parts if isinstance(parts, list) else [parts], MAX_PARTS):
        part = structured.resolve(thing)
        if isinstance(part, dict) and False in truths(part.get("isAccessibleForFree")):
            yield part


def _of_article(structured: StructuredData) -> list[bool]:
    """What the article says, else the page that it is part of."""
    if said := list(truths(structured.article.get("isAccessibleForFree"))):
        return said
    pages = (structured.resolve(structured.article.get(name)) for name in PAGE_OF_ARTICLE)
    return [said for page in pages if isinstance(page, dict) for said in truths(page.get("isAccessibleForFree"))]


def _scope(element: etree._Element) -> etree._Element | None:
    """The outermost article that a property in microdata belongs to."""
    scopes = [holder for holder in element.iterancestors() if "Article" in (holder.get("itemtype") or "")]
    return scopes[-1] if scopes else None


def _in_microdata(structured: StructuredData) -> list[bool]:
    """What microdata says; where there are several articles, that which holds the first headline."""
    found = [
        (_scope(element), element) for element in structured.microdata.get("isaccessibleforfree", ())[:MAX_ELEMENTS]
    ]
    if len({scope for scope, _ in found}) > 1:
        holders = {holder for heading in structured.elements("h1")[:1] for holder in heading.iterancestors()}
        found = [(scope, element) for scope, element in found if scope is None or scope in holders]
    return [
        said
        for _, element in found
        for said in truths(element.get("content") or element.get("href") or text_of(element))
    ]


def is_free(structured: StructuredData) -> bool | None:
    """Whether the page says that its article is free: not where a part of it is not; None where it says nothing."""
    in_meta = [said for value in structured.all_meta("isaccessibleforfree") for said in truths(value)]
    said = _of_article(structured) or _in_microdata(structured) or in_meta
    if any(withheld_parts(structured)):
        return False
    return all(said) if said else None
