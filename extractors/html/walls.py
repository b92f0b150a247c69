"""Pages that stand in place of an article: they ask for consent, a person or an account, or say that the site is down.

They come with 200 and a text of their own, at the addresses of articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.html.not_found import says
from extractors.text.tables import table_lines
from extractors.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_PLACE = "a page that "
"""How the reason begins why such a page has no article."""
CONSENT = "asks for consent to cookies"
LONGEST = 1500  # words; consent pages that name their partners are long
SHARE_OF_TITLE = 0.6  # of a headline that a phrase must be for it to be a wall's
WORDS_A_PHRASE = 70  # how thin phrases may be spread for a page that has no date and no author
WORDS_A_PHRASE_DATED = 30  # and for one that says that it is an article
FEWEST = 4  # phrases of one kind
FEWEST_DATED = 5
SHORT = 60  # words of a page for which one phrase less is enough
# In words: where the title alone tells, an article about such pages is longer; requests for consent go on for long.
LONGEST_TITLED, LONGEST_CONSENT = 100, 250
# Requests for consent say what for, in all languages.
COOKIES = re.compile(
    r"cookie|kakor\b|evästei|çerez|sütik|informasjonskapsl|куки|クッキー|쿠키|partner|personal data|vendors|gdpr|dsgvo",
    re.IGNORECASE,
)
COOKIE = re.compile(r"cookie|kakor\b|evästei|çerez|sütik|informasjonskapsl|куки|クッキー|쿠키|tracking", re.IGNORECASE)
ACCEPTS = re.compile(
    r"(?:i |yes,? i )?(?:accept|agree|consent|allow|got it|ok|okay)(?: all| cookies| and continue)*"
    r"|(?:alle? |alles )?(?:akzeptieren|zustimmen|annehmen|accepteren|toestaan|akkoord)(?: und weiter)?|einverstanden"
    r"|(?:tout )?(?:accepter|j[’']accepte|autoriser)(?: tout| et continuer)?"
    r"|(?:aceptar|acepto|aceitar|aceito)(?: todo| tudo)?s?|accett[ao](?: tutt[io])?"
    r"|(?:zaakceptuj|akceptuję|zgadzam się)(?: wszystkie)?|(?:přijmout|souhlasím)(?: vše)?"
    r"|godkänn(?: alla)?|(?:godta|godkend|tillad|accepter)(?: alle)?|hyväksy(?: kaikki)?|elfogad\w*(?: mind)?"
    r"|(?:tümünü )?kabul (?:et|ediyorum)|(?:принять|согласен|принимаю)(?: все)?"
    r"|(?:прийняти|згоден)(?: все)?|(?:すべて)?(?:同意|許可)(?:する)?"
    r"|(?:全部)?(?:接受|同意)|(?:모두 )?(?:동의|허용)|(?:قبول|موافق)(?: الكل)?",
    re.IGNORECASE,
)
# "... and close", "... and subscribe".
AND_MORE = re.compile(r" (?:and|und|et|e|y|i|en|och|og|ve|a|ja|и|та|&) \w+(?: \w+)?$", re.IGNORECASE)
SENTENCE = 8  # words of a line that tells what it is about
SHARE = 0.5  # of a phrase that may stand beside it in a title
LETTERS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
LETTERS_OF_A_WORD = 5


def _phrases(table: str) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, dict[str, None]] = {}
    for line in table_lines(__file__, table):
        if line.startswith("["):
            kind = kinds.setdefault(line.strip("[]"), {})
        else:
            kind[line] = None
    return {name: tuple(phrases) for name, phrases in kinds.items()}


PHRASES, TITLES = _phrases("walls.txt"), _phrases("wall_titles.txt")


def _size(text: str) -> int:
    """Words; where they have no spaces, characters, or an estimate for scripts of letters."""
    words = words_of(text)
    letters = sum(LETTERS.match(word) is not None for word in words)
    return len(words) - letters + -(-letters // LETTERS_OF_A_WORD)


def wall_in(title: str | None, text: str, *, is_dated: bool) -> str | None:
    """Why a page is none that shows an article, by its title and text; ``is_dated`` says that it tells when or by whom
    it was written.

    Told by how many phrases of one kind there are for its length: an article about such pages has few.
    """
    if (size := _size(text)) > LONGEST:
        return None
    head, body = in_small_letters(title or ""), in_small_letters(text)
    found = {kind: _weight(head, body, phrases) for kind, phrases in PHRASES.items()}
    kind = max(found, key=lambda each: found[each])
    fewest, spread = (FEWEST_DATED, WORDS_A_PHRASE_DATED) if is_dated else (FEWEST, WORDS_A_PHRASE)
    fewest -= size <= SHORT
    is_wall = found[kind] >= fewest and size <= found[kind] * spread
    return f"{IN_PLACE}{kind}" if is_wall else None


def _weight(title: str, text: str, phrases: tuple[str, ...]) -> int:
    """How many phrases a text has; one that makes up most of the headline counts as three."""
    there = [phrase for phrase in phrases if phrase in text]
    inside = sum(not any(phrase in other for other in there if other != phrase) for phrase in there)
    longest = max((len(phrase) for phrase in phrases if phrase in title), default=0)
    heads = longest >= SHARE_OF_TITLE * len(title) > 0
    return inside + 2 * heads


def in_small_letters(text: str) -> str:
    """A text as the phrases are written."""
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def titled_wall(titles: Sequence[str], texts: Sequence[str], kept: Sequence[str]) -> str | None:
    """The same by the titles of a page, where little is ``kept`` of its ``texts``; or where all that is kept speaks of
    cookies, and something is to be clicked."""
    size = sum(map(_size, kept))
    for kind, phrases in TITLES.items():
        is_short = size <= (LONGEST_CONSENT if kind == CONSENT else LONGEST_TITLED)
        if is_short and any(says(title, phrases, SHARE) for title in titles) and _is_meant(kind, texts):
            return f"{IN_PLACE}{kind}"
    return f"{IN_PLACE}{CONSENT}" if size <= LONGEST_TITLED and _asks_for_consent(titles, texts, kept) else None


def _is_meant(kind: str, texts: Sequence[str]) -> bool:
    return kind != CONSENT or any(map(COOKIES.search, texts))


def _asks_for_consent(titles: Sequence[str], texts: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether all whole sentences that are kept speak of cookies, and something is to be clicked."""
    lines = [text for text in kept if _size(text) >= SENTENCE]
    is_all = bool(lines) and all(map(COOKIE.search, lines))
    is_asked = any(ACCEPTS.fullmatch(text) or ACCEPTS.fullmatch(AND_MORE.sub("", text)) for text in texts)
    return is_all and is_asked and not any(map(COOKIE.search, titles))
