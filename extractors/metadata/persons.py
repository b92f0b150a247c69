"""Whether a name is that of a person, or that of an office, an agency, a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.papers import has_address
from extractors.metadata.particles import PARTICLES
from extractors.metadata.roles import is_of_name
from extractors.metadata.wording import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

CJK_OFFICE = re.compile(
    r"(?:[报報网網社台]|公司|编辑部?|編輯部?|集团|新闻|新聞|通讯|政府|委员会|协会|協會|综合|整理|来源|频道|客户端)$"
)
OFFICE = re.compile(
    r"\b(?:admin|administrator|editor(?:ial|s)?|redaktion\w*|redaction|redacción|rédaction|redazione|redakcja|redactie"
    r"|newsroom|staff|team|news|desk|press\w*|online|agency|agentur\w*|agence|agencia|agenzia|reuters|afp|dpa|apa|efe|ansa"
    r"|pap|tass|sid|bloomberg|media|magazine?|zeitung|service|contributors?|gmbh|inc|ltd|llc|ag|e\.?\s?v|foundation"
    r"|stiftung|university|universität|institute?|association|verband|ministerium|center|centre|group|company|verlag|blog"
    r"|tv|radio|redacteur|correspondents?|reporters?|nachrichten|noticias|autor(?:en)?|authors?|profil|experts?"
    r"|head of|director|manager|marketing|development|winemaker|expert"
    r"|read|share|follow|subscribe|comments?|views?|minutes?|min|hours?|ago|more|learn|about|click|image|photo|foto"
    r"|updated|published|posted|reviewed|written|sponsored|gesponserte?)\b",
    re.IGNORECASE,
)
# What begins with these is the name of a paper, a band, a firm.
ARTICLES = frozenset({"the", "der", "die", "das", "les", "los", "las"})


def is_small(character: str) -> bool:
    """Whether a character is a small letter; those of Georgian are called so, and have no capitals in use."""
    return character.islower() and not "\u10d0" <= character <= "\u10ff"


def is_office(name: str) -> bool:
    """Whether it names an office, an agency or what buttons say, rather than somebody."""
    return any(not is_of_name(found[0], found.start(), name) for found in OFFICE.finditer(name))


def is_person(name: str, outlet_names: Sequence[str] = ()) -> bool:
    """Whether it looks like the full name of a person: two to five words with capitals, nothing of an office."""
    words = name.split()
    if is_office(name) or folded(name) in outlet_names or len(words) > 6 or words[0].lower() in ARTICLES:
        return False
    if has_address(words):
        return False
    if not name.isascii() and not any(character.isupper() or is_small(character) for character in name):
        # Scripts without capitals write names in one or two words.
        return len(name) <= 30 and not CJK_OFFICE.search(name)
    proper = [word for word in words if word.lower().strip(".") not in PARTICLES]
    return len(words) > 1 and bool(proper) and all(word[0].isupper() or not word[0].isalpha() for word in proper)
