"""A text of a page as one line: white space as HTML has it, without what nobody sees."""

from __future__ import annotations

import html
import re

# White space as HTML has it: a no-break space is a character of the text.
SPACE = " \t\n\r\f\u2028\u2029\u0085\x1c\x1d\x1e\x1f\x0b"
SPACES, UNEVEN_SPACE = re.compile(f"[{SPACE}]+"), re.compile(f"[{SPACE[1:]}]|  ")
# Stands for a line break that is shown, where a newline of the source is none.
BREAK = "\x1f"
# Places where a word may be parted, and marks of nothing. Joiners (U+200C, U+200D) are letters of their scripts.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# At the ends of a line these are none of its text; nor are joiners and marks of direction, where there is nothing else.
ENDS = "| \u00a0\u3000"
ALONE = f"{ENDS}\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Between characters that need no spaces a newline of the source is none (CSS Text, segment break transformation rules),
# nor before a sign that never has a space before it.
WIDE, QUOTES = "\u2e80-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60", "“”‘’…—·"
NEWLINE = r"[ \t\r\f]*\n[ \t\r\n\f]*"
WIDE_NEWLINE = re.compile(rf"(?<=[{WIDE}]){NEWLINE}(?=[{WIDE}{QUOTES},.;:!?)])|(?<=[{QUOTES}]){NEWLINE}(?=[{WIDE}])")
ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,8});")
# One-letter words of languages in use: a letter that is none begins the word behind it.
WORDS_OF_ONE_LETTER = frozenset("AIOYÀÈÓВКСУОИАЯ")
DROP_CAP_LINE = re.compile(r"(?<!\s)\s*([\"“„«»‘']?[^\W\d_])[^\S\n]*\n\s*(?=[^\W\d_])")


def evenly_spaced(text: str) -> str:
    """The text with single blanks, without invisible characters and blanks at its ends."""
    if text.isascii():
        return " ".join(text.split()).strip("| ")  # of ASCII Python knows the same white space
    if INVISIBLE.search(text):
        text = INVISIBLE.sub("", text)
    text = text.strip(SPACE)
    if UNEVEN_SPACE.search(text):
        text = SPACES.sub(" ", WIDE_NEWLINE.sub("", text) if "\n" in text else text)
    return text.strip(ENDS) if text.strip(ALONE) else ""


def is_escaped_twice(text: str) -> bool:
    """Whether entities are left in a text that was read from markup."""
    return "&" in text and ENTITY.search(text) is not None


def unescaped(text: str) -> str:
    """The characters that entities stand for, which some systems escape two and three times."""
    for _ in range(2):
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return evenly_spaced(text)


def is_drop_cap(text: str, following: str) -> bool:
    """Whether a text is a letter that the word behind it begins with."""
    letter = text[-1:]
    return len(text) < 3 and letter.isupper() and following[:1].islower()


def with_drop_cap(text: str) -> str:
    """A text whose first letter stands on a line of its own, with its word in one piece."""
    found = DROP_CAP_LINE.match(text)
    if found is None or found[1][-1] in WORDS_OF_ONE_LETTER or not is_drop_cap(found[1], text[found.end() :]):
        return text
    return found[1] + text[found.end() :]
