"""Where the document itself names who wrote: elements that are called bylines, lines, labels, links, signatures."""

from __future__ import annotations

import re
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from extractors.metadata.author_labels import is_author_label, labelled_names, may_be_labelled
from extractors.metadata.by_words import says_by
from extractors.metadata.named_lines import HAS_CHINESE, named_after_by, signed_by
from extractors.metadata.particles import PARTICLES
from extractors.metadata.roles import is_job, is_reporter
from extractors.metadata.times import parse_time
from extractors.metadata.wording import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.metadata.landmarks import Landmarks, NearLine

NEVER_BYLINES = frozenset({"html", "body", "article", "script", "img"})
BYLINE = re.compile(r"author(?!i[sz]|ity)|byline|autor|auteur|writer")
NOT_BYLINE = re.compile(
    r"avatar|bio|comment|image|photo|social|desc|title|position|job|role|follow|categor|licen[cs]e", re.IGNORECASE
)
# What parts of a byline are called that name the section or the day.
BESIDE_NAME = re.compile(
    r"categor|rubri[ck]|kicker|created|publish|(?:^|[\s_-])date(?:$|[\s_-])|timestamp", re.IGNORECASE
)
LINKS_TO_AUTHOR = etree.XPath("descendant::a[@rel='author']")
LINKS = etree.XPath("descendant::a[@href]")
CLASSES, CLASSED = etree.XPath("descendant::*/@class", smart_strings=False), etree.XPath("descendant::*[@class]")
# How the pages of authors are called, and what stands in the address of each.
AUTHOR_FOLDERS = (
    r"authors?|autor(?:e[ns]?|i)?|auteurs?|avtor[yi]?|autorzy|writers?|columnists?|journalists?|contributors?|skribent"
    r"|yazar(?:lar)?|penulis|kirjoittaja"
)
AUTHOR_PATH = re.compile(
    rf"/(?:{AUTHOR_FOLDERS}|autorinn?en|redakteur(?:e|in)?|redaktion|staff|reporters?|profiles?|experten|forfatter|toimittaja)"
    r"/[^/]{3,}",
    re.IGNORECASE,
)
# Far from the headline: of an author, and not of whoever has a page on the site.
PATH_OF_ONE = re.compile(rf"/(?:{AUTHOR_FOLDERS})/[^/?#]{{3,}}", re.IGNORECASE)
# Scripts are long, so that what a text stands in is asked first.
LAST_TEXTS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)][contains(., '记者') or contains(., '記者')"
    " or contains(., '）') or contains(., ')') or contains(., '执笔')]"
)
# Where a site shows those who write for it.
RAIL = re.compile(
    r"(?:^|[\s_-])(?:right-?rail__right|(?:left|right|side)-?(?:rail|col(?:umn)?)|rail|columnists?|(?:our|all)-?authors|opinion-?(?:list|box|makers?)"
    r"|firm[ea]s?|kolumn\w*|colunistas|columnistas|chroniqueurs)(?=$|[\s_-])",
    re.IGNORECASE,
)
BOXES, HEADINGS = frozenset({"div", "section", "ul", "td", "nav"}), ("h2", "h3", "h4", "h5", "strong", "dt")
ABOUT_THE = re.compile(
    r"^(?:(?:about|meet|über|zu|à propos|sobre|acerca|over|om|об|про)\s+)?"
    r"(?:(?:the|die|der|den|dem|des?|du|les?|los|las|el|la|l'|o|os|gli|i)\s+)*",
    re.IGNORECASE,
)
# "Di Rossi: We go on": a headline that tells who says something, in languages where "by" begins names.
HEADLINES, SAYS = frozenset({"h1", "h2", "h3", "h4"}), re.compile(r"[^\W\d_]{2}:\s[^\W\d_]\S{0,40}\s\S")
CONTACT = re.compile(r"\s*(?:mailto|tel|sms|whatsapp):", re.IGNORECASE)
HAS_DIGIT, SIGN_BETWEEN = re.compile(r"\d"), re.compile(r"(?<=\S)\s[|•·–—-]\s(?=\S)")
# A word of a name: "Jane", "O'Neill", "J.".
NAME = re.compile(r"[^\W\d_][\w.'’-]*")
# What joins two names of a byline.
BYLINE_JOINT = re.compile(r"\s*(?:[,;&/|·•、]|(?:and|und|et|y|e|och|og|en|ja|i|и|та|ve|with|mit)\s)\s*")
# Texts that are short enough for names.
MAX_LABELLED = 120
SHORT_TEXTS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::noscript or parent::template)"
    f" and string-length(.) <= {MAX_LABELLED} and normalize-space(.)]"
)
MAX_CANDIDATES = 30
MAX_BYLINE = 150
MAX_TEXT = 2_000
MAX_BOX = 60
MAX_AUTHORS = 20
# A line that names somebody without a full name stands no more elements from the headline, and has no more characters.
CLOSE, LITTLE = 20, 60


