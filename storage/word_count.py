"""How many words a text has, in any script."""

from __future__ import annotations

import re

# Scripts without spaces between words. Han and kana are counted by the character, as newsrooms and word processors do;
# the others would need a dictionary, so their letters are counted and divided by those of a usual word.
THAI_TO_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
KANA_AND_HAN, RARE_HAN = "\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff", "\U00020000-\U0003ffff"
BY_CHARACTER, BY_LETTERS = re.compile(f"[{KANA_AND_HAN}{RARE_HAN}]"), re.compile(f"[{THAI_TO_KHMER}]+")
WITHOUT_SPACES = re.compile(f"[{THAI_TO_KHMER}{KANA_AND_HAN}{RARE_HAN}]")
# What two texts are compared by: a word, or a character of a script without spaces.
UNSPACED = f"{THAI_TO_KHMER}{KANA_AND_HAN}"
WORD = rf"[{UNSPACED}]|[^\W{UNSPACED}]+"
SPACED = re.compile(rf"[^\W{UNSPACED}]+")
LETTERS_OF_A_WORD = 5


def count_words(text: str) -> int:
    """What stands between spaces; characters of Chinese and Japanese; of Thai, Lao, Burmese and Khmer an estimate."""
    if text.isascii() or not WITHOUT_SPACES.search(text):
        return len(text.split())
    characters = len(BY_CHARACTER.findall(text))
    runs = BY_LETTERS.findall(text)
    rest = BY_LETTERS.sub(" ", BY_CHARACTER.sub(" ", text)).split()
    others = sum(any(map(str.isalnum, word)) for word in rest)
    return characters + sum(-(-len(run) // LETTERS_OF_A_WORD) for run in runs) + others
