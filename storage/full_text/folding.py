"""Letters as they are compared: without case and accents, Arabic and Persian forms as one, some scripts in pairs.

A text and a query are folded alike, so that "Lodz" finds "Łódź", and a word in Persian letters the same in Arabic ones.
"""

from __future__ import annotations

import re
import unicodedata

# Chinese, Japanese, Thai, Lao, Khmer and Burmese have no spaces; Korean hangs its particles on the words.
SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
RUN = re.compile(f"[{SCRIPTS}]+")
# What no decomposition tells: letters with a stroke, ligatures, forms of one Arabic letter.
LETTERS = dict(zip("łŁøØđĐħĦŧŦıðÐёЁґҐىیېکڪةہھەۀٱ", "llooddhhttiddееггيييككههههها", strict=True)) | {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
}  # fmt: skip
# Tatweel, joiners and marks of direction, soft hyphens: between letters, of no word.
UNHEARD = frozenset("\u0640\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff")
# Where marks are accents or vowel points; elsewhere (Devanagari, Thai) they are vowels that words differ by.
MARKED = re.compile("LATIN|GREEK|ARABIC|HEBREW|COMBINING")


class _Folds(dict[int, str]):
    """For ``str.translate``: each character is looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


def _fold(letter: str) -> str:
    """Until nothing changes: what a letter is made of may itself be made of others."""
    folded = _fold_once(letter)
    while (again := "".join(map(_fold_once, folded))) != folded:
        folded = again
    return folded


def _fold_once(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    if letter in UNHEARD:
        return ""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    whole = unicodedata.normalize("NFKC", letter).lower()
    if not MARKED.match(unicodedata.name(letter, "")):
        return whole
    parts = unicodedata.normalize("NFKD", whole)
    return "".join(LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))


_FOLDS = _Folds()


def fold(text: str) -> str:
    """As it is compared; words stay apart as they were."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def fold_letter(letter: str) -> str:
    """One character as it is compared; may be none, or several."""
    return _FOLDS[ord(letter)]


def tokens(text: str) -> str:
    """As the index has it: what has no spaces in overlapping pairs, with its last character alone."""
    return RUN.sub(lambda run: f" {_pairs(run[0])} ", fold(text))


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run)))


def phrases(text: str, *, begins: bool) -> list[str]:
    """What a folded word or phrase of a query asks the index for, in FTS5's syntax; all of it has to stand there."""
    asked: list[str] = []
    end = 0
    for run in RUN.finditer(text):
        asked += _words(text[end : run.start()], begins=False)
        pairs = _pairs(run[0]).rpartition(" ")[0]
        asked.append(f'"{pairs}"' if pairs else f'"{run[0]}"*')
        end = run.end()
    return asked + _words(text[end:], begins=begins)


def _words(text: str, *, begins: bool) -> list[str]:
    if not any(letter.isalnum() for letter in text):
        return []
    return [f'"{text}"*' if begins else f'"{text}"']