def _names_byline(name: str) -> bool:
    lowered = name.lower()
    likely = "aut" in lowered or "byline" in lowered or "writer" in lowered
    if not likely or BYLINE.search(lowered) is None:
        return False
    return not NOT_BYLINE.search(_own_part(lowered))


def _own_part(name: str) -> str:
    """What a name says of its element: in "block__element" the name of the block says nothing of it."""
    return " ".join(part.rpartition("__")[2] for part in name.split())


def _called_byline(root: etree._Element) -> Iterator[etree._Element]:
    """Links to an author, then what has a byline's class."""
    yield from LINKS_TO_AUTHOR(root)
    bylines = {name for name in set(CLASSES(root)) if _names_byline(name)}
    for element in CLASSED(root) if bylines else ():
        if (
            element.get("class") in bylines
            and element.tag not in NEVER_BYLINES
            and not NOT_BYLINE.search(element.get("id") or "")
        ):
            yield element


def bylines_of(landmarks: Landmarks) -> Iterator[list[str]]:
    """What is called a byline, part by part; with the like of it that stands beside it, which names co-authors."""
    seen: set[etree._Element] = set()
    for element in islice(_called_byline(landmarks.root), MAX_CANDIDATES):
        if element not in seen:
            group = _beside(element)
            seen.update(group)
            readings = [reading for member in group if (reading := _readings(member, landmarks))]
            yield from (list(row) for row in zip_longest(*readings, fillvalue=""))


def _beside(element: etree._Element) -> list[etree._Element]:
    """The elements of the same name in one short line or box, the given one among them."""
    holder = element
    for holder in islice(element.iterancestors(), 3):
        if holder.tag in NEVER_BYLINES or not _is_short(holder):
            break
        like = [other for other in holder.iter(str(element.tag)) if _name_of(other) == _name_of(element)]
        if 1 < len(like) <= MAX_AUTHORS:
            return like
    return [element]


def _is_short(holder: etree._Element) -> bool:
    """Whether a box holds few elements and little text."""
    return next(islice(holder.iter(), MAX_BOX, None), None) is None and len(text_of(holder)) <= MAX_BYLINE


def _name_of(element: etree._Element) -> tuple[str | None, str | None]:
    return element.get("class"), element.get("rel")


def _readings(element: etree._Element, landmarks: Landmarks) -> list[str]:
    """Where in an element the names may stand, the most likely first; nothing where it is no byline."""
    text = text_of(element, apart=True)
    if not 1 < len(text) <= MAX_BYLINE or _is_of_others(element, landmarks) or _in_figure(element):
        return []
    parts = [part for part in element.iter("a", "span", "strong", "b", "p", "div") if not len(part)]
    others = list(filter(_stands_beside_name, parts))
    for other in others:
        text = text.replace(text_of(other), "", 1).strip()
    parts = [part for part in parts if part not in others]
    links = [text_of(link) for link in element.iter("a") if not (link in others or _leads_to_contact(link))]
    named = named_after_by(text) or ""
    if linked := _linked(named, links):
        return [linked]
    return [named, "; ".join(links) if len(links) > 1 else "", *map(text_of, parts), text]


def _stands_beside_name(part: etree._Element) -> bool:
    """Whether a part of a byline, or what holds it, is called the section of the article or its day, and no byline."""
    holders = (holder for holder in (part, part.getparent()) if holder is not None)
    names = [_own_part((holder.get("class") or "")[:MAX_BYLINE].lower()) for holder in holders]
    return any(BESIDE_NAME.search(name) and not BYLINE.search(name) for name in names)


def _leads_to_contact(link: etree._Element) -> bool:
    """Whether a link leads to the mail, telephone or account of somebody: its text is no name of its own."""
    return CONTACT.match(link.get("href") or "") is not None or "@" in text_of(link)


def _linked(named: str, links: list[str]) -> str:
    """The linked names that a byline begins with, where no joint leads to further ones: what stands behind them is
    something else, a number of comments or a section. Empty where the byline is none of that kind."""
    taken, rest, joint = [], named, None
    for link in links:
        if not link or not rest.startswith(link):
            break
        taken.append(link)
        joint = BYLINE_JOINT.match(rest, len(link))
        if joint is None:
            return "; ".join(taken)
        rest = rest[joint.end() :]
    return ""


