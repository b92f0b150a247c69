"""Pages that are archived, to be read again with the code and the rules of today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from extractors.model import Layer
from storage.records import Outcome, RecordPlace
from storage.rows import update
from storage.schema.database import StoreError, transaction
from storage.store.articles import Sighting, add_version, facts_told, store_article
from storage.store.fetches import original_of_digest, settle_fetch, utc
from storage.store.further_pages import further_of
from storage.store.identity import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from extractors.model import Article, Extraction

AT_ONCE = 500  # rows held in memory


class Reread(StrEnum):
    """What reading a page again did."""

    SAME = "same"
    """The same title and text; or no article, as before."""
    CHANGED = "changed"
    """Another title or text: a new version."""
    FOUND = "found"
    """An article where none was found before."""
    LOST = "lost"
    """No article where there was one: what is stored stays."""


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A fetch of a later page of an article; ``place`` is None where that could not be had."""

    fetch: int
    place: RecordPlace | None
    original: RecordPlace | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A fetch whose page can be read again, and the version that was last made of it (None where none was).

    ``further`` are the further pages of the article.
    """

    fetch: int
    site: str
    url: str
    fetched_at: datetime
    place: RecordPlace
    original: RecordPlace | None
    extractor_version: str
    rules_version: str
    article: int | None
    version: int | None
    title: str | None
    text: str | None
    is_current: bool
    further: tuple[FurtherPage, ...] = ()


# Of the fetches that found a text unchanged only the first is read again: the others gave the same.
ARCHIVED = """
SELECT fetches.*, versions.id AS made, versions.title, versions.text,
    versions.id IS NOT NULL AND articles.version = versions.id AS is_current
FROM fetches
LEFT JOIN versions ON versions.id = (SELECT max(id) FROM versions WHERE versions.fetch = fetches.id)
LEFT JOIN articles ON articles.id = versions.article
WHERE fetches.id > :after AND fetches.kind = 'page' AND fetches.warc_file IS NOT NULL
    AND fetches.extractor_version IS NOT NULL AND fetches.fetched_at >= :since
    AND (:sites IS NULL OR fetches.site IN (SELECT value FROM json_each(:sites)))
    AND (versions.id IS NOT NULL OR fetches.outcome = 'failed')
