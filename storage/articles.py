"""Rows of ``articles``, ``versions`` and ``removals``: what of a page is new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage.database import insert
from storage.fetches import utc
from storage.identity import article_url, text_digest
from storage.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from extractors.model import Article, Extraction, Removal

WORDS_OF_AN_ARTICLE = 50


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at an article: the run that looks, the row of the fetch, and what was extracted from it."""

    run: int
    fetch: int
    site: str
    url: str
    fetched_at: datetime
    payload_digest: str | None
    article: Article
    extraction: Extraction


def store_article(db: Database, seen: Sighting) -> tuple[Outcome, int, int]:
    """Store what a page says; returns what happened, the article's row and the version's."""
    row = find_article(db, seen)
    if row is None:
        identity = _insert_article(db, seen)
        return Outcome.STORED, identity, add_version(db, identity, seen, "first")
    _update_facts(db, row, seen)
    before = version_at(db, row, seen.fetched_at)
    if before and before["text_digest"] == text_digest(seen.article.title, seen.article.text):
        return Outcome.UNCHANGED, row, before["id"]
    cause = _cause(before, seen) if before else "first"
    return Outcome.CHANGED, row, add_version(db, row, seen, cause)


def find_article(db: Database, seen: Sighting) -> int | None:
    """The row of the article that a page is: by its URL, by a URL known for it, or by the same text on the site."""
    url = article_url(seen.article, seen.url)
    for sql, values in (
        ("SELECT id FROM articles WHERE url = ?", (url,)),
        ("SELECT article AS id FROM urls WHERE url IN (?, ?) AND article IS NOT NULL", (url, seen.url)),
    ):
        for row in db.query(sql, values):
            return int(row["id"])
    return _same_text(db, seen.site, seen.article)


SAME_TEXT = """
SELECT articles.id FROM versions JOIN articles ON articles.id = versions.article
WHERE text_digest = ? AND site = ? ORDER BY articles.id LIMIT 1
"""


def _same_text(db: Database, site: str, article: Article) -> int | None:
    # Different pages can show the same few words: a wall, a player, an error.
    if article.complete is False or len(article.text.split()) < WORDS_OF_AN_ARTICLE:
        return None
    rows = db.query(SAME_TEXT, (text_digest(article.title, article.text), site))
    return next((int(row["id"]) for row in rows), None)


def version_at(db: Database, article: int, moment: datetime) -> dict[str, Any] | None:
    """The version that stood at a moment: the last one of a fetch not later than it."""
    sql = (
        "SELECT versions.*, fetches.payload_digest FROM versions JOIN fetches ON fetches.id = versions.fetch "
        "WHERE versions.article = ? AND versions.fetched_at <= ? ORDER BY versions.fetched_at DESC, versions.id DESC"
    )
    return next(db.query(sql, (article, utc(moment))), None)


def _cause(before: dict[str, Any], seen: Sighting) -> str:
    """Who changed the text: the outlet, our rules, our code; ``unclear`` where both page and rules changed."""
    same_page = seen.payload_digest is not None and seen.payload_digest == before["payload_digest"]
    same_code = seen.extraction.extractor_version == before["extractor_version"]
    same_rules = seen.extraction.rules_version == before["rules_version"]
    if same_code and same_rules:
        return "outlet"
    if not same_page:
        return "unclear"
    return "rules" if same_code else "code"


def _facts(article: Article) -> dict[str, object]:
    image = article.image
    return {
        "title": article.title,
        "published": article.published,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "section": article.section,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
        "access": article.access,
        "access_evidence": article.access_evidence,
        "complete": None if article.complete is None else int(article.complete),
        "modified": article.modified,
        "description": article.description,
        "site_name": article.site_name,
        "page_type": article.page_type,
        "image_url": image and image.url,
        "image_caption": image and image.caption,
        "image_credit": image and image.credit,
    }


def _insert_article(db: Database, seen: Sighting) -> int:
    moment = utc(seen.fetched_at)
    row = {"site": seen.site, "url": article_url(seen.article, seen.url), "first_seen": moment, "last_seen": moment}
    return insert(db, "articles", row | _facts(seen.article))


def _update_facts(db: Database, article_row: int, seen: Sighting) -> None:
    """The facts are those of the latest look; an older one (an import) only tells that the article stood earlier."""
    moment = utc(seen.fetched_at)
    known = next(db.query("SELECT first_seen, last_seen FROM articles WHERE id = ?", (article_row,)))
    row = {"first_seen": min(moment, known["first_seen"]), "last_seen": max(moment, known["last_seen"])}
    if moment >= known["last_seen"]:
        row |= _facts(seen.article)
    db.table("articles").update(article_row, row)


def add_version(db: Database, article_row: int, seen: Sighting, cause: str) -> int:
    """A new version with its ledger; the article points at it when it is the latest."""
    version = insert(db, "versions", _version_row(article_row, seen, cause))
    _insert_removals(db, version, seen.extraction.removals)
    db.execute(
        "UPDATE articles SET version = (SELECT id FROM versions WHERE article = :article "
        "ORDER BY fetched_at DESC, id DESC LIMIT 1) WHERE id = :article",
        {"article": article_row},
    )
    return version


def _version_row(article_row: int, seen: Sighting, cause: str) -> dict[str, object]:
    article, extraction = seen.article, seen.extraction
    return {
        "article": article_row,
        "fetch": seen.fetch,
        "run": seen.run,
        "fetched_at": utc(seen.fetched_at),
        "cause": cause,
        "title": article.title,
        "text": article.text,
        "kinds": json.dumps([block.kind for block in article.blocks]),
        "words": len(article.text.split()),
        "access": article.access,
        "complete": None if article.complete is None else int(article.complete),
        "modified": article.modified,
        "flags": json.dumps(extraction.flags),
        "extractor_version": extraction.extractor_version,
        "rules_version": extraction.rules_version,
        "text_digest": text_digest(article.title, article.text),
        "made_at": utc(datetime.now(UTC)),
    }


def _insert_removals(db: Database, version: int, removals: Iterable[Removal]) -> None:
    db.table("removals").insert_all(
        {
            "version": version,
            "position": removal.position,
            "category": removal.category,
            "layer": removal.layer,
            "rule": removal.rule,
            "text": removal.text,
            "evidence": removal.evidence,
        }
        for removal in removals
    )
