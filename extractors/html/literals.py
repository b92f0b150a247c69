"""Values written in JavaScript: JSON, and what JSON does not know but scripts use for their data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

DEEPEST = 100
TOKEN = re.compile(
    r"""(?:\s|/\*.{0,2000}?\*/)*+(?:(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'"""
    r"""|`[^`\\]*+(?:\\.[^`\\]*+)*+`)|(?P<number>[-+]?\.?\d[\w.]*+(?:(?<=[eE])[-+]\d++)?)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*+(?:\.[\w$]++)*+)|(?P<sign>[{}\[\]:,()!]))""",
    re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?(\n)|(.))", re.DOTALL)
PLACEHOLDER = re.compile(r"\$\{[^{}]{0,200}\}")
CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "", "v": " "}
CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
FUNCTION = re.compile(r"\s*+\(?\s*+(?:async\s++)?+(?:function\s*+\w*+\s*+)?\(([\w$,\s]{0,20000}+)\)\s*+(?:=>\s*+)?\{")
RETURN = re.compile(r"\breturn\s*+(?=[{\[])")
CALL = re.compile(r"\s*+[;}]{0,2}+\s*+\)?\s*+\(")
MOST_TOKENS = 400_000


@dataclass(frozen=True, slots=True)
class Name:
    """A variable that a value stands in."""

    name: str


class NoLiteralError(ValueError):
    """A script goes on with something else than a value."""


@dataclass(slots=True)
class Literals:
    """Reads the values of one script; ``left`` is how many more tokens may be read, which bounds the time."""

    text: str
    place: int = 0
    left: int = MOST_TOKENS

    def read(self) -> Any:
        """The value that begins at the place, which is then where it ends; what its variables stand for is not known.

        Raises ValueError where there is none.
        """
        is_function = FUNCTION.match(self.text, self.place)
        return with_names(self._result() if is_function else self._value(0), {})

    def _result(self) -> Any:
        """What a function returns that is called where it stands: its parameters stand for what it is called with."""
        head = FUNCTION.match(self.text, self.place)
        found = RETURN.search(self.text, head.end(), head.end() + 100_000) if head else None
        if head is None or found is None:
            raise NoLiteralError
        self.place = found.end()
        value = self._value(0)
        call = CALL.match(self.text, self.place)
        if call is None:
            return value
        self.place = call.end()
        given = dict(zip(re.findall(r"[\w$]+", head[1]), self._values(")", 0), strict=False))
        return with_names(value, given)

    def _next(self) -> tuple[str, str]:
        found = TOKEN.match(self.text, self.place)
        self.left -= 1
        if found is None or self.left < 0:
            raise NoLiteralError
        self.place = found.end()
        return found.lastgroup or "", found[found.lastgroup or 0]

    def _peek(self) -> str:
        found = TOKEN.match(self.text, self.place)
        return found["sign"] or "" if found else ""

    def _value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise NoLiteralError
        kind, token = self._next()
        if kind == "string":
            return unquoted(token)
        if kind == "number":
            return _number(token)
        if kind == "name":
            return self._named(token, depth + 1)
        return self._composed(token, depth + 1)

    def _composed(self, sign: str, depth: int) -> Any:
        if sign == "[":
            return self._values("]", depth)
        if sign == "{":
            return self._object(depth)
        if sign == "!":
            return not self._value(depth)
        raise NoLiteralError

    def _named(self, name: str, depth: int) -> Any:
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in ("void", "new"):
            value = self._value(depth)
            return value if name == "new" else None
        if name == "function" or self._peek() != "(":
            return Name(name)
        self._next()
        return _called(name, self._values(")", depth))

    def _values(self, end: str, depth: int) -> list[Any]:
        values: list[Any] = []
        while (sign := self._peek()) != end:
            if sign == ",":
                self._next()
            else:
                values.append(self._value(depth))
        self._next()
        return values

    def _object(self, depth: int) -> dict[str, Any]:
        thing: dict[str, Any] = {}
        while (sign := self._peek()) != "}":
            if sign == ",":
                self._next()
                continue
            kind, token = self._next()
            key = unquoted(token) if kind == "string" else token
            if self._peek() == ":":
                self._next()
                thing[key] = self._value(depth)
            elif kind == "name":
                thing[key] = Name(key)
            else:
                raise NoLiteralError
        self._next()
        return thing


def _number(token: str) -> float | None:
    try:
        return float(token)
    except ValueError:
        return None


def _called(name: str, given: list[Any]) -> Any:
    """What a call gives: data that is decoded, else what the function is given first."""
    first = given[0] if given else None
    if not isinstance(first, str):
        return first
    if name.endswith(("decodeURIComponent", "decodeURI", "unescape")):
        return unquote(first)
    return json.loads(first, strict=False) if name.endswith("JSON.parse") else first


def unquoted(literal: str) -> str:
    """The text of a string literal, in whichever of the three quotes."""
    text = literal[1:-1]
    if literal[0] == "`":
        text = PLACEHOLDER.sub("", text)
    if "\\" not in text:
        return text
    return SURROGATES.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), ESCAPE.sub(_character, text)
    )


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return "" if escape[4] else CONTROLS.get(escape[5], escape[5])


def with_names(value: Any, given: dict[str, Any]) -> Any:
    """A value with what its variables stand for; None where that is not known."""
    if isinstance(value, Name):
        return given.get(value.name)
    if isinstance(value, list):
        return [with_names(part, given) for part in value]
    if isinstance(value, dict):
        return {key: with_names(part, given) for key, part in value.items()}
    return value
