"""What walls say: sentences that ask for money, an account or patience before the reader may go on."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLE = Path(__file__).with_name("walls.tsv")
MAX_LINE = 400


class Demand(Enum):
    """What a line of the table is: see its head."""

    WALL = "wall"
    METER = "meter"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Wording:
    """A demand as it stands on a page; ``index`` is the place of its line among the texts."""

    index: int
    text: str


def _read(table: str) -> dict[Demand, dict[str, re.Pattern[str]]]:
    """Patterns by demand and sign."""
    written: dict[Demand, dict[str, list[str]]] = {demand: {} for demand in Demand}
    for line in table.splitlines():
        if not line.startswith("#"):
            demand, sign, pattern = line.split("\t")
            written[Demand(demand)].setdefault(sign, []).append(pattern)
    return {
        demand: {sign: re.compile("|".join(patterns)) for sign, patterns in signs.items()}
        for demand, signs in written.items()
    }


PATTERNS = _read(TABLE.read_text(encoding="utf-8"))


class WallWords:
    """The texts of a page, ready to be searched for several kinds of demands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines = [text.lower() if len(text) <= MAX_LINE else "" for text in texts]
        self._joined = "\n".join(self._lines)
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    def find(self, demand: Demand) -> Iterator[Wording]:
        """All demands of a kind; signs that the page does not contain cost next to nothing."""
        for sign, pattern in PATTERNS[demand].items():
            for index in self._with(sign):
                if found := pattern.search(self._lines[index]):
                    yield Wording(index, found[0])

    def _with(self, sign: str) -> Iterator[int]:
        """The lines that hold a sign."""
        at = self._joined.find(sign)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            yield index
            at = self._joined.find(sign, self._starts[index + 1])
