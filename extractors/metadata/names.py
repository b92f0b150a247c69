"""Names of persons in bylines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.wording import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY_WORDS = (
    "by|von|vom|par|por|di|da|door|av|af|przez|ot|od|yazan|oleh|írta|kirjoittanut|автор|автори|от|від"
    "|текст|tekst|text|texte|testo|texto|autor(?:in|en|es|a)?|autore|auteurs?|authors?|writer|verfasser|reporter"
    "|interview|protokoll|words|story|rédigé par|geschrieben von"
    "|(?:posted|written|published|reported|edited|reviewed|skriven|skrevet|scris|escrito|publicado|scritto)"
    " (?:by|av|de|por|da)"
)
BY_START = re.compile(rf"^\W*(?:(?:und\s+)?(?:{_BY_WORDS})(?:\s*[:|]\s*|\s+))+(?=\S)", re.IGNORECASE)
BY_LINE = re.compile(
    rf"(?:^\W*|\d\s*(?:uhr)?\W*|[|•·–—]\s*|\b(?:posted|written|published|veröffentlicht|geschrieben|publié)\b.{{0,40}}?\s)"
    rf"(?:{_BY_WORDS})(?::\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
# Where a byline goes over to other things.
STOP = re.compile(
    r"\s*(?:[|•·●()\[\]–—/»]|\s\d|^\d|\s-\s"
    r"|,?\s+(?:am|on|in|at|für|for|from|aus|vom|le|el|il|den|is|ist|mehr|more|last|zuletzt|updated?|published|posted|publié"
    r"|veröffentlicht|aktualisiert|follow|contact|read|reading|share|email|view|see)\b.*).*$",
    re.IGNORECASE | re.DOTALL,
)
SPLIT = re.compile(
    r"\s*(?:[;|/•·&\n、，,]|\s(?:and|und|et|y|e|och|og|en|i|oraz|ve|и|та|with|mit|avec|con)\s)\s*",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\s+(?:기자|記者|记者|特派員|선임기자)$|,?\s+(?:M\.?D\.?|Ph\.?D\.?|MBA|RN|DVM|MPH|R\.?D\.?|Esq\.?)$", re.IGNORECASE
)
JUNK = re.compile(
    r"https?(?::|$)|www\.|@|[<>{}\[\]=#?]|\s\d|^\d|^\W*$"
    r"|^(?:null|none|undefined|n/?a|false|true|admin\w*|administrator|root|user|guest|default|anonymous|unknown|about|profile"
    r"|by|von|por|par|author|autor|(?:the|no) author|website|facebook|twitter|instagram|linkedin|e-?mail|rss)$",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"\b(?:admin|administrator|editor(?:ial|s)?|redaktion\w*|redaction|redacción|rédaction|redazione|redakcja|redactie"
    r"|newsroom|staff|team|news|desk|press\w*|online|agency|agentur\w*|agence|agencia|agenzia|reuters|afp|dpa|apa|efe|ansa"
    r"|pap|tass|sid|bloomberg|media|magazine?|zeitung|service|contributors?|gmbh|inc|ltd|llc|ag|e\.?\s?v|foundation"
    r"|stiftung|university|universität|institute?|association|verband|ministerium|center|centre|group|company|verlag|blog"
    r"|tv|radio|redacteur|correspondents?|reporters?|nachrichten|noticias|autor(?:en)?|authors?|profil|experts?"
    r"|read|share|follow|subscribe|comments?|views?|minutes?|min|hours?|ago|more|learn|about|click|image|photo|foto"
    r"|updated|published|posted|reviewed|written)\b",
    re.IGNORECASE,
)
# Parts of names that are written small.
PARTICLES = frozenset(
    [
        "af",
        "al",
        "av",
        "bin",
        "ben",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "mc",
        "of",
        "st",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)
EMAIL = re.compile(r"\S+@\S+")
MAX_NAME = 60


def split_names(written: str) -> list[str]:
    """The names in a byline, without "By" and without offices, dates and other things behind them."""
    if written.startswith(("http://", "https://")):
        return []
    parts = SPLIT.split(STOP.sub("", BY_START.sub("", EMAIL.sub("", written).strip())))
    names = [ROLE.sub("", BY_START.sub("", part.strip())).strip(" ,.-–—:*()\"'“”„") for part in parts]
    return [name for name in names if len(name) > 1 and len(name) <= MAX_NAME and not JUNK.search(name)]


def named_after_by(line: str) -> str | None:
    """What follows "By" in a line, where "By" opens it or follows a date; None where there is none."""
    found = BY_LINE.search(line)
    return line[found.end() :] if found else None


def is_person(name: str, outlet_names: Sequence[str] = ()) -> bool:
    """Whether it looks like the full name of a person: two to five words with capitals, nothing of an office."""
    words = name.split()
    if OFFICE.search(name) or folded(name) in outlet_names or len(words) > 6:
        return False
    if not name.isascii() and not any(character.isupper() or character.islower() for character in name):
        return len(name) <= 30  # Scripts without capitals write names in one or two words.
    proper = [word for word in words if word.lower().strip(".") not in PARTICLES]
    return len(words) > 1 and bool(proper) and all(word[0].isupper() or not word[0].isalpha() for word in proper)
