"""Lines that name who wrote: around the headline, and at the end of the text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.by_words import says_by
from extractors.metadata.named_lines import HAS_CHINESE, MAX_BYLINE, named_after_by, signed_by
from extractors.metadata.particles import PARTICLES
from extractors.metadata.roles import is_job, is_reporter
from extractors.metadata.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.metadata.landmarks import Landmarks, NearLine

# Scripts are long, so that what a text stands in is asked first.
LAST_TEXTS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)][contains(., '记者') or contains(., '記者')"
    " or contains(., '）') or contains(., ')') or contains(., '执笔')]"
)
# "Di Rossi: We go on": a headline that tells who says something, in languages where "by" begins names.
HEADLINES, SAYS = frozenset({"h1", "h2", "h3", "h4"}), re.compile(r"[^\W\d_]{2}:\s[^\W\d_]\S{0,40}\s\S")
HAS_DIGIT, SIGN_BETWEEN = re.compile(r"\d"), re.compile(r"(?<=\S)\s[|•·–—-]\s(?=\S)")
# A word of a name: "Jane", "O'Neill", "J.".
NAME = re.compile(r"[^\W\d_][\w.'’-]*")
# So many texts are looked at for a signature, none of which has more characters.
MAX_TEXTS, MAX_TEXT = 30, 2_000
# A line that names somebody without a full name stands no more elements from the headline, and has no more characters.
CLOSE, LITTLE = 20, 60


def near_lines(landmarks: Landmarks) -> Iterator[str]:
    """What lines around the headline name behind "By ...", and those behind one that says no more than that."""
    return (named for _, named in _lines(landmarks))


def close_lines(landmarks: Landmarks) -> Iterator[str]:
    """Such lines next to the headline that say little else: elsewhere "by" has other meanings."""
    for line, named in _lines(landmarks):
        if _is_close(line) and not _goes_on(named):
            yield named


def dated_lines(landmarks: Landmarks) -> Iterator[str]:
    """What stands beside the date in a line next to the headline that has nothing else: "2 May 2025 | Jane Roe"; or
    beside a job: "Jane Roe, Staff Writer"."""
    for line in filter(_is_close, landmarks.near_lines):
        if HAS_DIGIT.search(line.text):
            parts = SIGN_BETWEEN.split(line.text)
            others = [part for part in parts if not HAS_DIGIT.search(part)]
            if len(others) == 1 < len(parts) and _is_name_alone(others[0]) and any(map(parse_time, parts)):
                yield others[0]
        elif named := named_with_job(line.text):
            yield named


def _is_close(line: NearLine) -> bool:
    """Whether a line stands next to the headline, and says little."""
    return line.distance <= CLOSE and len(line.text) <= LITTLE


def named_with_job(line: str) -> str:
    """The name before a job that is all the rest of a line; empty where it is none of that kind."""
    name, _, job = line.partition(",")
    return name if job and _is_name_alone(name) and is_job(job.split()) else ""


def _is_name_alone(part: str) -> bool:
    """Whether a part of a line has the letters of a name and no others, or says that it names a reporter."""
    words = [word for word in part.split() if word not in PARTICLES]
    is_written_out = not any(word.isupper() and word[1:].isalpha() for word in words)
    return is_reporter(part) or (len(words) > 1 and is_written_out and all(map(NAME.fullmatch, words)))


def _goes_on(named: str) -> bool:
    """Whether a word in small letters is followed by others, as in a sentence."""
    words = named.split()
    return named[0].islower() and len(words) > 1 and words[1][0].isalpha()


def _lines(landmarks: Landmarks) -> Iterator[tuple[NearLine, str]]:
    before = ""
    for line in landmarks.near_lines:
        text = line.text
        if line.element.tag in HEADLINES and SAYS.search(text) and not HAS_DIGIT.search(text):
            continue
        if len(text) <= MAX_BYLINE and (named := named_after_by(text) or (says_by(before) and text)):
            yield line, named
        before = text


def signatures(landmarks: Landmarks) -> Iterator[str]:
    """Names in brackets, or behind a label, that end the text, as Chinese papers set them."""
    if not any(HAS_CHINESE.search(text) for text in landmarks.texts if not text.isascii()):
        return
    for text in islice(reversed(LAST_TEXTS(landmarks.root)), MAX_TEXTS):
        if len(text) <= MAX_TEXT and (named := signed_by(text)):
            yield named
