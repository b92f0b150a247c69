"""What somebody does, as bylines say it behind a name; and names that are words of offices besides."""

from __future__ import annotations

import re

_OCCUPATIONS = """
    writer editor reporter correspondent columnist contributor journalist redakteur redakteurin journalistin rédacteur
    rédactrice redactor redactora korrespondent korrespondentin reporterin journaliste correspondant correspondante
    periodista corresponsal cronista redattore redattrice giornalista inviato inviata repórter jornalista correspondente
    redator redatora redacteur verslaggever correspondente reportér redaktor redaktör toimittaja muhabir muhabiri editör
    wartawan dziennikarz dziennikarka корреспондент корреспондентка журналист журналистка обозреватель кореспондент
    кореспондентка журналіст журналістка оглядач
"""
OCCUPATIONS = frozenset(_OCCUPATIONS.split())
RANKS = frozenset(
    {"contributing", "senior", "staff", "chief", "head", "guest", "lead", "managing", "associate", "freelance"}
)
# What bylines of East Asia have behind a name: a reporter, where the report is from. And degrees of doctors.
ROLE = re.compile(
    r"(?<!\s)\s*(?:(?:선임|인턴|수습|객원|전문)?\s?기자|특파원|논설위원|記者|记者|特派員|报道|報導|報道|出自|[\u3400-\u9fff]{2}\d{1,2}日[电電])$"
    r"|发自[\u3400-\u9fff]{2,6}$"
    r"|(?:,|(?<![\s,]))\s+(?:M\.?D\.?|Ph\.?D\.?|MBA|RN|DVM|MPH|R\.?D\.?|Esq\.?)$",
    re.IGNORECASE,
)
COMMA, ROLE_JOINT = re.compile(r",\s+"), re.compile(r"(?<!\s)\s+(?:and|und|et|och|og|en|y|e|oraz|ve|и|та|&)\s+")
# Where somebody writes from: "João Silva, de Lisboa".
PLACE = re.compile(r"(?:de|em|en|in|from|aus|da|à|fra|från|из|z|ze)\s[A-ZÀ-ÞА-Я][\w'’-]+")
AGENCY = "press"
# Words of a job beside the occupation itself: "Local Democracy Reporter", "Chief Foreign Affairs Correspondent".
MOST_WORDS = 5
# Full names have words of offices in them: Thomas More, Sid Lowe, Efe Yılmaz. What is said before "more" and "read"
# otherwise is no first name.
FIRST_NAMES = frozenset({"sid", "efe", "pap", "ansa", "min", "apa"})
SURNAMES = frozenset({"more", "read", "min", "share", "bloomberg", "ago", "press"})
_NO_FIRST_NAMES = """
    read learn see view show find load discover explore get know and no any one tell many must long quick most also next
    please like recommended related popular click share via from source by for the this your our new more press
    associated canadian united free min minute minutes hour hours international french foreign university news world
"""
NO_FIRST_NAMES = frozenset(_NO_FIRST_NAMES.split())


def is_job(words: list[str]) -> bool:
    """Whether words are a job and no name: it ends with an occupation, or begins with one that small words or a
    department follow."""
    said = [word.casefold().strip(".:") for word in words]
    if not said or len(said) > MOST_WORDS:
        return False
    if said[-1] in OCCUPATIONS or said[-1].removesuffix("s") in OCCUPATIONS:
        return True
    return said[0] in OCCUPATIONS and (len(said) <= 2 or not words[1][:1].isupper())


def without_jobs(line: str) -> str:
    """A byline without the jobs that stand behind names and commas: "Jane Roe, Local Democracy Reporter". Where the
    name before ends with a job, too, the next is a person with one."""
    first, *others = COMMA.split(line)
    kept = [first]
    for other in others:
        joint = next((found for found in ROLE_JOINT.finditer(other) if not _is_place_of_work(other, found)), None)
        words = other[: joint.start() if joint else len(other)].split()
        if (
            len(kept[-1].split()) < 2
            or is_job(kept[-1].split())
            or not (is_job(words) or PLACE.fullmatch(other) or _is_agency(words))
        ):
            kept.append(other)
        elif joint:
            kept[-1] += other[joint.start() :]
    return ", ".join(kept)


def _is_agency(words: list[str]) -> bool:
    """Whether words behind names are an agency; "press" is a family name as well, of names before a comma."""
    return len(words) > 1 and words[-1].casefold() == AGENCY and words[0][:1].isupper()


def _is_place_of_work(part: str, joint: re.Match[str]) -> bool:
    """Whether "en" is Spanish or French and says where somebody works: "corresponsal en Roma"."""
    return joint[0].strip() == "en" and part[: joint.start()].casefold() in OCCUPATIONS


def is_of_name(word: str, place: int, name: str) -> bool:
    """Whether a word at a place in a name is that of a person, though offices have it as well."""
    words = name.split()
    if not (1 < len(words) <= 3 and word.istitle() and all(part[:1].isupper() for part in words)):
        return False
    is_last = name.endswith(word) and place > 0
    if is_last and words[0].casefold() not in NO_FIRST_NAMES:
        return word.casefold() in SURNAMES
    return place == 0 and word.casefold() in FIRST_NAMES


def without_role(name: str) -> str:
    """A name without the occupation, the rank or the degree behind it."""
    name = ROLE.sub("", name)
    words = name.split()
    if not words or words[-1].lower() not in OCCUPATIONS:
        return name
    words.pop()
    while words and words[-1].lower() in RANKS:
        words.pop()
    return " ".join(words).rstrip(",") if len(words) > 1 else name


def is_reporter(written: str) -> bool:
    """Whether a name has the word for a reporter behind it, as papers of East Asia write it."""
    return not written.isascii() and ROLE.search(written) is not None
