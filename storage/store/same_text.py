"""Which article has a text already, where the text can say that: it moved, or got another headline.

Different pages can show the same text: a wall, a notice, an error. So a text says nothing that is short, that several
articles have, or that another address gives at the same time, unless the addresses themselves say that they are of one
article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sqlite_utils import Database

WORDS_OF_AN_ARTICLE = 50
ONE_RUN = timedelta(hours=12)  # what two addresses give within it they give at the same time
WORDS_OF_A_SLUG = 3
NUMBER = re.compile(r"\d{5,}")

# Every URL under which a text was seen last, with its article.
GIVEN = """
SELECT articles.id AS article, fetches.url, fetches.fetched_at FROM versions
JOIN articles ON articles.id = versions.article JOIN fetches ON fetches.version = versions.id
WHERE versions.body_digest = ? AND articles.site = ? ORDER BY articles.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a page was seen: the run, the site, the URL that answered, the URLs that were redirected there.

    ``guid`` is the name that a feed gives to the article.
    """

    run: int
    site: str
    url: str
    moment: datetime
    led_by: tuple[str, ...] = ()
    guid: str | None = None


def article_with_text(db: Database, digest: str, words: int, place: Place) -> int | None:
    """The row of the article that a page is whose text has so many words; None where its text cannot tell."""
    url = place.url.partition("#")[0]
    if words < WORDS_OF_AN_ARTICLE:
        return None
    given = list(db.query(GIVEN, (digest, place.site)))
    articles = {int(row["article"]) for row in given}
    others = [row["url"] for row in given if abs(_time(row["fetched_at"]) - place.moment) < ONE_RUN]
    if len(articles) != 1 or not all(same_story(url, other) for other in others):
        return next((int(row["article"]) for row in given if same_story(url, row["url"])), None)
    return articles.pop()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def same_story(one: str, other: str) -> bool:
    """Whether two addresses end in the same title or number: a story that stands in two sections, or has moved."""
    first, second = _last(one), _last(other)
    if first == second:
        return len(re.split(r"[-_]", first)) >= WORDS_OF_A_SLUG or bool(NUMBER.search(first))
    return bool(set(NUMBER.findall(first)) & set(NUMBER.findall(second)))


def _last(url: str) -> str:
    path = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
    return re.sub(r"\.(s?html?|php|aspx?)$", "", path)
