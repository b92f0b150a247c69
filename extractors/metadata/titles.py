"""The title: the headline that a reader sees, checked against what the page says of itself elsewhere."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.metadata.headings import MAX_HEADINGS, choose_heading, declared_heading, leads_home, shown
from extractors.metadata.outlets import outlets_shown, without_frame
from extractors.metadata.wording import folded, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml import etree

    from extractors.metadata.structured import StructuredData

SEPARATOR = re.compile(
    r"(?<!\s)(?:\s+[-–—―|｜‖·•»«›‹:/<>→←~@¦▸►⋅∙⁄]+\s+|\s*[|｜‖ㅣ]\s*|\s+::\s+|\s+[-–—]\s*(?=[^-–—]{2,40}$)|[—―]{1,2}(?=[^—―]{2,40}$))"
    r"|(?<=[\u3001-\u9fff\uff00-\uffef])\s*(?:_+\s*|-(?!-)\s*(?=[^\W\d_]))"
)
# The short line above or before a headline.
KICKER = re.compile(
    r"kicker|overline|top-?line|dachzeile|spitzmarke|eyebrow|pre-?title|sur-?title|roofline|supertitle|overtitle|suptitle"
    r"|headline__pre|category|label",
    re.IGNORECASE,
)
MAX_TITLE = 500
# Names of sections have at most so many words and characters, and headlines so many characters more than twice theirs.
MOST_WORDS, MAX_SECTION, MORE_TITLE = 3, 30, 4
# What has more letters than so many beside the outlet's name says more than it.
MORE_NAME = 16
# These two enclose.
SAME_SIGN = str.maketrans("«‹", "»›")
# These lead from the outlet to its section, which other signs set off from the headline.
STEPS = frozenset("<>→←@")
# Claims are cut at a hundred characters and more, where they are.
LONG_CLAIM = 100


def _is_name(part: str, rest: str, names: Sequence[str]) -> bool:
    """Whether a part is the outlet; one that says much more beside a mere section is the headline."""
    key = folded(part)
    return not key or any(
        key == name
        or (
            min(len(name), len(key)) > 3
            and (key in name or (name in key and (len(key) <= len(name) + MORE_NAME or not _is_section(rest, part))))
        )
        for name in names
    )


def without_site_name(title: str, names: Sequence[str]) -> str:
    """A title without "... | The Outlet" behind or before it; ``names`` are folded names of the outlet."""
    while found := list(SEPARATOR.finditer(title)):
        first, last = found[0], found[-1]
        head, tail = title[: last.start()].strip(), title[first.end() :].strip()
        if tail and folded(title[: first.start()]) in names:
            title = tail
        elif head and _is_name(title[last.end() :], head, names):
            title = head
        elif tail and _is_name(title[: first.start()], tail, names):
            title = tail
        else:
            break
    return title


def without_sections(title: str, names: Sequence[str]) -> str:
    """A title without its outlet and the sections that the same sign sets off: "Local News | ... | The Outlet"."""
    bare = without_site_name(title, names)
    if bare == title:
        return title
    begins = title.index(bare)
    inside = range(begins, begins + len(bare))
    signs = {_sign_of(found) for found in SEPARATOR.finditer(title) if found.start() not in inside}
    if not STEPS.isdisjoint("".join(signs)):
        signs |= {_sign_of(found) for found in SEPARATOR.finditer(bare)}
    while found := [mark for mark in SEPARATOR.finditer(bare) if _sign_of(mark) in signs]:
        first, last = found[0], found[-1]
        if _is_section(bare[last.end() :], bare[: last.start()]):
            bare = bare[: last.start()].strip()
        elif _is_section(bare[: first.start()], bare[first.end() :]):
            bare = bare[first.end() :].strip()
        else:
            break
    return bare


def _sign_of(mark: re.Match[str]) -> str:
    return mark[0].strip().translate(SAME_SIGN)


def _is_section(part: str, rest: str) -> bool:
    """Whether a part is as short as the name of a section beside a headline."""
    return len(part.split()) <= MOST_WORDS and len(part) <= MAX_SECTION and len(rest) >= 2 * len(part) + MORE_TITLE


def _called_by_headings(structured: StructuredData, called: str, names: Sequence[str]) -> list[str]:
    """Folded names of the outlet that headings tell which lead to its front page; none that what the page is called
    has in the midst of its words."""
    headings = (*structured.elements("h1"), *structured.elements("h2"))[:MAX_HEADINGS]
    found = filter(None, (folded(shown(element)) for element in headings if leads_home(element, names)))
    return [name for name in found if name not in folded(without_site_name(called, [name]))]


def _without_kicker(heading: str, element: etree._Element) -> str:
    for part in element.iter("span", "a", "small", "strong", "em", "div", "p"):
        text = text_of(part) if part is not element and KICKER.search(part.get("class") or "") else ""
        if text and heading.startswith(text) and len(text) < len(heading):
            return heading[len(text) :].strip(" :|-–—/")
    return heading


def _is_part(claim: str, key: str, least: float) -> bool:
    """Whether a claim can stand for a longer heading with the folded form ``key``."""
    return len(claim.split()) > 1 and least * len(key) <= len(folded(claim)) < len(key)


def _breaks_off(claim: str, heading: str) -> bool:
    """Whether a claim is a heading cut at some number of characters: what follows is no part of its own."""
    following = heading[len(claim) :].lstrip() if heading.startswith(claim) else ""
    return claim.endswith(("…", "...")) or (len(claim) >= LONG_CLAIM and following[:1].isalnum())


def _is_kicker(heading: str, claim: str) -> bool:
    """Whether what stands before a claim in a heading without markup is more than an article ("The", "Die")."""
    before = heading[: len(heading) - len(claim)].strip()
    return len(before.split()) > 1 or not before.isalpha()


def _settle(heading: str, element: etree._Element, headline: str, shared: str, tab: str) -> str:
    """The heading, less the kicker or tail that JSON-LD (``headline``) or OpenGraph (``shared``) leave away, or a
    kicker in its own element that the title of the tab leaves away."""
    key = folded(heading)
    for claim in filter(None, (headline, shared)):
        # The markup between kicker and headline shows a colon only in the claim.
        if len(element) and folded(claim) == key and (claim == heading or len(claim) > len(heading)):
            return claim
        if _is_part(claim, key, 0.3) and key.endswith(folded(claim)) and (len(element) or _is_kicker(heading, claim)):
            return claim
    if len(element) and _is_part(tab, key, 0.3) and key.endswith(folded(tab)):
        return tab
    for claim in filter(None, (headline, shared if len(element) else "")):
        if _is_part(claim, key, 0.5) and key.startswith(folded(claim)) and not _breaks_off(claim, heading):
            return claim
    return _without_kicker(heading, element)


def _with_topic(title: str, claims: Sequence[str], sections: Collection[str]) -> str:
    """A title with what all claims say before it: "Topic: Title", whose topic the page shows in a line of its own."""
    said = {folded(claim) for claim in claims}
    topic, _, rest = claims[0].partition(":") if len(said) == 1 and len(claims) > 1 else ("", "", "")
    is_topic = topic and folded(topic) not in sections and folded(rest) == folded(title)
    return claims[0] if is_topic else title


def _without_known_section(title: str, sections: Collection[str]) -> str:
    """A title without the section behind it, where the page or its address names that."""
    *_, last = [None, *SEPARATOR.finditer(title)]
    if last is None or folded(title[last.end() :]) not in sections:
        return title
    head = title[: last.start()].strip()
    return head if _is_section(title[last.end() :], head) else title


def _without_heading(
    structured: StructuredData, said: str, titles: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    """What the page calls itself where no heading does, without the outlet and its sections: in JSON-LD (``said``),
    then elsewhere."""
    yield without_sections(said, names)[:MAX_TITLE]
    for title in filter(None, titles):
        known = [*names, *_ends_that_are_outlets(structured, title, names)]
        bare = without_sections(_without_motto(title, known), known)
        yield (without_frame(title, known) if bare == title else bare)[:MAX_TITLE]


def _without_motto(title: str, names: Sequence[str]) -> str:
    """A title without its outlet and what stands behind that: "... | The Outlet - News from the coast"."""
    marks = list(SEPARATOR.finditer(title))
    for mark, following in pairwise(marks):
        head = title[: mark.start()]
        if folded(title[mark.end() : following.start()]) in names and len(head) > len(title[following.end() :]):
            return head.strip()
    return title


def _ends_that_are_outlets(structured: StructuredData, title: str, names: Sequence[str]) -> list[str]:
    """The part of a title, folded, that the page shows as the name of its outlet elsewhere: the last one or the first,
    else one between, but the longest, which is the headline."""
    parts, tags = SEPARATOR.split(title), structured.elements("title") or structured.elements("meta")
    if len(parts) == 1 or not tags:
        return []
    short = [part for part in (parts[-1], *parts[:-1]) if len(part) < max(map(len, parts))]
    return outlets_shown(tags[0].getroottree().getroot(), short, names)[:1]


def read_title(
    structured: StructuredData, names: Sequence[str], sections: Collection[str] = ()
) -> tuple[str | None, etree._Element | None]:
    """The headline and the heading that shows it; ``names`` are folded names of the outlet, ``sections`` those of the
    sections that the page belongs to."""
    title, heading = _read_title(structured, names, sections)
    return (_without_known_section(title, sections) if title else None), heading


def _read_title(
    structured: StructuredData, names: Sequence[str], sections: Collection[str]
) -> tuple[str | None, etree._Element | None]:
    said, called = plain(structured.article.get("headline")), structured.first_meta("og:title") or ""
    names = [*names, *_called_by_headings(structured, called, names)]
    headline, shared = without_site_name(said, names), without_site_name(called, names)
    others = [structured.first_meta("twitter:title") or "", next(map(shown, structured.elements("title")), "")]
    tweeted, tab = (without_site_name(other, names) for other in others)
    claims = [claim for claim in (headline, shared, tweeted, tab) if claim]
    chosen = declared_heading(structured, headline, shared, names) or choose_heading(
        structured, claims, names, is_called=bool(headline or shared)
    )
    if chosen is None:
        return next(filter(None, _without_heading(structured, said, [called, *others], names)), None), None
    heading, element = chosen
    title = _settle(without_site_name(heading, names), element, headline, shared, tab)
    return _with_topic(title, (headline, shared), sections), element
