"""The parts of a state where they belong: data in data as text, and entries that others refer to by their names."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

DEEPEST, MOST_VALUES, SHORTEST = 80, 300_000, 300
REFERENCES = ("__ref", "$ref")


def linked(state: Any) -> Any:
    """A state without references and data that is written as text, each read once."""
    return _Links(state if isinstance(state, dict) else {}).of(state, 0)


@dataclass(slots=True)
class _Links:
    entries: dict[str, Any]
    seen: set[str] = field(default_factory=set)
    left: int = MOST_VALUES

    def of(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            return None
        if isinstance(value, str):
            return self._opened(value, depth)
        if isinstance(value, list):
            return [self.of(part, depth + 1) for part in value]
        if isinstance(value, dict):
            target = self._target(value)
            return self.of(target, depth + 1) if target is not None else self._parts(value, depth)
        return value

    def _parts(self, thing: dict[str, Any], depth: int) -> dict[str, Any]:
        """The parts of a thing; an entry that another has taken in stands there alone."""
        is_top = thing is self.entries
        return {key: self.of(part, depth + 1) for key, part in thing.items() if not (is_top and key in self.seen)}

    def _target(self, value: dict[str, Any]) -> Any:
        """The entry that a reference names, once: entries may name each other in a circle."""
        name = next((value[key] for key in REFERENCES if isinstance(value.get(key), str)), None)
        if name is None and value.get("type") == "id":
            name = value.get("id")
        if not isinstance(name, str) or name not in self.entries or name in self.seen:
            return None
        self.seen.add(name)
        return self.entries[name]

    def _opened(self, text: str, depth: int) -> Any:
        if len(text) < SHORTEST or not text.startswith(("{", "[")):
            return text
        try:
            return self.of(json.loads(text, strict=False), depth + 1)
        except (ValueError, RecursionError):
            return text
