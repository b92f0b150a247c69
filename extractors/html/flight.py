"""The rows in which React server components are sent (``self.__next_f.push``): data, texts, elements."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

PUSHED = re.compile(r"__next_f\s?\.push\(\[1,\s?(?=\")")
ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
REFERENCE = re.compile(r"\$[@L]?([0-9a-f]{1,8})$")
ROOT, ELEMENT, ELEMENT_LENGTH = "0", "$", 4
HOST = re.compile(r"[a-z][a-z0-9]{0,12}$")
DEEPEST, MOST_NODES = 200, 200_000
DECODER = json.JSONDecoder(strict=False)


def pushed_rows(scripts: list[str]) -> str:
    """What the scripts of a page push, in one piece: rows go on from one script to the next."""
    return "".join(_pushed(script) for script in scripts if "__next_f" in script)


def _pushed(script: str) -> str:
    found: list[str] = []
    for push in PUSHED.finditer(script):
        try:
            text, _ = DECODER.raw_decode(script, push.end())
        except ValueError:
            continue
        found.append(text if isinstance(text, str) else "")
    return "".join(found)


def read_rows(stream: str) -> dict[str, Any]:
    """The rows by their numbers; those of other things than data and texts are left out."""
    data, rows, place = stream.encode(errors="replace"), {}, 0
    while place < len(data):
        row = ROW.match(data, place)
        if row and row[2]:  # a text of so many bytes
            end = row.end() + int(row[2], 16)
            rows[row[1].decode()] = data[row.end() : end].decode(errors="replace")
        else:
            end = data.find(b"\n", place) + 1 or len(data)
            if row and (value := _json(data[row.end() : end])) is not None:
                rows[row[1].decode()] = value
        place = end
    return rows


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@dataclass(slots=True)
class Flight:
    """Rows as markup and data: elements of HTML are written as such, what components are given is data."""

    rows: dict[str, Any]
    data: list[Any] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    left: int = MOST_NODES

    def read(self) -> list[Any]:
        """The page as markup, what its components are given, and texts that nothing refers to."""
        first = {ROOT: self.rows[ROOT]} if ROOT in self.rows else {}
        markup = [self._markup(value, 0) for key, value in (first | self.rows).items() if self._is_new(key, value)]
        texts = [row for key, row in self.rows.items() if isinstance(row, str) and key not in self.seen]
        return ["".join(markup), *self.data, *texts]

    def _is_new(self, key: str, value: Any) -> bool:
        return not isinstance(value, str) and key not in self.seen

    def _markup(self, value: Any, depth: int) -> str:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            return ""
        if isinstance(value, str):
            target = self._target(value)
            return html.escape(value) if target is None else self._markup(target, depth + 1)
        if isinstance(value, dict):
            self.data.append(self._linked(value, 0))
        elif isinstance(value, list):
            if len(value) >= ELEMENT_LENGTH and value[0] == ELEMENT:
                return self._element(value[1], value[3], depth + 1)
            return "".join(self._markup(part, depth + 1) for part in value)
        return ""

    def _element(self, tag: Any, given: Any, depth: int) -> str:
        given = given if isinstance(given, dict) else {}
        inside = self._inside(given, depth)
        if isinstance(tag, str) and HOST.match(tag):
            name = given.get("className")
            label = f' class="{html.escape(name)}"' if isinstance(name, str) else ""
            return f"<{tag}{label}>{inside}</{tag}>"
        if others := {key: part for key, part in given.items() if key != "children"}:
            self.data.append(self._linked(others, 0))
        return inside

    def _inside(self, given: dict[str, Any], depth: int) -> str:
        raw = given.get("dangerouslySetInnerHTML")
        if isinstance(raw, dict) and isinstance(raw.get("__html"), str):
            text = self._linked(raw["__html"], 0)
            return text if isinstance(text, str) else ""
        return self._markup(given.get("children"), depth)

    def _target(self, text: str) -> Any:
        """The row that a text refers to, once: rows may refer to each other in a circle."""
        found = REFERENCE.match(text)
        if found is None or found[1] not in self.rows or found[1] in self.seen:
            return None if found is None else ""
        self.seen.add(found[1])
        return self.rows[found[1]]

    def _linked(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            return None
        if isinstance(value, str) and REFERENCE.match(value):
            return self._linked(self._target(value), depth + 1)
        if isinstance(value, list):
            return [self._linked(part, depth + 1) for part in value]
        if isinstance(value, dict):
            return {key: self._linked(part, depth + 1) for key, part in value.items()}
        return value
