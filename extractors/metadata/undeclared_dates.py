"""Dates that no markup declares: in addresses, lines, titles, scripts."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from extractors.metadata.date_lines import (
    CHANGED,
    PUBLISHED,
    has_date,
    is_date_line,
    is_sentence,
    labelled_parts,
    published_parts,
)
from extractors.metadata.landmarks import NearLine, Remembered
from extractors.metadata.numerals import ZEROS
from extractors.metadata.wording import UNSHOWN, one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from extractors.metadata.landmarks import Landmarks
    from extractors.metadata.structured import StructuredData

DatePart = tuple[str | None, str]
PATH_DAY = re.compile(r"/(20[0-3]\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/")
SCRIPT_DATE = re.compile(
    r"\\?[\"']?(?:date_?published|publish(?:ed)?_?(?:date|time|on|at)"
    r"|(?:first_?)?publication_?date|first_?published(?:_?at)?)\\?[\"']?\s*:\s*\\?[\"'](\d{4}-\d\d-\d\d[^\"'\\]{0,20})",
    re.IGNORECASE,
)
# Texts that can hold a year of this century or the last.
YEAR_TEXTS = etree.XPath("descendant::text()[contains(.,'2') or contains(.,'1')]")
# The same in the digits of other scripts and in Chinese numerals.
FAR_DIGITS = "".join(chr(ord(zero) + digit) for zero in ZEROS for digit in (1, 2))
FAR_YEAR = re.compile(f"[{FAR_DIGITS}年]")
FAR_YEAR_TEXTS = etree.XPath(
    "descendant::text()[contains(.,'2') or contains(.,'1') or contains(.,'年') or translate(., $digits, '') != .]"
)
DATELINE = re.compile(
    r"(?:\((?:[^\W\d_][^,.()\d]{1,30},\s)?(?P<in_brackets>[^()]{6,30})\)\s|"
    r"[^\W\d_][^,.()\d]{1,30}(?:,\s\((?P<behind_comma>[^()]{6,30})\)[.:\s]|\s\((?P<before_dash>[^()–—]{6,30})\)\s?[-–—:]\s)|"
    r"[^\W\d_][^,.()\d]{1,30},\s(?P<behind_place>[^-–—:(]{6,30}?)\s?(?:[-–—:]\s|\()"
    r"|(?P<alone>\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})\s{1,3}[-–—:|]?\s?(?=[A-ZÀ-ÞА-Я\"„“«»']))"
)
OF_THIS_ARTICLE = re.compile(
    r"\W{0,3}(?:(?:this|the) (?:entry|post|article|story|page)|dieser (?:artikel|beitrag|eintrag)"
    r"|diese (?:seite|meldung)|cet(?:te)? (?:article|billet|entrée)|dit (?:artikel|bericht)"
    r"|est[ea] (?:artículo|entrada|artigo|post|noticia|notícia)|quest[oa] (?:articolo|post|voce)"
    r"|det(?:ta|te) (?:inlägg|innlegg|indlæg)|эта (?:статья|запись)|ten (?:artykuł|wpis)|tento (?:článek|příspěvek)"
    r"|bu (?:yazı|haber)|この記事|本文|이 (?:글|기사))",
    re.IGNORECASE,
)
PARAGRAPHS = frozenset({"p", "div", "b", "strong", "em", "i", "span"})
# What else bears a date of its own.
OF_RULES = re.compile(r"cookie|datenschutz|privacy|terms of|version", re.IGNORECASE)
# So many elements behind the headline the text has begun.
MOST_BEHIND = 40
MAX_CANDIDATES = 60
# A text of so many characters is no line, with all the white space of its markup.
MAX_TEXT = 300
LONGEST_LINE, LONGEST_DATE = 70, 30
MAX_SCRIPT = 500_000


def said_of_itself(landmarks: Landmarks) -> Iterator[str]:
    """When an article says in a sentence that it was published: "This story was first published on 3 May 2024"."""
    for text in landmarks.texts:
        if len(text) <= MAX_TEXT and ("20" in text or "19" in text) and OF_THIS_ARTICLE.match(text):
            yield from (part for role, part in labelled_parts(one_line(text)) if role == PUBLISHED)


def adjoining_dates(landmarks: Landmarks, is_foreign: Callable[[NearLine], bool]) -> Iterator[str]:
    """Lines next to the headline that are little but a date, whatever they stand in is called."""
    adjoining = (line for line in landmarks.adjoining_lines if is_date_line(line.text) and not is_foreign(line))
    yield from (part for line in adjoining for part in published_parts(line.text))


def undeclared_dates(landmarks: Landmarks, structured: StructuredData, parts: Iterable[DatePart]) -> Iterator[str]:
    """Where to look when nothing that calls itself a date has one: the surest places first. ``parts`` are the dates of
    short texts."""
    yield from _datelines(landmarks)
    yield from _in_scripts(structured.elements("script"))
    yield from map(text_of, structured.elements("title"))
    yield from structured.all_meta("og:title", "description", "og:description")
    yield from (text for role, text in parts if role == PUBLISHED)


def last_resorts(structured: StructuredData, parts: Iterable[DatePart]) -> Iterator[str]:
    """Where to look when nothing says that it is the day of publication: days of a change, of any short text, of the
    picture."""
    yield from (text for role, text in parts if role == CHANGED)
    yield from (text for role, text in parts if role is None)
    yield from filter(None, map(_day_in_path, structured.all_meta("og:image", "twitter:image")))


def _datelines(landmarks: Landmarks) -> Iterator[str]:
    """Dates that the first paragraphs begin with: "(18.01.2018) The ...", "BERN, 3 May 2024 - The ..."."""
    for element in islice(landmarks.behind, MOST_BEHIND):
        if element.tag in PARAGRAPHS and (found := DATELINE.match(one_line((element.text or "")[:MAX_TEXT]))):
            yield next(filter(None, found.groups()))


def _in_scripts(scripts: Sequence[etree._Element]) -> Iterator[str]:
    for script in scripts[:MAX_CANDIDATES]:
        text = (script.text or "")[:MAX_SCRIPT]
        yield from SCRIPT_DATE.findall(text)[:1] if "ublish" in text or "ublication" in text else ()


def parts_in_texts(landmarks: Landmarks, is_foreign: Callable[[NearLine], bool]) -> Remembered[DatePart]:
    """The dates of short texts wherever the article may show them, with what they are called; ``is_foreign`` says what
    is no date of the article."""
    lines = (line for line in _in_texts(landmarks) if not is_foreign(line))
    return Remembered(part for line in lines for part in labelled_parts(line.text))


def _in_texts(landmarks: Landmarks) -> Iterator[NearLine]:
    """Short texts with a date, wherever the article may show them."""
    above = set(landmarks.above())
    for text in _year_texts(landmarks):
        if len(text) <= MAX_TEXT and _may_date(line := one_line(text)):
            near = text.getparent()
            holder = near.getparent() if text.is_tail else near
            if holder.tag not in UNSHOWN and (
                OF_THIS_ARTICLE.match(line) or not _is_of_others(holder, line, landmarks)
            ):
                yield NearLine(0, line, holder, near in above)


def _year_texts(landmarks: Landmarks) -> list[Any]:
    is_far = any(not text.isascii() and FAR_YEAR.search(text) for text in landmarks.texts)
    found: list[Any] = FAR_YEAR_TEXTS(landmarks.root, digits=FAR_DIGITS) if is_far else YEAR_TEXTS(landmarks.root)
    return found


def _is_of_others(holder: etree._Element, line: str, landmarks: Landmarks) -> bool:
    return landmarks.stands_aside(holder) or names_another(holder, line) or OF_RULES.search(line) is not None


def names_another(holder: etree._Element, line: str) -> bool:
    """Whether a dated line is a link, which names another story; what speaks of this article may link its author."""
    if OF_THIS_ARTICLE.match(line):
        return False
    around = (holder, *holder.iterancestors("a"), *islice(holder.iter("a"), 1))
    return len(line) > LONGEST_DATE and any(element.tag == "a" for element in around)


def _may_date(line: str) -> bool:
    """Whether a line is a date and little else, or says what its date is: other texts name sources and events."""
    if not has_date(line) or is_sentence(line):
        return False
    return len(line) <= LONGEST_LINE or any(role is not None for role, _ in labelled_parts(line))


def _day_in_path(address: str) -> str | None:
    """The day of an address that sorts by year, month and day: names of files have digits that are no dates."""
    found = PATH_DAY.search(address)
    return "-".join(found.groups()) if found else None