ORDER BY fetches.id LIMIT :at_once
"""

OF_ARTICLE = """
SELECT fetches.*, versions.id AS made, versions.title, versions.text, 1 AS is_current
FROM articles JOIN versions ON versions.id = articles.version JOIN fetches ON fetches.id = versions.fetch
WHERE articles.id = ? AND fetches.warc_file IS NOT NULL
"""


def archived_page(db: Database, article: int) -> ArchivedPage:
    """The page that the current version of an article was made of. Raises StoreError where none is archived."""
    row = next(db.query(OF_ARTICLE, (article,)), None)
    if row is None:
        raise StoreError(f"article {article}: its page is not archived")
    return _archived(db, row)


def count_archived(db: Database, sites: Iterable[str] | None, since: datetime | None) -> int:
    """How many pages ``archived_pages`` gives at most."""
    sql = f"SELECT count(*) AS pages FROM ({ARCHIVED})"  # noqa: S608  (a constant)
    return int(next(db.query(sql, _values(sites, since) | {"after": 0, "at_once": -1}))["pages"])


def archived_pages(db: Database, sites: Iterable[str] | None, since: datetime | None) -> Iterator[ArchivedPage]:
    """Pages in the order of their fetches, a few hundred in memory at a time. What is added meanwhile comes too."""
    after = 0
    while rows := list(db.query(ARCHIVED, _values(sites, since) | {"after": after, "at_once": AT_ONCE})):
        for row in rows:
            yield _archived(db, row)
        after = rows[-1]["id"]


def pages_of(db: Database, fetches: Iterable[int]) -> Iterator[ArchivedPage]:
    """The archived pages of some fetches."""
    for fetch in fetches:
        rows = db.query(ARCHIVED, _values(None, None) | {"after": fetch - 1, "at_once": 1})
        yield from (_archived(db, row) for row in rows if row["id"] == fetch)


def _values(sites: Iterable[str] | None, since: datetime | None) -> dict[str, str | None]:
    return {"sites": None if sites is None else json.dumps(list(sites)), "since": utc(since) if since else ""}


def _record(db: Database, row: dict[str, Any]) -> tuple[RecordPlace, RecordPlace | None]:
    """Where a fetch is archived, and where its payload is if that is another record."""
    place = RecordPlace(
        row["warc_file"], row["warc_offset"], row["warc_length"], row["payload_digest"], bool(row["is_revisit"])
    )
    original = original_of_digest(db, place.payload_digest) if place.is_revisit else None
    return place, original.place if original else None


def _further(db: Database, row: dict[str, Any]) -> FurtherPage:
    came = row["warc_file"] is not None and row["outcome"] != Outcome.FAILED
    place, original = _record(db, row) if came else (None, None)
    return FurtherPage(row["id"], place, original, row["payload_digest"])


def _archived(db: Database, row: dict[str, Any]) -> ArchivedPage:
    place, original = _record(db, row)
    return ArchivedPage(
        fetch=row["id"],
        site=row["site"],
        url=row["url"],
        fetched_at=datetime.fromisoformat(row["fetched_at"]),
        place=place,
        original=original,
        extractor_version=row["extractor_version"],
        rules_version=row["rules_version"],
        article=row["article"],
        version=row["made"],
        title=row["title"],
        text=row["text"],
        is_current=bool(row["is_current"]),
        further=tuple(_further(db, each) for each in further_of(db, row["made"])) if row["made"] else (),
    )


def stored_sites(db: Database) -> list[str]:
    """The names under which pages are stored: of site files, and hosts that had none."""
    return [row["site"] for row in db.query("SELECT DISTINCT site FROM urls ORDER BY site")]


def record_reading(db: Database, run: int, page: ArchivedPage, extraction: Extraction, site: str) -> Reread:
    """Store what a page gives today, in one transaction."""
    with transaction(db):
        if extraction.article is None:
            _mark(db, page, extraction, page.version)
            return Reread.SAME if page.version is None else Reread.LOST
        seen = _sighting(run, page, extraction, extraction.article, site)
        if page.article is None or page.version is None:
            _store_found(db, page, seen)
            return Reread.FOUND
        outcome, version = Reread.SAME, page.version
        if gives_another(page, extraction):
            outcome, version = Reread.CHANGED, add_version(db, page.article, seen, _cause(page, extraction))
        _mark(db, page, extraction, version)
        db.execute("UPDATE fetches SET site = ? WHERE id = ?", (site, page.fetch))
        if db.execute("SELECT 1 FROM articles WHERE version = ?", (version,)).fetchone():
            update(db, "articles", page.article, facts_told(db, seen, page.article))
        return outcome


def _sighting(run: int, page: ArchivedPage, extraction: Extraction, article: Article, site: str) -> Sighting:
    digests = (page.place.payload_digest, *(each.payload_digest for each in page.further))
    further = tuple(each.fetch for each in page.further)
    return Sighting(run, page.fetch, site, page.url, page.fetched_at, digests, article, extraction, further)


def gives_another(page: ArchivedPage, extraction: Extraction) -> bool:
    """Whether a page gives another title or text than is stored, or an article where none is stored."""
    article = extraction.article
    if article is None or page.text is None:
        return article is not None or page.text is not None
    return text_digest(article.title, article.text) != text_digest(page.title, page.text)


def _cause(page: ArchivedPage, extraction: Extraction) -> str:
    """What was learned to repeat is a rule. Where nothing says that it changed, it was code that did not announce
    itself."""
    same_code = page.extractor_version == extraction.extractor_version
    by_repeats = any(removal.layer is Layer.REPETITION for removal in extraction.removals)
    return "rules" if same_code and (by_repeats or page.rules_version != extraction.rules_version) else "code"


def _mark(db: Database, page: ArchivedPage, extraction: Extraction, version: int | None) -> None:
    row = {"extractor_version": extraction.extractor_version, "rules_version": extraction.rules_version}
    if version is None:
        row["error"] = extraction.error or "no article was found on the page"
    update(db, "fetches", page.fetch, row | {"version": version})


def _store_found(db: Database, page: ArchivedPage, seen: Sighting) -> None:
    recorded = store_article(db, seen)
    settle_fetch(db, recorded, seen.extraction)
    urls = "(SELECT url FROM fetches WHERE id = :fetch UNION SELECT url_asked FROM fetches WHERE id = :fetch)"
    sql = f"UPDATE urls SET article = :article, failures = 0, error = NULL WHERE url IN {urls} AND article IS NULL"  # noqa: S608
    db.execute(sql, {"article": recorded.article, "fetch": page.fetch})
