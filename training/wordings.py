"""Short lines of news pages, written by what they are: labels of buttons and menus, lines of forms, headings of boxes.

``training/wordings/<writer>/<language>.txt`` has a line each: a letter of ``extractors.meaning.classes``, a tab, the
line. Pages of most languages are few; that "log in" asks to log in is told by words alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractors.meaning.classes import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDINGS = Path(__file__).parent / "wordings"


class WordingFileError(ValueError):
    """A file of wordings cannot be read; the message names file and line."""


class Wording(NamedTuple):
    """A line, its language and the letter of what it is."""

    language: str
    letter: str
    text: str


def read_wordings(folder: Path) -> list[Wording]:
    """The lines of ``folder/<language>.txt``, in order. Raises WordingFileError."""
    return [wording for path in sorted(folder.glob("*.txt")) for wording in _parse(path)]


def _parse(path: Path) -> Iterator[Wording]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        letter, _, text = line.partition("\t")
        if letter not in CLASSES or not text.strip():
            raise WordingFileError(f"{path}:{number}: expected a letter of {', '.join(CLASSES)}, a tab and a line")
        yield Wording(path.stem, letter, text.strip())
