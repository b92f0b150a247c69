"""Articles that stand on several pages: the fetches behind the first, in their order."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from storage.records import Outcome, Recorded
from storage.rows import insert_all
from storage.store.fetches import insert_fetch, note_urls, settle_fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from extractors.model import Extraction
    from storage.records import Fetch

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS})


def insert_pages(db: Database, run: int, site: str, pages: Sequence[Fetch]) -> tuple[int, ...]:
    """The rows of an article's fetches, as failed until it is known what came of them."""
    return tuple(insert_fetch(db, run, site, fetch) for fetch in pages)


def is_interrupted(pages: Sequence[Fetch]) -> bool:
    """Whether a page could not be had for now; one that the outlet took away is another matter."""
    return any(fetch.is_cut or (fetch.error and fetch.status not in GONE) for fetch in pages)


def settle_further(
    db: Database, site: str, first: Recorded, pages: Sequence[tuple[int, Fetch]], extraction: Extraction | None
) -> None:
    """Write how the fetches behind the first ended.

    Their addresses lead to the article in ``fetches`` and not in ``urls``: what stands there alone is not the article.
    What failed is asked for again with its first page, whenever that is.
    """
    for row, fetch in pages:
        recorded = _recorded(first, row, fetch)
        settle_fetch(db, recorded, extraction)
        if not fetch.error:
            urls = [fetch.url_asked, *(hop.url for hop in fetch.redirects), fetch.url]
            note_urls(db, site, fetch, replace(recorded, article=None), urls)


def _recorded(first: Recorded, row: int, fetch: Fetch) -> Recorded:
    if fetch.error:
        return Recorded(Outcome.FAILED, row, first.article, first.version, fetch.error)
    if first.version is None:
        return Recorded(Outcome.FAILED, row, reason=f"the first page of its article: {first.reason}")
    outcome = Outcome.NOT_MODIFIED if fetch.status == HTTPStatus.NOT_MODIFIED else Outcome.JOINED
    return Recorded(outcome, row, first.article, first.version)


def add_further(db: Database, version: int, fetches: Sequence[int]) -> None:
    """Say on which fetches a version rests behind its first."""
    rows = [{"version": version, "position": at, "fetch": fetch} for at, fetch in enumerate(fetches, 2)]
    insert_all(db, "further_pages", rows)


FURTHER = """
SELECT fetches.*, position FROM further_pages JOIN fetches ON fetches.id = further_pages.fetch
WHERE further_pages.version = ? ORDER BY position
"""


def further_of(db: Database, version: int) -> Iterator[dict[str, Any]]:
    """The rows of ``fetches`` behind the first, in their order, each with its ``position``."""
    yield from db.query(FURTHER, (version,))


ARTICLE_WITH = """
SELECT article FROM fetches WHERE url = ? AND kind = 'further-page' AND article IS NOT NULL ORDER BY id DESC LIMIT 1
"""
FIRST_PAGE = f"""
SELECT fetches.url FROM articles JOIN versions ON versions.id = articles.version
JOIN fetches ON fetches.id = versions.fetch WHERE articles.id = ({ARTICLE_WITH})
"""  # noqa: S608  (constants)


def article_with(db: Database, url: str) -> int | None:
    """The row of the article that has a further page at a URL."""
    return next((int(row["article"]) for row in db.query(ARTICLE_WITH, (url,))), None)


def first_page_of(db: Database, url: str) -> str | None:
    """The URL of the first page of that article."""
    return next((str(row["url"]) for row in db.query(FIRST_PAGE, (url,))), None)
