"""Several names in one byline, taken apart, and "By" before each of them."""

from __future__ import annotations

import re

from extractors.metadata.by_words import BY_START, FAR_BY_START
from extractors.metadata.chinese_names import CHINESE_NAME, is_chinese, with_signs_between
from extractors.metadata.persons import OFFICE

SPLIT = re.compile(
    r"(?<!\s)\s*(?:[;|/•·&\n、，,]|\s(?:and|und|et|och|og|en|oraz|ve|и|та|with|mit|avec|con|AND|UND|ET|ja|és|και|και|وَ?|och|at)\s)\s*"
)
# These join the two family names of one person, too: José Ortega y Gasset.
FAMILY_JOINT = re.compile(r"(?<!\s)\s+(?:y|e|i)\s+")
SURNAME_FIRST = re.compile(
    r"(?P<surname>[^\W\d_][\w'’-]+),\s+"
    r"(?P<given>[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*)?)"
)
CJK_NAMES = re.compile(r"[\u3400-\u9fff·]{2,5}(?:\s+[\u3400-\u9fff·]{2,5}){2,}")
LONGER_NAME = 3
# "Ein Beitrag von ...": in a byline alone, elsewhere it names books and laws.
PIECE_BY = re.compile(
    r"^\W*(?:an?|eine?|une?|un[oa]?|uma?|een|ett?|en|yksi)\s[^\W\d_]{4,24}\s(?:by|von|vom|de|di|par|por|da|door|av|af)\s+(?=\S)",
    re.IGNORECASE,
)
# Such words that are names as well: Par Lindqvist, Von Miller, Story Musgrave.
ALSO_NAMES = frozenset({"Par", "Von", "Di", "Da", "Story"})
# How the box of an author is headed.
ABOUT = re.compile(
    r"^(?:about|über|à propos de|sobre|acerca de|over|om|o autor[ze]e?|об авторе:?)\s(?=\S)", re.IGNORECASE
)


def without_by(part: str) -> str:
    """A part of a byline without "By", which in some languages is a name as well: Par Lindqvist, Von Miller."""
    part = PIECE_BY.sub("", FAR_BY_START.sub("", ABOUT.sub("", part.strip())))
    while found := BY_START.match(part):
        rest = part[found.end() :]
        is_name = found["word"] in ALSO_NAMES and found["colon"].isspace()
        following = SPLIT.split(rest)[0]
        if is_name and len(following.split()) == 1 and following.istitle() and not OFFICE.search(following):
            break
        part = rest
    return part


def names_apart(written: str) -> list[str]:
    """Each of several names as it is written; a name whose family stands first, before a comma, is one: "Roe, Jane"."""
    if (found := SURNAME_FIRST.fullmatch(written)) and written[0].isupper() and not OFFICE.search(written):
        return [f"{found['given']} {found['surname']}"]
    if not written.isascii() and is_chinese(written):
        written = with_signs_between(written)
    if CJK_NAMES.fullmatch(written) or _are_two_chinese(written):
        return written.split()
    parts = [part for whole in SPLIT.split(written) for part in _apart(whole)]
    return [name for part in parts for name in (part.split() if CJK_NAMES.fullmatch(part) else [part])]


def _are_two_chinese(written: str) -> bool:
    """Whether both of two words are Chinese names; a Japanese one may be written in two."""
    names = written.split()
    are_names = len(names) == 2 and all(CHINESE_NAME.fullmatch(name) for name in names)
    return are_names and any(len(name) == LONGER_NAME for name in names)


def _apart(written: str) -> list[str]:
    """The persons of "A B y C D y E": a family name alone belongs to who stands before, a given name to who follows."""
    sides = FAMILY_JOINT.split(written)
    if len(sides) == 1 or len(without_by(sides[0]).split()) == 1:
        return [written]
    persons, end = [sides[0]], len(sides[0])
    for side in sides[1:]:
        start = written.index(side, end)
        if len(side.split()) == 1:
            persons[-1] += written[end : start + len(side)]
        else:
            persons.append(side)
        end = start + len(side)
    return persons
