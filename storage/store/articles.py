"""Rows of ``articles``, ``versions``: what of a page is new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.changes.recording import BY_OUTLETS, note_change
from storage.full_text.index import index_missing, index_version
from storage.near_duplicates.links import link_near_duplicates, sketch_in
from storage.near_duplicates.similarity import sketch_of
from storage.records import Outcome, Recorded
from storage.rows import first, insert, update
from storage.shown import is_hidden, is_hidden_later, show, shown_version
from storage.store.boxes import add_ledger
from storage.store.fetches import utc
from storage.store.further_pages import add_further, further_of
from storage.store.identity import find_article, free_url, note_guid, text_digest
from storage.store.same_text import Place
from storage.word_count import count_words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from extractors.model import Article, Extraction

AHEAD = timedelta(days=1)  # of the present, which nothing can have been


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at an article: the run that looks, the row of the fetch, and what was extracted from it.

    ``further`` are the rows of the fetches of its further pages, ``payload_digests`` those of all pages. It
    ``is_interrupted`` where one of them could not be had for now. ``led_by`` are the addresses that were redirected
    here, ``guid`` is the name that a feed gives to it.
    """

    run: int
    fetch: int
    site: str
    url: str
    fetched_at: datetime
    payload_digests: tuple[str | None, ...]
    article: Article
    extraction: Extraction
    further: tuple[int, ...] = ()
    is_interrupted: bool = False
    led_by: tuple[str, ...] = ()
    guid: str | None = None


def store_article(db: Database, seen: Sighting) -> Recorded:
    """Store what a page says; returns what happened."""
    place = Place(seen.run, seen.site, seen.url, seen.fetched_at, seen.led_by, seen.guid)
    found = find_article(db, seen.article, place)
    if found is None:
        row = _insert_article(db, seen)
        recorded = Recorded(Outcome.STORED, seen.fetch, row, _add_only_version(db, row, seen))
    else:
        outcome, version = _store_known(db, found.article, seen)
        recorded = Recorded(outcome, seen.fetch, found.article, version, by_text=found.by_text)
    note_guid(db, place, recorded.article)
    return recorded


def _store_known(db: Database, row: int, seen: Sighting) -> tuple[Outcome, int]:
    before = version_at(db, row, seen.fetched_at)
    is_new = before is None or not (seen.is_interrupted and _says_nothing_new(before, seen.article))
    told = _access_of(seen) if is_hidden(db, row, seen.article) else facts(seen)
    _note_look(db, row, seen, told if is_new else {})
    digest = text_digest(seen.article.title, seen.article.text)
    if before and (not is_new or before["text_digest"] == digest):
        return Outcome.UNCHANGED, _recalled(db, before, seen)
    later = _version_after(db, row, seen.fetched_at)
    if later and later["text_digest"] == digest:  # of two crawls at once the later look was stored first
        return Outcome.UNCHANGED, _recalled(db, later, seen)
    if before is None and later:
        return _store_earlier(db, row, seen, later)
    cause = _cause(db, before, seen) if before else "first"
    version = add_version(db, row, seen, cause)
    if before and cause in BY_OUTLETS:
        note_change(db, seen.site, before, next(db.query("SELECT * FROM versions WHERE id = ?", (version,))))
    return Outcome.CHANGED, version


def _recalled(db: Database, version: dict[str, Any], seen: Sighting) -> int:
    """A version whose text is seen again; where a state that travels kept the digest of it alone, it has it anew."""
    if not version["text"] and seen.article.text:
        kinds = json.dumps([block.kind for block in seen.article.blocks])
        update(db, "versions", version["id"], {"text": seen.article.text, "kinds": kinds})
        add_ledger(db, version["id"], seen.extraction)
    return int(version["id"])


def _store_earlier(db: Database, row: int, seen: Sighting, later: dict[str, Any]) -> tuple[Outcome, int]:
    """A look from before the first version: by one of two crawls at once that stores later, or an older archive's.

    Of two versions one is the first.
    """
    read_by = (later["extractor_version"], later["rules_version"])
    is_same_reader = read_by == (seen.extraction.extractor_version, seen.extraction.rules_version)
    cause = "outlet" if is_same_reader else "unclear"
    db.execute("UPDATE versions SET cause = ? WHERE id = ? AND cause = 'first'", (cause, later["id"]))
    return Outcome.CHANGED, add_version(db, row, seen, "first")


def show_again(db: Database, article_row: int) -> None:
    """After a look that found a text of before: what hid it was fetched by a clock that stood wrong."""
    sql = "SELECT versions.id, text FROM articles JOIN versions ON versions.id = version WHERE articles.id = ?"
    before, shown = first(db, sql, (article_row,)), shown_version(db, article_row)
    if before and shown and shown["id"] != before["id"]:
        show(db, article_row)
        index_missing(db)
        link_near_duplicates(db, article_row, shown["text"], sketch_of(shown["text"]), before["text"])


def _version_after(db: Database, article: int, moment: datetime) -> dict[str, Any] | None:
    """The next version, but for those that only a clock that stood ahead can have fetched."""
    sql = (
        "SELECT * FROM versions WHERE article = ? AND fetched_at > ? AND fetched_at < ? ORDER BY fetched_at, id LIMIT 1"
    )
    return first(db, sql, (article, utc(moment), utc(max(moment, datetime.now(UTC)) + AHEAD)))


