"""What a crawl has still to ask for: addresses that wait, lists to read again, pages to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.records import Discovery
from storage.schema.database import transaction
from storage.store.fetches import known_of_row, utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from storage.records import KnownUrl


@dataclass(frozen=True, slots=True)
class Waiting:
    """An address that was found and is still to be asked for."""

    discovery: Discovery
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """A page that was asked for before. ``changes`` counts the versions that the outlet made after the first."""

    known: KnownUrl
    changes: int


def note_waiting(db: Database, site: str, found: Iterable[Waiting]) -> int:
    """Keep what a list names and nobody has asked for yet, in one transaction; how many there were not before."""
    noted = 0
    sql = (
        "INSERT OR IGNORE INTO waiting (url, site, title, published, found_in, found_as, found_at, guid) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM urls WHERE url = ?)"
    )
    with transaction(db):
        for item in found:
            where = item.discovery
            row = (item.title, item.published, where.found_in, where.found_as, utc(where.found_at), where.guid)
            noted += db.execute(sql, (where.url, site, *row, where.url)).rowcount
    return noted


def note_names(db: Database, site: str, found: Iterable[Waiting]) -> None:
    """Keep under which name a feed lists what is known or waits already, maybe from a list without names."""
    sql = (
        "INSERT OR REPLACE INTO guids (site, guid, article) "
        "SELECT :site, :guid, article FROM urls WHERE url = :url AND article IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM guids WHERE guids.site = :site AND guids.guid = :guid AND guids.article = urls.article)"
    )
    with transaction(db):
        for where in (item.discovery for item in found):
            if where.guid:
                db.execute(sql, {"site": site, "guid": where.guid, "url": where.url})
                db.execute("UPDATE waiting SET guid = ? WHERE url = ? AND guid IS NULL", (where.guid, where.url))


def waiting(db: Database, site: str, limit: int) -> list[Waiting]:
    """What waits at a site, the newest first."""
    sql = "SELECT * FROM waiting WHERE site = ? ORDER BY coalesce(published, found_at) DESC LIMIT ?"
    return [item for row in db.query(sql, (site, limit)) if (item := _waiting(row))]


def _waiting(row: dict[str, str]) -> Waiting | None:
    """None where the row holds what Stet does not write: a list names it again, or nobody misses it."""
    try:
        found_at = datetime.fromisoformat(row["found_at"]).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    if any(not isinstance(value, str) for value in row.values() if value is not None):
        return None
    discovery = Discovery(row["url"], row["found_in"], row["found_as"], found_at, row["guid"])
    return Waiting(discovery, row["title"], row["published"])


def forget_waiting(db: Database, urls: Iterable[str]) -> None:
    """Take addresses out that turned out to be known under another form."""
    with transaction(db):
        for url in urls:
            db.execute("DELETE FROM waiting WHERE url = ?", (url,))


LISTS = """
SELECT * FROM urls WHERE site = ? AND kind IN ('feed', 'sitemap') AND (failures = 0 OR EXISTS (
    SELECT 1 FROM fetches WHERE url = urls.url AND outcome IN ('listed', 'not-modified')))
"""


def known_lists(db: Database, site: str) -> list[KnownUrl]:
    """The feeds and sitemaps of a site that could be read once."""
    return [known for row in db.query(LISTS, (site,)) if (known := known_of_row(row))]


def quiet_times(db: Database, url: str) -> int:
    """How often in a row a list was the same as the time before."""
    quiet = "(outcome = 'not-modified' OR is_revisit = 1)"
    sql = (
        f"SELECT count(*) AS n FROM fetches WHERE url_asked = :url AND {quiet} AND id > "  # noqa: S608  (constants)
        f"coalesce((SELECT max(id) FROM fetches WHERE url_asked = :url AND NOT {quiet}), 0)"
    )
    return int(next(db.query(sql, {"url": url}))["n"])


def asked_before(db: Database, site: str, since: datetime) -> list[Revisit]:
    """Pages of a site that may be looked at again: articles first fetched since then, and failures, oldest look first.

    An article is asked for under the address that answered, not under each that led to it or that it calls its own.
    """
    sql = """
        SELECT urls.*,
            (SELECT count(*) FROM versions WHERE versions.article = urls.article AND cause = 'outlet') AS changes
        FROM urls
            LEFT JOIN articles ON articles.id = urls.article
            LEFT JOIN versions ON versions.id = articles.version
            LEFT JOIN fetches ON fetches.id = versions.fetch
        WHERE urls.site = ? AND urls.kind = 'page' AND urls.first_fetched >= ?
            AND (urls.url = fetches.url OR urls.article IS NULL AND urls.failures > 0)
        ORDER BY urls.last_fetched
    """
    return [
        Revisit(known, changes)
        for row in db.query(sql, (site, utc(since)))
        for changes in [row.pop("changes")]
        if (known := known_of_row(row))
    ]


SHAPES = 2000  # of the pages of a site that were looked at last


def path_shapes(db: Database, site: str) -> list[tuple[str, bool]]:
    """(URL, whether it was an article) of the pages of a site that came: what its addresses look like."""
    sql = (
        "SELECT url, article IS NOT NULL AS is_article FROM urls WHERE site = ? AND kind = 'page' AND status = 200 "
        "ORDER BY last_fetched DESC LIMIT ?"
    )
    return [(row["url"], bool(row["is_article"])) for row in db.query(sql, (site, SHAPES))]
