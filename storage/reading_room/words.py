"""Values as people read them: the filters of the templates."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from extractors.model import APPEALS
from storage.reading_room.directions import direction, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACCESS = {
    "free": "Free to read",
    "metered": "Metered: free for a number of articles",
    "locked": "Behind a wall",
    "unknown": "Not known whether it is free",
}
COMPLETE = {
    1: "the text is whole",
    0: "the text is cut: an anonymous reader is sent its beginning only",
    None: "not known whether the text is whole",
}
CAUSES = {
    "first": "first seen",
    "outlet": "changed by the outlet",
    "rules": "cleaned anew: rules changed",
    "code": "cleaned anew: the program changed",
    "unclear": "changed by the outlet or by our rules",
}
LAYERS = {
    "site-rule": "a rule for this site",
    "structure": "seen from its markup",
    "wording": "seen from its words",
    "repetition": "stands in many articles of the site",
}
CATEGORIES = {
    "donation": "asks for money",
    "newsletter": "offers a newsletter",
    "subscription": "sells a subscription",
    "registration": "asks to register",
    "follow": "asks to follow or share",
    "related": "leads to other stories",
    "advert": "advertising",
    "tip": "asks for tips",
    "legal": "legal notice",
    "headline": "headline matter",
    "comment": "readers' comments",
    "repeat": "stands in many articles",
    "interface": "other parts of the page",
    "article": "part of the article",
}
CHANGES = {
    "gone": "gone",
    "wall": "behind a wall",
    "correction": "correction notice",
    "headline": "headline",
    "substance": "substance",
    "typo": "typo",
}
# How the sentence of an appeal begins, as ``extractors.ledger.reasons`` has it.
CLAIM = re.compile(r"\A(?:asks|offers|sells) [^:“]{1,60}: ")
QUOTED = re.compile("“[^”]{1,400}”")
PARTS = re.compile(r"(?:\Ahttps?:/+)?[^/?&]{1,2000}[/?&]*|[/?&]+", re.IGNORECASE)  # of an address
PROTECTED = re.compile(r"the protected part has (\d{1,9}) words")
FILLED = 60  # words; a part with fewer was sent empty
FLAGS = {
    "guard-restored": "too much would have gone: what the general rules had cut was put back",
    "not-an-article": "may not be an article",
    "needs-javascript": "the page builds its text by script: what is here may be little",
}


def moment(value: str | None) -> str:
    """``23 November 2026, 09:30 (+03:00)``; UTC is named so. What is no time stays as it is."""
    if not value:
        return ""
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) == len("2026-11-23"):
        return f"{time.day} {time:%B %Y}"
    zone = "" if time.tzinfo is None else " UTC" if not time.utcoffset() else f" ({time:%Z})".replace("UTC", "")
    return f"{time.day} {time:%B %Y, %H:%M}{zone}"


def day(value: str | None) -> str:
    """``23 Nov 2026``."""
    try:
        return f"{date.fromisoformat((value or '')[:10]):%-d %b %Y}"
    except ValueError:
        return value or ""


def evidence(value: str) -> str:
    """What told access and completeness. A part of a page counts with all that stands in it, so it is not compared."""
    return PROTECTED.sub(_said_of_protected, value)


def _said_of_protected(found: re.Match[str]) -> str:
    """The words of the part are more than those of the text: boxes, captions and links stand in it too."""
    if int(found[1]) < FILLED:
        return f"the part that is not free was sent without its text ({found[1]} words)"
    return f"the part that is not free was sent along ({int(found[1]):,} words with the boxes in it)"


def why(box: Mapping[str, Any]) -> Markup:
    """The sentence of a box beside its kind, which it need not say again. What it quotes runs in its own direction."""
    reason = CLAIM.sub("", box["reason"]) if box["category"] in APPEALS else box["reason"]
    if reason == CATEGORIES.get(box["category"]):
        return Markup("")
    return Markup(QUOTED.sub(r"<bdi>\g<0></bdi>", str(Markup.escape(reason))))  # noqa: S704  (escaped)


def thousands(value: int | None) -> str:
    """``1,234``."""
    return "" if value is None else f"{value:,}"


def counted(number: int, name: str) -> str:
    """``1 article``, ``2 articles``."""
    plural = "es" if name.endswith(("ch", "x")) else "s"
    return f"{number:,} {name}{'' if number == 1 else plural}"


def listed(value: str | None) -> list[str]:
    """A JSON array of texts."""
    return [str(entry) for entry in json.loads(value or "[]")]


def outward(url: str | None) -> Markup:
    """A link to the outlet where the address is one of the web, else the bare text. Tells the outlet nothing of us.

    A long one breaks between its parts, not inside of words.
    """
    if not url:
        return Markup("")
    if not _is_web(url):
        return Markup("<code>{}</code>").format(url)
    return Markup('<a class="outward" href="{}" rel="noreferrer noopener nofollow">{}</a>').format(
        url, Markup("<wbr>").join(PARTS.findall(url))
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def marked(snippet: str) -> Markup:
    """A snippet of the full-text search: its marks (control characters 1 and 2) as elements, all else escaped."""
    escaped = re.sub("\x01([^\x01\x02]*)\x02", r"<mark>\1</mark>", str(Markup.escape(snippet.replace("\n", " "))))
    return Markup(re.sub("[\x01\x02]", "", escaped))  # noqa: S704  (escaped above)


def _said(words: Mapping[Any, str]) -> Callable[[object], str]:
    return lambda value: words.get(value, str(value))


FILTERS: dict[str, Callable[..., object]] = {
    "moment": moment,
    "day": day,
    "thousands": thousands,
    "counted": counted,
    "listed": listed,
    "outward": outward,
    "marked": marked,
    "access_word": _said(ACCESS),
    "complete_word": _said(COMPLETE),
    "cause_word": _said(CAUSES),
    "layer_word": _said(LAYERS),
    "change_word": _said(CHANGES),
    "direction": direction,
    "tag": tag,
    "category_word": _said(CATEGORIES),
    "flag_word": _said(FLAGS),
    "evidence_word": evidence,
    "why": why,
}
