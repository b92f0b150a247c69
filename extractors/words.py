"""Words of a text, the same for languages with and without spaces."""

from __future__ import annotations

import re
from itertools import pairwise

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
# A text tells what it is in its first words; the rest only costs time.
LONGEST, LONGEST_RUN, STEM = 90, 60, 4
SHORT_TEXT = 14


def words_of(text: str) -> list[str]:
    """Lower-case words; a character where words have no spaces."""
    lowered = text.lower()
    return (WORD if UNSPACED_RUN.search(lowered) else PLAIN_WORD).findall(lowered)


def fold(text: str) -> str:
    """A text without case, punctuation and spacing, to compare."""
    return " ".join(words_of(text))


def _unspaced(run: str) -> set[str]:
    run = run[:LONGEST_RUN]
    return {run[at : at + length] for length in (1, 2, 3) for at in range(len(run) - length + 1)}


def appeal_tokens(text: str) -> set[str]:
    """What tells an appeal from an article by its words alone: words, stems (``supp*``), pairs (``^`` starts a text),
    characters of unspaced scripts in ones to threes, and the length in fives (``#8`` is 40 words or more). Numbers
    are all one."""
    lowered = DIGITS.sub("0", text.lower())
    unspaced = UNSPACED_RUN.search(lowered)
    tokens = {f"#{min(8, len(words_of(text)) // 5)}"}
    before = "^"
    for run in (RUN if unspaced else PLAIN_RUN).findall(lowered)[:LONGEST]:
        if unspaced and UNSPACED_RUN.match(run):
            tokens |= _unspaced(run)
        else:
            stem = run if len(run) <= STEM else f"{run[:STEM]}*"
            tokens |= {run, stem, f"{before} {run}"}
            before = stem
    return tokens


def block_tokens(text: str) -> set[str]:
    """What tells article text from the rest of a page by its words: short blocks by their words, pairs and the whole,
    long ones by their words."""
    words = words_of(text)[:40]
    if len(words) > SHORT_TEXT:
        return {f"_{word}" for word in words}
    tokens = set(words)
    if len(words) < SHORT_TEXT // 2:
        tokens |= {" ".join(words) + " $", *(f"{one} {two}" for one, two in pairwise(words))}
    return tokens
