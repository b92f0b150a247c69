"""Text that can be stored and read: half characters become a mark, UTF-16 becomes UTF-8."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Value = TypeVar("Value")

DECLARED = re.compile(r"""^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["'][^"'>]{0,40}["']""")


def without_utf_16(body: bytes) -> bytes:
    """A list or robots.txt in UTF-8 where it came in UTF-16, declared or not; else as it came. Without its marks."""
    encoding = utf_16_of(body)
    if encoding is None:
        while body.startswith(BOM_UTF8):
            body = body.removeprefix(BOM_UTF8)
        return body
    text = body.decode(encoding, "replace").lstrip("\ufeff")
    return DECLARED.sub(r"\1", text, count=1).encode("utf-8", "replace")


def utf_16_of(body: bytes) -> str | None:
    """Which UTF-16 a text is in, as its mark or its zeros tell; None where it is in another encoding."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    start = body[:100]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) // 4 else None


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
