"""Text that can be stored: what a page writes as half a character, in JSON or by number, becomes a mark."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Value = TypeVar("Value")


def storable(value: Value) -> Value:
    """A text, or a record with texts in it, without surrogates: databases, files and terminals refuse them."""
    return _storable(value)  # type: ignore[no-any-return]


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, tuple):
        parts = [_storable(part) for part in value]
        is_same = all(part is before for part, before in zip(parts, value, strict=True))
        return value if is_same else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        changed = {name: new for name, old in named.items() if (new := _storable(old)) is not old}
        return replace(value, **changed) if changed else value
    return value


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves become one character
    return text
