"""Words of a text, the same for languages with and without spaces."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Scripts that write words without spaces between them.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f"
)
WORD = re.compile(f"[{UNSPACED}]|[^\\W{UNSPACED}]+")
RUN = re.compile(f'[{UNSPACED}]+|[^\\W{UNSPACED}]+|[$€£¥₽₴₺₹₩%!?:"“”„«»「」]')
# The same for texts without such scripts, which are most: four times as fast.
PLAIN_WORD = re.compile(r"\w+")
PLAIN_RUN = re.compile(r'\w+|[$€£¥₽₴₺₹₩%!?:"“”„«»「」]')
UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
DIGITS = re.compile(r"\d+")
# A text tells what it is in its first characters and words; the rest only costs time.
FIRST_CHARACTERS, LONGEST, LONGEST_RUN, STEM = 500, 60, 60, 4
SHORT_TEXT, MOST_WORDS = 14, 40


def words_of(text: str) -> list[str]:
    """Lower-case words; a character where words have no spaces."""
    lowered = text.lower()
    return (WORD if has_unspaced(lowered) else PLAIN_WORD).findall(lowered)


def fold(text: str) -> str:
    """A text without case, punctuation and spacing, to compare."""
    return " ".join(words_of(text))


def has_unspaced(text: str) -> bool:
    """Whether a text has a word of a script without spaces."""
    return not text.isascii() and UNSPACED_RUN.search(text) is not None


def _unspaced(run: str) -> list[str]:
    run = run[:LONGEST_RUN]
    return list(dict.fromkeys(run[at : at + length] for length in (1, 2, 3) for at in range(len(run) - length + 1)))


def runs_of(text: str) -> list[str]:
    """The first words and telling signs of a text, lower case, all numbers as one; unspaced scripts in whole runs."""
    lowered = DIGITS.sub("0", text[:FIRST_CHARACTERS].lower())
    return (RUN if has_unspaced(lowered) else PLAIN_RUN).findall(lowered)[:LONGEST]


def stem_of(run: str) -> str:
    """The beginning of a longer word (``supp*``), a short one as it is."""
    return run if len(run) <= STEM else f"{run[:STEM]}*"


def length_token(runs: Sequence[str]) -> str:
    """The length of a text in fives; ``#8`` is 40 words or more."""
    return f"#{min(8, len(runs) // 5)}"


def appeal_tokens(text: str) -> list[str]:
    """What tells an appeal from an article by its words alone: words, stems, pairs (``^`` starts a text), characters of
    unspaced scripts in ones to threes, and the length."""
    runs = runs_of(text)
    tokens, before = [length_token(runs)], "^"
    for run in runs:
        if UNSPACED_RUN.match(run):
            tokens += _unspaced(run)
        else:
            stem = stem_of(run)
            tokens += [run, f"{before} {run}"] if stem == run else [run, stem, f"{before} {run}"]
            before = stem
    return tokens


def block_tokens(words: Sequence[str]) -> set[str]:
    """What tells article text from the rest of a page by its words: short blocks by their words, pairs and the whole,
    long ones by their first words."""
    words = words[:MOST_WORDS]
    if len(words) > SHORT_TEXT:
        return {f"_{word}" for word in words}
    tokens = set(words)
    if len(words) < SHORT_TEXT // 2:
        tokens |= {" ".join(words) + " $", *(f"{one} {two}" for one, two in pairwise(words))}
    return tokens
