"""What stands behind the name of a person in a byline and is none: a paper, an address, a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.particles import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDRESS = re.compile(
    r"(?:[\w-]{1,40}\.){1,3}(?:com|net|org|info|co|uk|de|fr|it|es|at|ch|nl|be|pl|ru|br|jp|cn|se|no|dk|fi|cz|eu|in|tv)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<!\S)\S*@\S+")
NETWORKS = frozenset({"google", "google+", "twitter", "facebook", "linkedin", "instagram", "xing", "youtube"})
# In letters: a shorter word with a full stop is an initial or a title, "Prof." for instance.
LONGEST_TITLE = 5
# What a full name has at least.
FULL, YOUNGER = 2, frozenset({"Jr", "Jr.", "Sr", "Sr."})


def has_address(words: Sequence[str]) -> bool:
    """Whether one of several words is the address of a site."""
    return len(words) > 1 and any(map(ADDRESS.fullmatch, words))


def without_paper(name: str) -> str:
    """A full name without what else is written behind it."""
    words = name.split()
    return " ".join(words[: next((at for at in range(FULL, len(words)) if _ends(words, at)), len(words))]) or name


def _ends(words: list[str], at: int) -> bool:
    """Whether a name ends before a word: "JANE ROE Example Herald", "Jane Roe THE HERALD", "Jane Brown. The Herald"."""
    word, before = words[at], words[at - 1]
    if (ADDRESS.fullmatch(word) and not word.startswith("www.")) or (at == len(words) - 1 and word.lower() in NETWORKS):
        return True
    if word in ("The", "THE"):
        return at + 1 < len(words) and words[at + 1][:1].isupper()
    if before.endswith(".") and len(before) > LONGEST_TITLE + 1 and word[:1].isupper():
        return True
    # A particle belongs to the word behind it.
    return _is_mixed(word) and before.lower() not in PARTICLES and all(map(_is_shouted, words[:at]))


def _is_shouted(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def _is_mixed(word: str) -> bool:
    """Whether a word is written as most are, unlike names in capitals with small letters in them: McCARTHY."""
    return word[0].isupper() and 2 * sum(map(str.islower, word)) > len(word) and word not in YOUNGER
