"""What people type, as the index reads it, and what of it was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from storage.full_text.folding import RUN, fold, fold_letter, phrases

WORD = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')
OPERATORS = {"AND", "OR", "NOT", "NEAR"}
# What other searches take for a field, or for words near each other: site:example.org, NEAR(a b).
FIELD = re.compile(r"[a-z_]{2,20}:(?!//)\S|NEAR\(", re.IGNORECASE)
BEFORE, AFTER, BEGINNING = 70, 220, 240  # letters of a snippet
LONGEST = 60_000  # letters of a text that are looked through for one
LONGEST_QUERY = 1000  # letters: each of its words is looked for in each text that is shown
MARKED_WORDS = 8  # of a phrase: where they stand, all of it does, or little of it
FIRST, LAST = "\x01", "\x02"  # around what was found; the templates make marks of them


@dataclass
class Query:
    """``match`` is FTS5's, empty where nothing is to be looked for; ``asked`` has each phrase that has to stand, with
    its words, as FTS5 takes them alone; ``terms`` are folded, with whether each goes on."""

    match: str = ""
    asked: dict[str, list[str]] = field(default_factory=dict)
    terms: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def understand(words: str) -> Query:
    """All words, ``"a phrase"``, ``begin*``, ``-without``. Never an error."""
    query, wanted, unwanted = Query(), list[str](), list[str]()
    if len(words) > LONGEST_QUERY:
        query.notes.append(f"Only the first {LONGEST_QUERY} letters were looked for")
    for minus, phrase, word in WORD.findall(words[:LONGEST_QUERY]):
        bare, begins = fold(phrase or word).strip("*").replace('"', " ").replace("\0", " "), word.endswith("*")
        asked = phrases(bare, begins=begins)
        if not asked:
            query.notes.append(f"{phrase or word} has no letters and was not looked for")
        elif minus:
            unwanted.append(f"({' AND '.join(asked)})")
        else:
            wanted += asked
            query.asked |= {phrase: _alone(phrase) for phrase in asked}
            query.terms.append((bare, begins))
        query.notes += _misread(word)
    if unwanted and not wanted:
        query.notes.append("Words to leave out find nothing by themselves: add one to look for")
    query.match = " AND ".join(wanted) + "".join(f" NOT {each}" for each in unwanted) if wanted else ""
    return query


def _misread(word: str) -> list[str]:
    """What would mean something elsewhere and is a word here."""
    if word in OPERATORS:
        return [f"{word} was looked for as a word: all words have to stand in an article anyway"]
    if FIELD.match(word):
        return [f"{word} was looked for as words: site, language, access and dates are chosen in the form"]
    if word.startswith('"') and word.strip('"'):
        return [f"{word} has no quotation mark at the other end of a phrase, and was looked for as a word"]
    return []


def _alone(phrase: str) -> list[str]:
    """The words of a phrase; a beginning stays one."""
    return [phrase] if phrase.endswith("*") else [f'"{word}"' for word in phrase.strip('"').split()]


def snippet(text: str, terms: list[tuple[str, bool]]) -> str:
    """The place of a text at which terms stand, each between FIRST and LAST; its beginning where none does."""
    found = _found(text[:LONGEST], terms)
    if not found:
        return text[:BEGINNING].replace("\n", " ") + (" ..." if len(text) > BEGINNING else "")
    begin, end = _window(text, found[0][0])
    inside = [(first - begin, last - begin) for first, last in found if begin <= first and last <= end]
    return ("... " if begin else "") + _marked(text[begin:end], inside) + (" ..." if end < len(text) else "")


def marked_in(text: str, terms: list[tuple[str, bool]]) -> str:
    """A whole line, each term in it between FIRST and LAST."""
    return _marked(text, _found(text, terms))


def _marked(text: str, found: list[tuple[int, int]]) -> str:
    told, at = "", 0
    for first, last in found:
        if at <= first:
            told += f"{text[at:first]}{FIRST}{text[first:last]}{LAST}"
            at = last
    return told + text[at:]


def _found(text: str, terms: list[tuple[str, bool]]) -> list[tuple[int, int]]:
    letters, places = _folded(text)
    hits = _pattern(terms).finditer(letters)
    return [(places[hit.start()], places[hit.end() - 1] + 1) for hit in hits if hit.end() > hit.start()]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and of each letter the place that it has in the text."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces = [fold_letter(letter) for letter in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _pattern(terms: list[tuple[str, bool]]) -> re.Pattern[str]:
    """Words as the index parts them; what has no spaces is found anywhere."""
    parts: list[str] = []
    for term, begins in terms:
        words = r"[\W_]+".join(re.escape(word) for word in re.findall(r"[^\W_]+", term)[:MARKED_WORDS])
        is_inside = RUN.search(term) is not None
        parts.append(words if is_inside else rf"\b{words}" + ("" if begins else r"\b"))
    return re.compile("|".join(part for part in parts if part) or r"(?!)")


def _window(text: str, place: int) -> tuple[int, int]:
    """Around a place, from one space to another where there are any near."""
    begin, end = max(place - BEFORE, 0), min(place + AFTER, len(text))
    if begin:
        begin = max(text.rfind(space, begin - 20, place) + 1 for space in " \n") or begin
    if end < len(text):
        end = max(text.rfind(space, place + 1, end) for space in " \n") if " " in text[place + 1 : end] else end
    return begin, max(end, place + 1)
