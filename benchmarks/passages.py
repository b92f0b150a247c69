"""Labelled passages: appeals and look-alikes in many languages, one file a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

APPEAL_KINDS = frozenset({"donation", "newsletter", "subscription", "registration", "follow"})
# What else stands between paragraphs and is no part of the article.
BESIDE_KINDS = frozenset({"advert", "tip", "related", "legal", "headline"})
CONTENT = "content"
KINDS = APPEAL_KINDS | BESIDE_KINDS | {CONTENT}
OBVIOUS_WORDS = Path(__file__).parent / "obvious_words.toml"


class PassageFileError(ValueError):
    """A file of passages cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that belong together. ``obvious`` says whether a word of its kind, such as "donate", stands in it."""

    language: str
    kind: str
    blocks: tuple[str, ...]
    obvious: bool

    @property
    def must_go(self) -> bool:
        """Whether it must go from an article, or must stay."""
        return self.kind != CONTENT


def _obvious_words() -> dict[str, list[str]]:
    return tomllib.loads(OBVIOUS_WORDS.read_text(encoding="utf-8"))


def _parse(path: Path, words: list[str]) -> Iterator[Passage]:
    line = 1
    for chunk in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [row.strip() for row in chunk.split("\n") if row.strip()]
        if rows:
            kind = rows[0].removeprefix("# ")
            if kind not in KINDS or len(rows) < 2:
                raise PassageFileError(
                    f"{path}:{line}: expected '# <kind>' and blocks; kinds: {', '.join(sorted(KINDS))}"
                )
            folded = "\n".join(rows[1:]).lower()
            yield Passage(path.stem, kind, tuple(rows[1:]), any(word in folded for word in words))
        line += chunk.count("\n") + 2


def read_passages(folder: Path) -> list[Passage]:
    """The passages of ``folder/<language>.txt``, in order. Raises PassageFileError."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise PassageFileError(f"{folder}: no passages there: expected files such as en.txt")
    words = _obvious_words()
    return [passage for path in paths for passage in _parse(path, words.get(path.stem, []))]
