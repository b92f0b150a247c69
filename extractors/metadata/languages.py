"""The language of a page: what its markup claims, where the text does not say otherwise; always a tag of BCP 47."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from extractors.metadata.wording import plain
from extractors.text.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from extractors.metadata.structured import StructuredData

TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:$|[^a-zA-Z])")
# ISO 639: all codes of two letters, and those of three that papers use.
CODES = frozenset(" ".join(table_lines(__file__, "language_codes.txt")).split())
# Codes of old, and of countries where a language was meant.
MEANT = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "ua": "uk", "gr": "el", "cz": "cs", "dk": "da"}
SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff",
    "Arabic": "\u0600-\u06ff",
    "Hebrew": "\u0590-\u05ff",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Kannada": "\u0c80-\u0cff",
    "Malayalam": "\u0d00-\u0d7f",
    "Sinhala": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Lao": "\u0e80-\u0eff",
    "Burmese": "\u1000-\u109f",
    "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u137f",
    "Khmer": "\u1780-\u17ff",
    "Armenian": "\u0530-\u058f",
    "Kana": "\u3040-\u30ff",
    "Hangul": "\uac00-\ud7af",
    "Han": "\u3400-\u9fff",
}
LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
LETTERS = {script: re.compile(f"[{letters}]") for script, letters in SCRIPTS.items()}
# Languages of the scripts, the likeliest first; others of them are believed when they are claimed.
WRITTEN_IN = {
    "Cyrillic": "ru uk bg sr mk be kk mn ky tg uz az bs tt ba cv os ce sah sh ab",
    "Greek": "el",
    "Arabic": "ar fa ur ps ckb ku ug sd ks az dv pa kk ms",
    "Hebrew": "he yi lad",
    "Devanagari": "hi mr ne sa bho mai ks sd",
    "Bengali": "bn as mni",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Burmese": "my",
    "Georgian": "ka ab",
    "Ethiopic": "am ti om",
    "Khmer": "km",
    "Armenian": "hy",
    "Kana": "ja",
    "Hangul": "ko",
    "Han": "zh ja yue cmn ko",
}
WRITERS = {script: tuple(languages.split()) for script, languages in WRITTEN_IN.items()}
# Languages of two alphabets.
ALSO_LATIN = frozenset({"sr", "bs", "uz", "az", "kk", "tt", "ku", "ms", "sh", "om"})
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SAMPLE, MOST_PARAGRAPHS, MOST_WORDS = 1500, 60, 200
# So many words tell a language; the share of small words at which a text has one, and the part of it below which it
# has not another.
FEW_WORDS, SPOKEN, CONTRADICTED = 30, 0.12, 0.4
FEW_LETTERS, KANA_SHARE, MOSTLY = 20, 0.1, 0.5
# The share of letters that a language has not at which it is not that of the text, and so many times fewer has another
# that is, with the share of its small words at least.
FOREIGN, FEWER, HEARD = 0.01, 4, 0.03
# Scripts whose languages letters tell apart, and the share of a text's telling letters that may be of names elsewhere.
TOLD_BY_LETTERS, STRAY = frozenset({"Cyrillic", "Arabic", "Bengali"}), 0.03
# In characters: in so long a text each language has some of its own letters.
ENOUGH = 400
# Neighbours share most of their small words: so much larger is the share of the one that the text is in, with so many
# words that the other has not, and so many times fewer the other way round.
LEAD, LEAST_OWN, FEWER_OWN = 0.05, 5, 6


def _read(lines: Iterable[str]) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The languages of the table, and those of each small word."""
    spoken = [line.split() for line in lines]
    speakers: dict[str, tuple[str, ...]] = {}
    for language, *words in spoken:
        for word in words:
            speakers[word] = (*speakers.get(word, ()), language)
    return frozenset(language for language, *_ in spoken), speakers


