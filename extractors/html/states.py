"""The data that scripts fill a page from, as it stands in its scripts and attributes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from extractors.html.flight import Flight, pushed_rows, read_rows
from extractors.html.literals import MOST_TOKENS, Literals

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bounds for any input: a try costs time by the length of a script.
MOST_CHARACTERS, MOST_TRIES, SHORTEST = 4_000_000, 3_000, 300
# Where a value may begin, and what it is called there.
BEGINNING = re.compile(
    r"(?:(?<![\w$.])([A-Za-z_$][\w$.]{1,80}+)(?:\[[\"']?([\w$-]{1,60}+)[\"']?\])?\s{0,20}[=(]|[,(:=]|\breturn)\s{0,20}"
    r"(?=[{\[\"'`]|JSON\.parse\(|decodeURI|\(?function\W|\(\([\w$,\s]{0,2000}\)\s?=>)"
)
UNNAMED, FLIGHT = "script", "__next_f"
DATA_ATTRIBUTE = re.compile(r"^(?:data-[\w:-]*|[\w-]*props|[\w-]*(?:state|data))$")
DECODER = json.JSONDecoder(strict=False)


def states(root: etree._Element) -> Iterator[tuple[str, Any]]:
    """What is called what: the id of a script, the variable or the attribute, and the value."""
    scripts = [script for script in root.iter("script") if "ld+json" not in (script.get("type") or "")]
    texts = [(script.text or "")[:MOST_CHARACTERS] for script in scripts]
    if rows := read_rows(pushed_rows(texts)):
        yield FLIGHT, Flight(rows).read()
    search = _Search()
    for script, text in zip(scripts, texts, strict=True):
        if len(text) >= SHORTEST and "__next_f" not in text[:200]:
            yield from search.values(text, script.get("id") or UNNAMED)
    yield from _in_attributes(root)


@dataclass(slots=True)
class _Search:
    """Reads values off scripts, for so many tries, characters and words of JavaScript."""

    tries: int = MOST_TRIES
    characters: int = 3 * MOST_CHARACTERS
    tokens: int = MOST_TOKENS

    def values(self, text: str, name: str) -> Iterator[tuple[str, Any]]:
        """The values of a script that are long enough to hold an article."""
        start = len(text) - len(text.lstrip())
        if text[start : start + 1] in ("{", "["):
            value, start = self._value(text, start)
            yield name, value
        place = start
        while (found := BEGINNING.search(text, place)) and self.tries > 0 and self.characters > 0 and self.tokens > 0:
            value, place = self._value(text, found.end())
            if value is not None and place - found.end() >= SHORTEST:
                yield (found[2] or found[1] or name).removeprefix("window."), value

    def _value(self, text: str, start: int) -> tuple[Any, int]:
        """A value and where it ends; where there is none, where to go on."""
        self.tries -= 1
        try:
            value, end = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            self.characters -= getattr(error, "pos", start) - start
            return self._literal(text, start)
        self.characters -= end - start
        return value, end

    def _literal(self, text: str, start: int) -> tuple[Any, int]:
        literals = Literals(text, start, self.tokens)
        try:
            return literals.read(), literals.place
        except (ValueError, RecursionError):
            return None, start
        finally:
            self.tokens = literals.left


def _in_attributes(root: etree._Element) -> Iterator[tuple[str, Any]]:
    for element in root.iter(etree.Element):
        for name, text in element.items():
            if len(text) >= SHORTEST and text[0] in "{[" and DATA_ATTRIBUTE.match(name):
                try:
                    yield name, json.loads(text[:MOST_CHARACTERS], strict=False)
                except (ValueError, RecursionError):
                    continue
