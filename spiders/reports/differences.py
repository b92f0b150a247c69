"""The difference of two texts as people read it: paragraphs, and within them what went and what came."""

from __future__ import annotations

import re
import textwrap
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from spiders.reports.plain_text import WIDTH, plain
from storage.word_count import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = re.compile(rf"{WORD}|\s+|[^\w\s]")
REWRITTEN = 0.4  # two paragraphs that share less are shown as one that went and one that came


def readable_diff(old: str, new: str) -> str:
    """``- `` and ``+ `` before paragraphs that went and came; ``[-went-]{+came+}`` inside those that were changed."""
    before, after = old.split("\n"), new.split("\n")
    lines: list[str] = []
    for change, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            lines.append(f"    ({last - first} unchanged)")
            continue
        for went, came in zip_longest(before[first:last], after[start:end]):
            lines += _paragraph(went, came)
    return "\n".join(lines)


def _paragraph(went: str | None, came: str | None) -> Iterator[str]:
    if went is not None and came is not None:
        pieces = SequenceMatcher(None, PIECE.findall(went), PIECE.findall(came), autojunk=False)
        if pieces.ratio() >= REWRITTEN:
            yield _wrapped("~", _within(pieces, PIECE.findall(went), PIECE.findall(came)))
            return
    if went is not None:
        yield _wrapped("-", went)
    if came is not None:
        yield _wrapped("+", came)


def _within(matcher: SequenceMatcher[str], went: list[str], came: list[str]) -> str:
    parts = []
    for change, first, last, start, end in matcher.get_opcodes():
        if change == "equal":
            parts.append("".join(went[first:last]))
            continue
        parts.append(f"[-{''.join(went[first:last])}-]" if last > first else "")
        parts.append(f"{{+{''.join(came[start:end])}+}}" if end > start else "")
    return "".join(parts)


def _wrapped(mark: str, text: str) -> str:
    return textwrap.fill(plain(text), WIDTH, initial_indent=f"  {mark} ", subsequent_indent="    ")