def _read_letters(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """The letters of languages that others of their script lack."""
    return {language: frozenset(alphabet) for language, alphabet in map(str.split, lines)}


KNOWN, SPEAKERS = _read(table_lines(__file__, "function_words.txt"))
OWN_LETTERS = _read_letters(table_lines(__file__, "alphabets.txt"))
TELLING_LETTER = re.compile(f"[{''.join(sorted(frozenset().union(*OWN_LETTERS.values()) - {'-'}))}]")


def read_tag(claim: str | None) -> str | None:
    """A claim of markup as a tag of BCP 47: "de_AT.UTF-8" -> "de-AT"; None where it names no language ("utf-8")."""
    found = TAG.match((claim or "").strip())
    if not found:
        return None
    language, script, region = found.groups()
    language = MEANT.get(language.lower(), language.lower())
    parts = (language, script and script.title(), region and region.upper())
    return "-".join(filter(None, parts)) if language in CODES else None


def _sample(root: etree._Element) -> str:
    """The beginning of what the paragraphs say, or of all lines where they say little."""
    texts: list[str] = []
    length = 0
    for paragraph in islice(root.iter("p"), MOST_PARAGRAPHS):
        text = "".join(islice(paragraph.itertext(), 20))
        texts.append(text)
        length += len(text)
        if length > SAMPLE:
            break
    if length < SAMPLE // 10:
        texts += [(element.text or "")[:SAMPLE] for element in islice(root.iter("h1", "h2", "div", "td", "title"), 200)]
    return " ".join(texts)[:SAMPLE]


def _script_of(sample: str) -> str | None:
    """The script of most letters."""
    if sample.isascii():
        return "Latin" if len(sample) >= FEW_LETTERS else None
    if sum(map(len, LATIN.findall(sample))) > MOSTLY * len(sample):
        return "Latin"
    counts = {script: len(pattern.findall(sample)) for script, pattern in LETTERS.items()}
    if (
        counts["Kana"] > KANA_SHARE * (counts["Han"] + counts["Kana"])
        and counts["Kana"] + counts["Han"] > counts["Latin"]
    ):
        return "Kana"
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] >= FEW_LETTERS else None


def _shares(sample: str, script: str) -> dict[str, float]:
    """For each language of a script the share of words that are its small ones; empty for a few words."""
    words = WORD.findall(sample.lower())[:MOST_WORDS]
    if len(words) < FEW_WORDS:
        return {}
    counts = dict.fromkeys(_known_of(script), 0)
    for language in chain.from_iterable(SPEAKERS.get(word, ()) for word in words):
        if language in counts:
            counts[language] += 1
    return {language: count / len(words) for language, count in counts.items()}


@lru_cache(maxsize=64)
def _known_of(script: str) -> tuple[str, ...]:
    """The languages of a script whose small words are known."""
    return tuple(sorted(language for language in KNOWN if _writes(language, script)))


def _foreign(letters: list[str], language: str) -> int:
    """How many of some letters a language has not; none of one that is not known."""
    own = OWN_LETTERS.get(language)
    return 0 if own is None else sum(letter not in own for letter in letters)


def _fitting(sample: str, script: str, shares: dict[str, float]) -> list[str]:
    """The languages of a script which have nearly all letters of a text: those of most small words, then of the fewest
    other letters, which it could have written and has not. None of the scripts whose languages differ otherwise."""
    letters = TELLING_LETTER.findall(sample.lower()) if script in TOLD_BY_LETTERS else []
    counts = {name: _foreign(letters, name) for name in WRITERS.get(script, ()) if name in OWN_LETTERS}
    least = max(1, STRAY * len(letters))
    known = [name for name, count in counts.items() if letters and count <= least]
    return sorted(known, key=lambda name: (-shares.get(name, 0.0), len(OWN_LETTERS[name])))


