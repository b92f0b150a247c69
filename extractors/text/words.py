"""Words of a text, the same for languages with and without spaces."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Scripts that write words without spaces between them, in the order of their characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f"
)
FIRST_UNSPACED = UNSPACED[0]
SIGNS = '$€£¥₽₴₺₹₩%!?:"“”„«»「」'
RUN = re.compile(f"[{UNSPACED}]+|[^\\W{UNSPACED}]+|[{SIGNS}]")
# The same for texts without such scripts, which are most: four times as fast.
PLAIN_RUN = re.compile(rf"\w+|[{SIGNS}]")
UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
NO_WORDS = frozenset(SIGNS)
DIGITS = re.compile(r"\d+")
# A text tells what it is in its first words; the rest only costs time.
LONGEST, LONGEST_RUN, STEM = 60, 60, 4
SHORT_TEXT, MOST_WORDS = 14, 40
LENGTH_STEP, LONGEST_STEP = 5, 8
START = "^"


def read_words(texts: Sequence[str]) -> tuple[list[list[str]], list[list[str]]]:
    """The runs of each text, which are its words and telling signs in lower case, and its words alone.

    Where words have no spaces a run of characters is one run, and each character a word.
    """
    lowered = [text.lower() for text in texts]
    if has_unspaced("".join(lowered)):
        runs = [RUN.findall(text) for text in lowered]
        return runs, [[word for run in of_text for word in _words_in(run)] for of_text in runs]
    runs = [PLAIN_RUN.findall(text) for text in lowered]
    return runs, [_without_signs(of_text) for of_text in runs]


def _without_signs(runs: list[str]) -> list[str]:
    return runs if NO_WORDS.isdisjoint(runs) else [run for run in runs if run not in NO_WORDS]


def _words_in(run: str) -> Iterable[str]:
    return run if UNSPACED_RUN.match(run) else () if run in NO_WORDS else (run,)


def words_of(text: str) -> list[str]:
    """Lower-case words; a character where words have no spaces."""
    return read_words([text])[1][0]


def has_words(texts: Iterable[str], least: int) -> bool:
    """Whether texts have so many words together. What stands behind these is not read."""
    return any(count >= least for count in accumulate(len(words_of(text)) for text in texts))


def fold(text: str) -> str:
    """A text without case, punctuation and spacing, to compare."""
    return " ".join(words_of(text))


def has_unspaced(text: str) -> bool:
    """Whether a text has a word of a script without spaces."""
    return not text.isascii() and UNSPACED_RUN.search(text) is not None


def _unspaced(run: str) -> list[str]:
    run = run[:LONGEST_RUN]
    return list(dict.fromkeys(run[at : at + length] for length in (1, 2, 3) for at in range(len(run) - length + 1)))


def stem_of(run: str) -> str:
    """The beginning of a longer word (``supp*``), a short one as it is."""
    return run if len(run) <= STEM else f"{run[:STEM]}*"


def length_token(count: int) -> str:
    """The number of runs of a text in fives; ``#8`` is 40 or more."""
    return f"#{min(LONGEST_STEP, count // LENGTH_STEP)}"


def with_one_number(run: str) -> str:
    """All numbers as 0; most runs with one are nothing else."""
    return "0" if run.isdecimal() else DIGITS.sub("0", run)


def _with_one_number(runs: Sequence[str]) -> list[str]:
    return [run if run.isalpha() else with_one_number(run) for run in runs]


def appeal_tokens(runs: Sequence[str]) -> list[str]:
    """What tells an appeal from an article by its words alone: words, stems, pairs (``^`` starts a text), characters of
    unspaced scripts in ones to threes, and the length."""
    tokens, before = [length_token(len(runs[:LONGEST]))], START
    for run in _with_one_number(runs[:LONGEST]):
        if UNSPACED_RUN.match(run):
            tokens += _unspaced(run)
        else:
            stem = stem_of(run)
            tokens += [run, f"{before} {run}"] if stem == run else [run, stem, f"{before} {run}"]
            before = stem
    return tokens


def block_tokens(runs: Sequence[str]) -> list[str]:
    """What tells article text from the rest of a page by its words, each once: short blocks by their words, pairs and
    the whole, long ones by their first words. A character is a word where there are no spaces."""
    words = [word for run in runs[:MOST_WORDS] for word in (run if UNSPACED_RUN.match(run) else (run,))][:MOST_WORDS]
    if len(words) > SHORT_TEXT:
        return [f"_{word}" for word in dict.fromkeys(_with_one_number(words))]
    phrases = phrase_tokens(words) if len(words) < SHORT_TEXT // 2 else []
    return [*dict.fromkeys(_with_one_number(words)), *phrases]


def phrase_tokens(words: Sequence[str]) -> list[str]:
    """Pairs of neighbours in a very short block, each once, and the whole."""
    words = _with_one_number(words)
    return [*dict.fromkeys(map(" ".join, pairwise(words))), " ".join(words) + " $"]