def _says_nothing_new(before: dict[str, Any], article: Article) -> bool:
    """Whether all of a text stands in an earlier one already."""
    lines = set(before["text"].split("\n"))
    return article.title == before["title"] and lines.issuperset(block.text for block in article.blocks)


def version_at(db: Database, article: int, moment: datetime) -> dict[str, Any] | None:
    """The version that stood at a moment: the last one of a fetch not later than it."""
    sql = (
        "SELECT versions.*, fetches.payload_digest FROM versions JOIN fetches ON fetches.id = versions.fetch "
        "WHERE versions.article = ? AND versions.fetched_at <= ? ORDER BY versions.fetched_at DESC, versions.id DESC"
    )
    return first(db, sql, (article, utc(moment)))


def _cause(db: Database, before: dict[str, Any], seen: Sighting) -> str:
    """Who changed the text: the outlet, our rules, our code; ``unclear`` where both page and rules changed."""
    digests = (before["payload_digest"], *(page["payload_digest"] for page in further_of(db, before["id"])))
    same_page = None not in digests and seen.payload_digests == digests
    same_code = seen.extraction.extractor_version == before["extractor_version"]
    same_rules = seen.extraction.rules_version == before["rules_version"]
    if same_code and same_rules:
        return "outlet"
    if not same_page:
        return "unclear"
    return "rules" if same_code else "code"


def facts(seen: Sighting) -> dict[str, object]:
    """The columns of ``articles`` that a look at the page tells."""
    article, image = seen.article, seen.article.image
    return {
        "site": seen.site,
        "title": article.title,
        "published": article.published,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "section": article.section,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
        **_access_of(seen),
        "complete": None if article.complete is None else int(article.complete),
        "modified": article.modified,
        "description": article.description,
        "site_name": article.site_name,
        "page_type": article.page_type,
        "image_url": image and image.url,
        "image_caption": image and image.caption,
        "image_credit": image and image.credit,
    }


def facts_told(db: Database, seen: Sighting, article: int) -> dict[str, object]:
    """Those that an article's row takes of its shown version: who may read it is told by the latest look."""
    told = facts(seen)
    return {key: told[key] for key in told.keys() - _access_of(seen)} if is_hidden_later(db, article) else told


def _access_of(seen: Sighting) -> dict[str, object]:
    return {"access": seen.article.access, "access_evidence": seen.article.access_evidence}


def _insert_article(db: Database, seen: Sighting) -> int:
    moment = utc(seen.fetched_at)
    row = {"url": free_url(db, seen.article, seen.url), "first_seen": moment, "last_seen": moment}
    return insert(db, "articles", row | facts(seen))


def _note_look(db: Database, article_row: int, seen: Sighting, told: dict[str, object]) -> None:
    """The facts are those of the latest look; an older one (an import) only tells that the article stood earlier.

    A last look that lies in the future was noted by a clock that stood ahead, and counts for nothing.
    """
    moment = utc(seen.fetched_at)
    known = next(db.query("SELECT first_seen, last_seen FROM articles WHERE id = ?", (article_row,)))
    is_latest = moment >= known["last_seen"] or known["last_seen"] > utc(datetime.now(UTC) + AHEAD)
    last_seen = moment if is_latest else known["last_seen"]
    row = {"first_seen": min(moment, known["first_seen"]), "last_seen": last_seen}
    if is_latest:
        row |= told
    update(db, "articles", article_row, row)


def add_version(db: Database, article_row: int, seen: Sighting, cause: str) -> int:
    """A new version with its ledger; the article points at it when it is the one to show."""
    before = shown_version(db, article_row)
    text = before["text"] if before else None
    version = _insert_version(db, article_row, seen, cause)
    shown = show(db, article_row)["id"]
    if shown == version:
        _take_in(db, article_row, version, seen, text)
    elif before is None or shown != before["id"]:  # this one turned out to be cut, like a later one
        index_missing(db)
    return version


def _add_only_version(db: Database, article_row: int, seen: Sighting) -> int:
    """The same for an article that is new: which version it shows need not be asked."""
    version = _insert_version(db, article_row, seen, "first")
    update(db, "articles", article_row, {"version": version})
    _take_in(db, article_row, version, seen, None)
    return version


def _insert_version(db: Database, article_row: int, seen: Sighting, cause: str) -> int:
    version = insert(db, "versions", _version_row(article_row, seen, cause))
    add_ledger(db, version, seen.extraction)
    add_further(db, version, seen.further)
    return version


def _take_in(db: Database, article_row: int, version: int, seen: Sighting, before: str | None) -> None:
    """Make the version that is shown now found by search and as a near duplicate."""
    index_version(db, {"id": version, "text": seen.article.text, **facts(seen), "url": seen.url})
    link_near_duplicates(db, article_row, seen.article.text, sketch_in(seen.extraction), before)


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
        "words": count_words(article.text),
        "access": article.access,
        "complete": None if article.complete is None else int(article.complete),
        "modified": article.modified,
        "flags": json.dumps(extraction.flags),
        "extractor_version": extraction.extractor_version,
        "rules_version": extraction.rules_version,
        "text_digest": text_digest(article.title, article.text),
        "body_digest": text_digest(None, article.text),
        "made_at": utc(datetime.now(UTC)),
    }