def _is_of_others(element: etree._Element, landmarks: Landmarks) -> bool:
    """Whether it belongs to other stories; what a headline stands beside may be called a teaser."""
    if _is_card_of_many(element, landmarks):
        return True
    return landmarks.stands_aside(element) and not landmarks.stands_with_headline(element)


def _is_card_of_many(element: etree._Element, landmarks: Landmarks) -> bool:
    """Whether it is one of the cards in which the rail of a site shows those who write for it; cards that are headed as
    those of the authors show who wrote this."""
    holders = (holder for holder in element.iterancestors() if _is_rail(holder))
    rail = next(holders, None)
    if rail is None or rail in landmarks.around:
        return False
    cards = {text_of(other) for other in rail.iter(str(element.tag)) if _name_of(other) == _name_of(element)}
    return len(cards) > 1 and not any(is_author_label(ABOUT_THE.sub("", text_of(e))) for e in rail.iter(*HEADINGS))


def _is_rail(holder: etree._Element) -> bool:
    if holder.tag == "aside" or holder.get("role") == "complementary":
        return True
    return holder.tag in BOXES and RAIL.search(f"{holder.get('class') or ''} {holder.get('id') or ''}") is not None


def _in_figure(element: etree._Element) -> bool:
    return next(element.iterancestors("figure", "figcaption"), None) is not None


def near_lines(landmarks: Landmarks) -> Iterator[str]:
    """What lines around the headline name behind "By ...", and those behind one that says no more than that."""
    return (named for _, named in _lines(landmarks))


def close_lines(landmarks: Landmarks) -> Iterator[str]:
    """Such lines next to the headline that say little else: elsewhere "by" has other meanings."""
    for line, named in _lines(landmarks):
        if line.distance <= CLOSE and len(line.text) <= LITTLE and not _goes_on(named):
            yield named


def dated_lines(landmarks: Landmarks) -> Iterator[str]:
    """What stands beside the date in a line next to the headline that has nothing else: "2 May 2025 | Jane Roe"; or
    beside a job: "Jane Roe, Staff Writer"."""
    for line in landmarks.near_lines:
        if line.distance <= CLOSE and len(line.text) <= LITTLE and HAS_DIGIT.search(line.text):
            parts = SIGN_BETWEEN.split(line.text)
            others = [part for part in parts if not HAS_DIGIT.search(part)]
            if len(others) == 1 < len(parts) and _is_name_alone(others[0]) and any(map(parse_time, parts)):
                yield others[0]
        elif line.distance <= CLOSE and len(line.text) <= LITTLE and (named := named_with_job(line.text)):
            yield named


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
    for text in islice(reversed(LAST_TEXTS(landmarks.root)), MAX_CANDIDATES):
        if len(text) <= MAX_TEXT and (named := signed_by(text)):
            yield named


def linked_as_author(landmarks: Landmarks) -> Iterator[list[str]]:
    """The texts of links that are called links to the author, whatever the name looks like."""
    for link in LINKS_TO_AUTHOR(landmarks.root)[:MAX_CANDIDATES]:
        if not _is_of_others(link, landmarks):
            yield [text_of(link)]


def only_author(landmarks: Landmarks) -> Iterator[str]:
    """The text of the link to the page of an author, where all links of that kind lead to the same."""
    links = [link for link in LINKS(landmarks.root) if PATH_OF_ONE.search(link.get("href"))]
    if len({link.get("href").rstrip("/") for link in links}) == 1:
        yield from filter(None, map(text_of, links[:MAX_CANDIDATES]))


def author_links(landmarks: Landmarks) -> Iterator[str]:
    """The texts of links around the headline whose address is that of an author's page."""
    for link in landmarks.near_links:
        if AUTHOR_PATH.search(link.get("href") or "") and not _is_of_others(link, landmarks):
            yield text_of(link)


def labelled_texts(landmarks: Landmarks) -> Iterator[str]:
    """What stands behind the label of an author anywhere: "Autor: Jane Roe", or "Author" and the name in the next
    element."""
    if not any(map(_is_labelled, {text for text in landmarks.texts if len(text) <= MAX_LABELLED})):
        return
    is_behind_label = False
    for text in SHORT_TEXTS(landmarks.root):
        line = one_line(text)
        names = labelled_names(line)
        if names or (is_behind_label and names is None):
            holder = text.getparent()
            if holder is not None and not landmarks.stands_aside(holder):
                yield names or line
        is_behind_label = names == ""


def _is_labelled(text: str) -> bool:
    return may_be_labelled(text) and not text.isspace() and labelled_names(one_line(text)) is not None