def _spelled(sample: str, claimed: str, script: str, shares: dict[str, float]) -> str | None:
    """The language whose letters the text has, where it has many that the claimed one lacks; None where it has not.
    Languages of long words have few small ones, and neighbours share theirs."""
    letters = TELLING_LETTER.findall(sample.lower()) if claimed in OWN_LETTERS else []
    foreign = _foreign(letters, claimed)
    if foreign < FOREIGN * len(sample):
        return None
    least = max(HEARD, shares.get(claimed, 0.0))
    others = {name: _foreign(letters, name) for name in shares if name in OWN_LETTERS and shares[name] > least}
    fitting = (name for name, count in others.items() if FEWER * count <= foreign)
    heard = max(fitting, key=lambda name: (shares[name], -others[name]), default=None)
    return heard or next(iter(_fitting(sample, script, shares)), None)


def _unwritten(sample: str, claimed: str, script: str, shares: dict[str, float]) -> str | None:
    """The likeliest language of a text in which no letter stands that the claimed one has beyond it; None where the
    claimed one is as likely, or the text too short to tell."""
    best = next(iter(_fitting(sample, script, shares)), claimed)
    if claimed not in OWN_LETTERS or len(sample) < ENOUGH or shares.get(best, 0.0) < max(HEARD, shares.get(claimed, 0)):
        return None
    beyond = OWN_LETTERS[claimed] - OWN_LETTERS[best]
    return best if beyond and beyond.isdisjoint(sample.lower()) else None


def _own_words(sample: str, language: str, other: str) -> int:
    """How many words of a text are small words of one language and not of the other."""
    speakers = (SPEAKERS.get(word, ()) for word in WORD.findall(sample.lower())[:MOST_WORDS])
    return sum(language in each and other not in each for each in speakers)


def _is_neighbour(sample: str, claimed: str, best: str, shares: dict[str, float]) -> bool:
    """Whether a text is in the language of most small words, and not in the claimed one, which shares many of them."""
    if shares.get(claimed, 1.0) + LEAD > shares[best]:
        return False
    own, others = _own_words(sample, best, claimed), _own_words(sample, claimed, best)
    return own >= LEAST_OWN and FEWER_OWN * others <= own


def _spoken(sample: str, claimed: str) -> str | None:
    """The language that the text shows; the claimed one where it does not contradict it, None where nothing tells."""
    script = _script_of(sample)
    if script is None:
        return claimed or None
    writers = WRITERS.get(script, ())
    if len(writers) == 1:
        return writers[0]
    shares = _shares(sample, script)
    best = max(shares, key=lambda language: shares[language], default="")
    is_clear = bool(best) and shares[best] >= SPOKEN
    if claimed and _writes(claimed, script):
        if spelled := _spelled(sample, claimed, script, shares) or _unwritten(sample, claimed, script, shares):
            return spelled
        is_other = is_clear and shares.get(claimed, 1.0) < CONTRADICTED * shares[best]
        return best if is_other or (is_clear and _is_neighbour(sample, claimed, best, shares)) else claimed
    fitting = _fitting(sample, script, shares)
    if is_clear and (not fitting or best in fitting):
        return best
    return next(iter(fitting or writers), None)


@lru_cache(maxsize=1024)
def _writes(language: str, script: str) -> bool:
    """Whether a language is written in a script: in Latin, where no other is known."""
    known = [name for name, languages in WRITERS.items() if language in languages]
    return script in known or (script == "Latin" and (not known or language in ALSO_LATIN))


def _claims(root: etree._Element, structured: StructuredData) -> Iterator[str]:
    claims = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    claims += [structured.first_meta("og:locale"), plain(structured.article.get("inLanguage"))]
    claims += [structured.first_meta("content-language", "language")]
    yield from filter(None, map(read_tag, claims))


def read_language(root: etree._Element, structured: StructuredData) -> str | None:
    """The first claim that the text does not contradict, else what the text shows."""
    claims = list(_claims(root, structured))
    claimed = claims[0].partition("-")[0] if claims else ""
    spoken = _spoken(_sample(root), claimed)
    if spoken is None:
        return claims[0] if claims else None
    return next((claim for claim in claims if claim.partition("-")[0] == spoken), spoken)
