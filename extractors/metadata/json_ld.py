"""Read the JSON-LD of a page, with the breakage that publishers ship."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

# Bounds for any input: real pages stay below a tenth of them.
MAX_SCRIPTS = 60
MAX_CHARACTERS = 2_000_000
MAX_OBJECTS = 500
MAX_NESTING = 12

# White space has a bound wherever more than one of these may begin before it: without, time grows with its square.
WRAPPING = re.compile(
    r"<!--|-->|/\*\s{0,20}<!\[CDATA\[\s{0,20}\*/|/\*\s{0,20}\]\]>\s{0,20}\*/|(?://\s{0,20})?<!\[CDATA\[|(?://\s{0,20})?\]\]>"
)
VALUE_START = re.compile(r"[{\[]")
TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
# A field with a text, whose end is a quotation mark before a comma, a bracket or the end of the line.
PLAIN_FIELD = re.compile(r'"[@\w]+"\s*:\s*"(.*?)"\s{0,200}(?:,\s{0,200}["\n]|[}\n])', re.DOTALL)
SALVAGED = ("@type", "headline", "datePublished", "dateModified", "articleBody", "isAccessibleForFree")
# Some write the vocabulary before each name.
PREFIX = "schema:"
TYPE_PARTS = re.compile(r"[^/#:]+$")

JsonObject = dict[str, Any]


def types_of(thing: object) -> tuple[str, ...]:
    """The schema.org type names of an object, without their address."""
    value = thing.get("@type") if isinstance(thing, dict) else None
    names = value if isinstance(value, list) else [value]
    return tuple(found[0] for name in names if isinstance(name, str) and (found := TYPE_PARTS.search(name)))


def _decode_all(text: str) -> Iterator[object]:
    """Every JSON value of a text: some pages put several behind each other."""
    decoder, position = json.JSONDecoder(strict=False), 0
    while found := VALUE_START.search(text, position):
        value, position = decoder.raw_decode(text, found.start())
        yield value


def _attempts(text: str) -> Iterator[str]:
    yield text
    text = WRAPPING.sub("", text)
    yield TRAILING_COMMA.sub("", BAD_ESCAPE.sub(r"\\\\", text))
    if "&quot;" in text:
        yield text.replace("&quot;", '"')


def _salvage(text: str) -> JsonObject:
    """The plain fields of an object that no repair makes readable: quotes inside of texts, mostly."""
    salvaged: JsonObject = {}
    for name in SALVAGED:
        place = text.find(f'"{name}"')
        if place >= 0 and (found := PLAIN_FIELD.match(text, place)):
            salvaged[name] = found[1].replace('\\"', '"')
    return salvaged


def parse_json_ld(text: str) -> list[object]:
    """The JSON values of one script; what cannot be repaired gives its plain fields alone."""
    for attempt in _attempts(text[:MAX_CHARACTERS]):
        try:
            return list(_decode_all(attempt))
        except (ValueError, RecursionError):
            continue
    return [salvaged] if (salvaged := _salvage(text[:MAX_CHARACTERS])) else []


def _flatten(value: object, depth: int = 0) -> Iterator[JsonObject]:
    """Objects of lists and graphs, and the thing that a page says it is about."""
    if depth > MAX_NESTING:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        value = {name.removeprefix(PREFIX): part for name, part in value.items()}
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), (dict, list)):
                yield from _flatten(value[name], depth + 1)


def read_json_ld(scripts: Iterable[etree._Element]) -> list[JsonObject]:
    """All objects of the given ``script`` elements, in document order."""
    objects: list[JsonObject] = []
    for script in list(scripts)[:MAX_SCRIPTS]:
        for thing in _flatten(parse_json_ld(script.text or "")):
            objects.append(thing)
            if len(objects) >= MAX_OBJECTS:
                return objects
    return objects
