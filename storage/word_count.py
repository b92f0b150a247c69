"""How many words a text has, in any script."""

from __future__ import annotations

import re

# Scripts without spaces between words. Han and kana are counted by the character, as newsrooms and word processors do;
# the others would need a dictionary, so their letters are counted and divided by those of a usual word.
BY_CHARACTER = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BY_LETTERS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
# What two texts are compared by: a word, or a character of a script without spaces.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
WORD = rf"[{UNSPACED}]|[^\W{UNSPACED}]+"
SPACED = re.compile(rf"[^\W{UNSPACED}]+")
LETTERS_OF_A_WORD = 5


def count_words(text: str) -> int:
    """What stands between spaces; characters of Chinese and Japanese; of Thai, Lao, Burmese and Khmer an estimate."""
    if text.isascii():
        return len(text.split())
    characters = len(BY_CHARACTER.findall(text))
    runs = BY_LETTERS.findall(text)
    rest = BY_LETTERS.sub(" ", BY_CHARACTER.sub(" ", text)).split()
    others = sum(any(map(str.isalnum, word)) for word in rest) if characters or runs else len(rest)
    return characters + sum(-(-len(run) // LETTERS_OF_A_WORD) for run in runs) + others
