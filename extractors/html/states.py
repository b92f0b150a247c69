"""The data that scripts fill a page from, as it stands in the page: JSON in scripts, assigned or by itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# Bounds for any input: a try costs time by the length of a script.
MOST_CHARACTERS, MOST_TRIES, SHORTEST = 4_000_000, 60, 300
ASSIGNED = re.compile(
    r"([A-Za-z_$][\w$.]{1,80})(?:\[[\"']?([\w$-]{1,60})[\"']?\])?\s*=\s*(?:JSON\.parse\(\s*(?=[\"'])|(?=[{\[]))"
)
UNNAMED = "script"
DECODER = json.JSONDecoder(strict=False)


def states(root: etree._Element) -> Iterator[tuple[str, Any]]:
    """What is called what: the id of a script or the variable, and the value."""
    left = MOST_TRIES
    for script in root.iter("script"):
        text = (script.text or "")[:MOST_CHARACTERS]
        if len(text) < SHORTEST or "ld+json" in (script.get("type") or ""):
            continue
        for name, start in _beginnings(text, script.get("id") or UNNAMED):
            left -= 1
            if left < 0:
                return
            if (value := _value_at(text, start)) is not None:
                yield name, value


def _beginnings(text: str, name: str) -> Iterator[tuple[str, int]]:
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] in ("{", "["):
        yield name, start
        return
    for found in ASSIGNED.finditer(text):
        yield found[2] or found[1].removeprefix("window."), found.end()


def _value_at(text: str, start: int) -> Any:
    try:
        value, _ = DECODER.raw_decode(text, start)
        return json.loads(value, strict=False) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return None
