"""Labels that credit one person with text and pictures, and verbs that stand behind the name of who wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 80
# What stands for such a label: one of the words that name who wrote.
LABEL = "Text: "
_NAME = r"[^\W\d_][\w.'’-]{1,30}"


def _read(lines: Iterable[str]) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for line in lines:
        kind, *names = line.split()
        words.setdefault(kind, []).extend(name.replace("_", " ") for name in names)
    return words


WORDS = _read(table_lines(__file__, "credits.txt"))


def _any(kind: str) -> str:
    return "|".join(re.escape(word).removeprefix(r"\+") for word in sorted(WORDS[kind], key=len, reverse=True))


def _either(first: str, second: str) -> str:
    """Both in this order, with what joins them."""
    apart = [word for word in WORDS["joint"] if not word.startswith("+")]
    together = [word.removeprefix("+") for word in WORDS["joint"] if word.startswith("+")]
    signs = "|".join(map(re.escape, WORDS["sign"]))
    joint = rf"(?:\s(?:{'|'.join(apart)})\s|\s(?:{'|'.join(together)})\s?|\s?(?:{signs})\s?)"
    return rf"(?:{_any(first)}){joint}(?:{_any(second)})"


TEXT_AND_PICTURES = re.compile(
    rf"(?<!\w)(?:{_either('text', 'pictures')}|{_either('pictures', 'text')}|{_any('both')})(?!\w)"
    rf"(?:(?:\s(?:{_any('by')}))?\s?[:=|/・]\s?|\s(?:{_any('by')})\s|\s(?=[^\W\d_])|$)",
    re.IGNORECASE,
)
WROTE = re.compile(rf"(?P<names>{_NAME}(?:,?\s{_NAME}){{1,7}})\s(?:{_any('wrote')})\s?[:.]?", re.IGNORECASE)


def with_plain_label(line: str) -> str:
    """A line whose label for text and pictures is one for text: "Text und Fotos: Jane Roe"."""
    return TEXT_AND_PICTURES.sub(LABEL, line, count=1) if len(line) <= 2 * MOST else line


def named_before_verb(line: str) -> str | None:
    """Who wrote, where a line is a name and a verb that says so: "Jón Jónsson skrifar"."""
    found = WROTE.fullmatch(line.strip()) if len(line) <= MOST else None
    return found["names"] if found and all(_is_of_names(word) for word in found["names"].split()) else None


def _is_of_names(word: str) -> bool:
    return not word[0].islower() or word.strip(",") in WORDS["joint"]
