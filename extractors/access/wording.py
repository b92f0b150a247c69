"""What walls say: sentences that ask for money, an account or patience before the reader may go on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

# In characters: a longer line is no demand; the verb of a clause stands no further before what it demands.
MAX_LINE, LONGEST_CLAUSE = 400, 60
# Every sign has at least so many bytes; four of them are one number. It is mixed as Knuth does it, to so many bits that
# a table of all such numbers stays in the processor's nearest memory.
ENDING, KNUTH, BITS = 4, np.uint32(2654435761), 14
# What stands between quotation marks, of any language; and what a sentence has beside it: words, or characters of
# scripts without spaces.
QUOTED = re.compile(
    r"[“”„«»「『《‹›‚][^“”„«»「」『』《》‹›]{2,200}[”“»«」』》›‹]|(?<!\w)\"[^\"]{2,200}\"(?!\w)|(?<!\w)[‘'][^‘’']{4,200}[’'](?!\w)"
)
OF_WORDS, OWN_WORDS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+"), 5

# No wall says of itself how it was: "The report was for subscribers only". In small letters, as lines are searched.
# "Var" is another word behind it, in Turkish.
_PAST = (
    r"(?:was|were|had been|war|waren|wurden?|était|étaient|fut|era|eran|erano|eram|fue|fueron|foi|foram|estaba|estava"
    r"|werd|vore|blev|ble|oli|olivat|był[aoy]?|były|byl[aoiy]?|bol[aoi]?|bil[aoi]?|был[аои]?|бул[аои]"
    r"|беше|бяха|volt|voltak|buvo|bija|olid|ήταν|كان|كانت|היה|הייתה|بود|idi|açıktı)"
)
PAST_BEFORE = re.compile(rf"(?<!\w)(?:{_PAST}|var)(?!\w)[^.!?:;,…]{{0,24}}$")
PAST_BEHIND = re.compile(rf"[^.!?:;,…]{{0,24}}(?:(?<!\w){_PAST}(?!\w)|だった|でした|였다|이었다|였습니다)")


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


def _read(lines: Iterable[str]) -> dict[Demand, dict[str, re.Pattern[str]]]:
    """Patterns by demand and sign."""
    written: dict[Demand, dict[str, list[str]]] = {demand: {} for demand in Demand}
    for line in lines:
        demand, sign, pattern = line.split("\t")
        written[Demand(demand)].setdefault(sign, []).append(pattern)
    return {
        demand: {sign: re.compile("|".join(patterns)) for sign, patterns in signs.items()}
        for demand, signs in written.items()
    }


PATTERNS = _read(table_lines(__file__, "walls.tsv"))


class Signs:
    """Where signs stand on a page, all of them looked for at once: by their last bytes, at every place."""

    def __init__(self, signs: Iterable[str]) -> None:
        self._ending: list[list[bytes]] = [[]]
        self._number = np.zeros(1 << BITS, dtype=np.uint8)
        for sign in map(str.encode, signs):
            (ending,) = _mixed(sign[-ENDING:])
            if not self._number[ending]:
                self._number[ending] = len(self._ending)
                self._ending.append([])
            self._ending[self._number[ending]].append(sign)

    def places(self, page: bytes) -> Iterator[tuple[str, int]]:
        """Each sign with each place where it ends, in the order of the page."""
        numbers = self._number.take(_mixed(page))
        (found,) = numbers.nonzero()
        for place, number in zip((found + ENDING).tolist(), numbers[found].tolist(), strict=True):
            yield from ((sign.decode(), place) for sign in self._ending[number] if page.endswith(sign, 0, place))


def _mixed(text: bytes) -> NDArray[np.uint32]:
    """A number of ``BITS`` for each ``ENDING`` bytes that stand together."""
    together = np.ndarray(max(0, len(text) - ENDING + 1), "<u4", text, strides=1)
    return (together * KNUTH) >> np.uint32(32 - BITS)


def _is_quoted(line: str, demand: re.Match[str]) -> bool:
    """Whether a sentence with words of its own has a demand between quotation marks: it tells of a wall."""
    first, last = demand.span()
    quote = next((each for each in QUOTED.finditer(line) if each.start() <= first and last <= each.end()), None)
    return quote is not None and len(OF_WORDS.findall(line[: quote.start()] + line[quote.end() :])) >= OWN_WORDS


def _is_of_the_past(line: str, demand: re.Match[str]) -> bool:
    """Whether the clause that a demand stands in tells of another time."""
    first, last = demand.span()
    before = PAST_BEFORE.search(line, max(0, first - LONGEST_CLAUSE), first)
    return before is not None or PAST_BEHIND.match(line, last) is not None


SIGNS = Signs(dict.fromkeys(chain.from_iterable(PATTERNS.values())))


class WallWords:
    """The texts of a page, ready to be searched for several kinds of demands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        short = [text if len(text) <= MAX_LINE else "" for text in texts]
        page = "\n".join(short).lower().encode(errors="replace")
        self._lines: dict[str, dict[int, None]] = {}
        for sign, place in SIGNS.places(page):
            self._lines.setdefault(sign, {})[page.count(b"\n", 0, place)] = None

    def find(self, demand: Demand) -> Iterator[Wording]:
        """All demands of a kind that no sentence quotes or tells of; signs that the page does not contain cost
        next to nothing."""
        for sign, pattern in PATTERNS[demand].items():
            for index in self._lines.get(sign, ()):
                line = self._texts[index].lower()
                found = pattern.search(line)
                if found and not (_is_quoted(line, found) or _is_of_the_past(line, found)):
                    yield Wording(index, found[0])
