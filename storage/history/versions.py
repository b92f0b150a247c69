"""Questions about one article: which one is meant, its versions, its other URLs, what is like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.rows import row_number
from storage.schema.database import StoreError
from storage.store.further_pages import article_with
from storage.store.identity import article_at, without_fragment

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article."""

    id: int
    fetch: int
    fetched_at: str
    cause: str
    title: str | None
    text: str
    extractor_version: str
    rules_version: str
    pages: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """An article as its row tells; ``urls`` are all under which it was met, ``alike`` pairs of likeness and URL."""

    id: int
    site: str
    url: str
    title: str | None
    first_seen: str
    last_seen: str
    urls: tuple[str, ...]
    alike: tuple[tuple[float, str], ...]


VERSIONS_OF = """
SELECT versions.id, fetch, fetched_at, cause, versions.title, text, extractor_version, rules_version,
    (SELECT count(*) FROM version_pages WHERE version = versions.id AND outcome != 'failed') AS pages,
    versions.id = articles.version AS is_current
FROM versions JOIN articles ON articles.id = versions.article
WHERE article = ? ORDER BY fetched_at, versions.id
"""

ALIKE_TO = """
SELECT likeness, url FROM alike JOIN articles ON articles.id = alike.other WHERE article = :article
UNION ALL
SELECT likeness, url FROM alike JOIN articles ON articles.id = alike.article WHERE other = :article
ORDER BY 1 DESC
"""


def find(db: Database, name: str) -> int:
    """The row of an article by any URL of it or of its further pages, or by its number.

    Raises StoreError where there is none.
    """
    if name.isdecimal():
        number = row_number(name)
        found = next((int(row["id"]) for row in db.query("SELECT id FROM articles WHERE id = ?", (number,))), None)
    else:
        found = article_at(db, without_fragment(name)) or article_with(db, without_fragment(name))
    if found is None:
        raise StoreError(f"{name}: no such article is stored")
    return found


def versions_of(db: Database, article: int) -> list[Version]:
    """All versions, oldest first; one that re-cleaning made stands behind the one that it replaces."""
    return [Version(**row | {"is_current": bool(row["is_current"])}) for row in db.query(VERSIONS_OF, (article,))]


def subject_of(db: Database, article: int) -> Subject:
    """The article itself."""
    columns = "SELECT id, site, url, title, first_seen, last_seen FROM articles WHERE id = ?"
    urls = db.query("SELECT url FROM urls WHERE article = ? ORDER BY first_fetched", (article,))
    alike = db.query(ALIKE_TO, {"article": article})
    return Subject(
        **next(db.query(columns, (article,))),
        urls=tuple(row["url"] for row in urls),
        alike=tuple((row["likeness"], row["url"]) for row in alike),
    )
