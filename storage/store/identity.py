"""Which article a page is: by its canonical URL where that can be trusted, else by the URL that answered."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from storage.near_duplicates.similarity import runs, similarity
from storage.rows import first

if TYPE_CHECKING:
    from sqlite_utils import Database

    from extractors.model import Article

WORDS_OF_AN_ARTICLE = 50
SAME_ARTICLE = 0.1  # likeness of two versions: even a text that was written anew keeps some of its sentences


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


def find_article(db: Database, article: Article, site: str, answered: str) -> int | None:
    """The row of the article that a page is: its canonical URL's, else its own URL's, else one with the same text.

    A canonical URL that leads to an article of quite another text is a template's mistake and not followed; a URL whose
    page now names another canonical URL and shows another text has become another article.
    """
    here, named = without_fragment(answered), article_url(article, answered)
    by_name, by_url = article_at(db, named), article_at(db, here)
    if by_name is not None and (by_name == by_url or _is_version_of(db, article, by_name)):
        return by_name
    if by_url is not None and (by_name is not None or named == here or _is_version_of(db, article, by_url)):
        return by_url
    return _same_text(db, site, article)


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


SAME_TEXT = """
SELECT articles.id FROM versions JOIN articles ON articles.id = versions.article
WHERE text_digest = ? AND site = ? ORDER BY articles.id LIMIT 1
"""


def _same_text(db: Database, site: str, article: Article) -> int | None:
    # Different pages can show the same few words: a wall, a player, an error.
    if article.complete is False or len(article.text.split()) < WORDS_OF_AN_ARTICLE:
        return None
    row = first(db, SAME_TEXT, (text_digest(article.title, article.text), site))
    return int(row["id"]) if row else None
