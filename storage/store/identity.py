"""Which article a page is: by its canonical URL where that can be trusted, else by the URL that answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from storage.near_duplicates.similarity import SAME_ARTICLE, runs, similarity
from storage.rows import first
from storage.store.same_text import Place, article_with_text
from storage.word_count import count_words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from extractors.model import Article


def text_digest(title: str | None, text: str) -> str:
    """Tells whether two versions are the same: SHA-256 of title and text, in hex."""
    return hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()


def without_fragment(url: str) -> str:
    """The URL that goes over the wire."""
    return url.partition("#")[0]


def article_url(article: Article, answered: str) -> str:
    """The canonical URL where the page names one that can be its own, else the URL that answered.

    Not trusted: another outlet's address (a syndicated text is an article of the site that we asked), and a front page
    (some templates name it on every page).
    """
    answered = without_fragment(answered)
    canonical = without_fragment(urljoin(answered, article.canonical_url or ""))
    parts = urlsplit(canonical)
    names_a_page = parts.path.strip("/") or parts.query or not urlsplit(answered).path.strip("/")
    if parts.scheme in {"http", "https"} and names_a_page and _same_outlet(canonical, answered):
        return canonical
    return answered


def _same_outlet(one: str, other: str) -> bool:
    return _outlet(one) == _outlet(other)


def _outlet(url: str) -> str:
    """The host's last two labels, or three below a short second level such as co.uk: m., amp. and www. fall away."""
    labels = (urlsplit(url).hostname or "").split(".")
    kept = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])


@dataclass(frozen=True, slots=True)
class Found:
    """The row of an article. ``by_text`` says that no address tells that a page is of it, only the same text."""

    article: int
    by_text: bool = False


def find_article(db: Database, article: Article, place: Place) -> Found | None:
    """The article of a page: its canonical URL's, its own URL's, that of one that led here, else one with its text.

    A canonical URL that leads to an article of quite another text is a template's mistake and not followed; a URL whose
    page now names another canonical URL and shows another text has become another article. A URL that was tied to an
    article by the same text comes apart when its page shows another.
    """
    here, named = without_fragment(place.url), article_url(article, place.url)
    by_name, by_url = article_at(db, named), article_at(db, here)
    if by_name is not None and named != here and (by_name == by_url or _is_version_of(db, article, by_name)):
        return Found(by_name)
    if by_url is not None and is_tied_by_text(db, here):
        return Found(by_url, by_text=True) if _is_version_of(db, article, by_url) else None
    if by_url is not None and (by_name is not None or named == here or _is_version_of(db, article, by_url)):
        return Found(by_url)
    return _by_the_way(db, article, place) or _by_text(db, article, place)


def _by_the_way(db: Database, article: Article, place: Place) -> Found | None:
    """By a URL that was redirected here, or the feed's name for it: where the text does not say that it is another."""
    led = (article_at(db, without_fragment(url)) for url in place.led_by)
    for row in (*led, _with_guid(db, place)):
        if row is not None and _is_version_of(db, article, row):
            return Found(row)
    return None


def _by_text(db: Database, article: Article, place: Place) -> Found | None:
    if article.complete is False:
        return None
    digest = text_digest(None, article.text)
    row = article_with_text(db, digest, count_words(article.text), place)
    return None if row is None else Found(row, by_text=True)


def _with_guid(db: Database, place: Place) -> int | None:
    sql = "SELECT article FROM guids WHERE site = ? AND guid = ?"
    row = first(db, sql, (place.site, place.guid)) if place.guid else None
    return int(row["article"]) if row else None


def note_guid(db: Database, place: Place, article: int | None) -> None:
    """Keep under which name a feed listed an article."""
    if place.guid and article is not None:
        db.execute(
            "INSERT OR REPLACE INTO guids (site, guid, article) VALUES (?, ?, ?)", (place.site, place.guid, article)
        )


def free_url(db: Database, article: Article, answered: str) -> str:
    """The URL for the row of a new article: the canonical one unless another article has it."""
    named = article_url(article, answered)
    return named if article_at(db, named) is None else without_fragment(answered)


ARTICLE_AT = """
SELECT id FROM articles WHERE url = :url
UNION ALL SELECT article FROM urls WHERE url = :url AND article IS NOT NULL LIMIT 1
"""


def article_at(db: Database, url: str) -> int | None:
    """The row of the article that is known under a URL."""
    row = first(db, ARTICLE_AT, {"url": url})
    return int(row["id"]) if row else None


def _is_version_of(db: Database, article: Article, row: int) -> bool:
    """Whether a page can be a version of an article: the same title, or something of its text."""
    sql = "SELECT title, text FROM versions WHERE id = (SELECT version FROM articles WHERE id = ?)"
    stored = next(db.query(sql, (row,)))
    same_title = article.title is not None and article.title == stored["title"]
    return same_title or similarity(runs(article.text), runs(stored["text"])) >= SAME_ARTICLE


def is_tied_by_text(db: Database, url: str) -> bool:
    """Whether a URL belongs to its article for no other reason than that it once gave the same text."""
    row = first(db, "SELECT by_text FROM urls WHERE url = ?", (url,))
    return row is not None and bool(row["by_text"])
