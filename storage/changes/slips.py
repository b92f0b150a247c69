"""Whether a word became another by correcting a slip of the pen, or became another word."""

from __future__ import annotations

from itertools import groupby

MOST_EDITS = 2
SHORT = 4  # letters; words as short as this are a letter apart from others everywhere: now, not; rise, rose
# Number words that are letters apart from each other.
NUMBER_WORDS = """
seven seventh seventeen seventy eight eighth eighteen eighty hundred thousand million millions billion billions trillion
sieben siebzehn siebzig acht achtzehn achtzig milliarde milliarden millionen mille milliard milliards milliardi
millones miliard miliardy milion miliony milioni miliardi sesenta setenta
миллион миллиард миллиона миллиарда миллионов миллиардов
"""
NUMBERS = frozenset(NUMBER_WORDS.split())


def is_slip_of(before: str, after: str) -> bool:
    """Whether the two are spellings of one word: a letter or two too many, missing, wrong or in the wrong place.

    Of names, and of short words, only letters in the wrong place and doubled ones: Smith and Smyth are two people.
    """
    old, new = before.casefold(), after.casefold()
    if {old, new} & NUMBERS or any(map(str.isdecimal, old + new)):
        return False
    if sorted(old) == sorted(new) or _single(old) == _single(new):
        return True
    is_name = before[:1].isupper() and after[:1].isupper()
    if is_name or min(len(old), len(new)) <= SHORT or old[0] != new[0]:
        return False
    return _edits(old, new) <= MOST_EDITS and not _is_longer_by_a_part(old, new)


def _single(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def _is_longer_by_a_part(old: str, new: str) -> bool:
    """Whether one has a beginning or end that the other lacks: lawful, unlawful; can, cannot."""
    short, long = sorted((old, new), key=len)
    return len(long) - len(short) >= MOST_EDITS and (long.startswith(short) or long.endswith(short))


def _edits(old: str, new: str) -> int:
    """Letters put in, taken out or changed, MOST_EDITS + 1 at most (Levenshtein)."""
    if abs(len(old) - len(new)) > MOST_EDITS:
        return MOST_EDITS + 1
    row = list(range(len(new) + 1))
    for at, letter in enumerate(old, 1):
        above, row[0] = row[0], at
        for place, other in enumerate(new, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (letter != other))
    return row[-1]
