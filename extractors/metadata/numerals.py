"""Digits of all scripts, and Chinese numerals in dates, as ASCII digits."""

from __future__ import annotations

import re
import unicodedata

# The zeros of the scripts that newspapers count in; nine digits follow each.
ZEROS = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐０"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Marks of direction and joining, which stand between the parts of a date unseen.
UNSEEN = "\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
FOLDED: dict[int, int | str | None] = {
    **FULL_WIDTH,
    **{ord(zero) + digit: str(digit) for zero in ZEROS for digit in range(10)},
    **dict.fromkeys(map(ord, UNSEEN)),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "،၊፣"), ","),
    ord("\u2010"): "-",
    ord("\u2011"): "-",
}
CHINESE = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
TENS = {"十": 10, "廿": 20, "卅": 30}
CHINESE_NUMBER = re.compile(rf"[{''.join(CHINESE)}{''.join(TENS)}]{{1,6}}(?=\s?[年月日号號时時点點分])")


def _value(found: re.Match[str]) -> str:
    """Arabic digits of 二〇二四, 十四, 廿五, 三十一."""
    numeral = found[0]
    if TENS.keys().isdisjoint(numeral):
        return "".join(str(CHINESE[character]) for character in numeral)
    total = ones = 0
    for character in numeral:
        if ten := TENS.get(character):
            total, ones = total + (ones * ten if ones else ten), 0
        else:
            ones = CHINESE[character]
    return str(total + ones)


def with_plain_digits(text: str) -> str:
    """A text whose digits and the signs between them are those of ASCII."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(FOLDED))
    return CHINESE_NUMBER.sub(_value, text) if "年" in text or "月" in text else text
