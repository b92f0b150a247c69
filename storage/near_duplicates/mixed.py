"""Articles that were taken for versions of one, because their addresses once gave the same text, come apart again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.near_duplicates.links import link_near_duplicates
from storage.near_duplicates.similarity import SAME_ARTICLE, runs, similarity, sketch_of
from storage.rows import first, insert
from storage.shown import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Parted:
    """An article that was taken out of another."""

    article: int
    url: str
    out_of: int


# Articles whose versions come from several addresses.
SUSPECTS = """
SELECT versions.article FROM versions JOIN fetches ON fetches.id = versions.fetch
GROUP BY versions.article HAVING count(DISTINCT fetches.url) > 1
"""
VERSIONS = """
SELECT versions.*, fetches.url, fetches.url_asked FROM versions JOIN fetches ON fetches.id = versions.fetch
WHERE versions.article = ? ORDER BY versions.fetched_at, versions.id
"""


def part_mixed(db: Database) -> list[Parted]:
    """Give an article of its own to each address whose text has nothing in common with what the others gave.

    Its facts are those of its version; reading its page again (``reclean --all``) tells authors and dates.
    """
    suspects = [int(row["article"]) for row in db.query(SUSPECTS)]
    return [parted for article in suspects for parted in _part(db, article)]


def _part(db: Database, article: int) -> Iterator[Parted]:
    versions = list(db.query(VERSIONS, (article,)))
    home = _home(db, article, versions)
    own = [runs(row["text"]) for row in versions if row["url"] == home]
    parted = [url for url in dict.fromkeys(row["url"] for row in versions) if url != home]
    for url in parted:
        theirs = [row for row in versions if row["url"] == url]
        is_led_here = any(row["url_asked"] == home for row in theirs)
        if not is_led_here and not _alike(runs(theirs[-1]["text"]), own):
            yield Parted(_move(db, article, theirs), url, article)
    if parted:
        renew(db, article)


def _home(db: Database, article: int, versions: list[dict[str, Any]]) -> str:
    """The address of the article itself: that of its row where one of its versions has it."""
    url = next(db.query("SELECT url FROM articles WHERE id = ?", (article,)))["url"]
    return str(url if any(row["url"] == url for row in versions) else versions[0]["url"])


def _alike(text: set[int], others: list[set[int]]) -> bool:
    return any(similarity(text, other) >= SAME_ARTICLE for other in others)


COPIED = "site, authors, section, tags, language, access_evidence, site_name, page_type"


def _move(db: Database, article: int, versions: list[dict[str, Any]]) -> int:
    """Make an article of versions, with their fetches and their address."""
    last, url = versions[-1], versions[-1]["url"]
    facts = first(db, f"SELECT {COPIED} FROM articles WHERE id = ?", (article,)) or {}  # noqa: S608  (constants)
    facts |= {"authors": "[]", "tags": "[]", "url": url, "title": last["title"], "access": last["access"]}
    facts |= {"complete": last["complete"], "first_seen": versions[0]["fetched_at"], "last_seen": last["fetched_at"]}
    there = first(db, "SELECT id FROM articles WHERE url = ?", (url,))
    made = int(there["id"]) if there else insert(db, "articles", facts)
    for row in versions:
        db.execute("UPDATE versions SET article = ? WHERE id = ?", (made, row["id"]))
    moved = {"made": made, "article": article, "url": url}
    db.execute("UPDATE fetches SET article = :made WHERE article = :article AND url = :url", moved)
    db.execute("UPDATE urls SET article = :made, by_text = 0 WHERE article = :article AND url = :url", moved)
    text = show(db, made)["text"]
    link_near_duplicates(db, made, text, sketch_of(text), None)
    return made


def renew(db: Database, article: int) -> None:
    """Point an article at what is now the version that it shows."""
    sql = "SELECT versions.text FROM articles JOIN versions ON versions.id = articles.version WHERE articles.id = ?"
    before, row = next(db.query(sql, (article,)))["text"], show(db, article)
    db.execute("DELETE FROM sketches WHERE article = ?", (article,))
    db.execute("UPDATE articles SET title = ? WHERE id = ?", (row["title"], article))
    link_near_duplicates(db, article, row["text"], sketch_of(row["text"]), before)
