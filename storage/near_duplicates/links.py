"""Rows of ``sketches`` and ``alike``: near duplicates are linked, never merged."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from extractors.model import Extraction
from storage.near_duplicates.similarity import runs, similarity, sketch_of
from storage.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

NEAR_DUPLICATE = 0.4  # a wire story with another headline, a paragraph less and one of the outlet's own
SHARED = 3  # hashes of two sketches, for the texts to be compared
NEWEST = (
    200  # articles looked at for one hash: a sentence that stands in every article of an outlet finds no wire story
)
COMPARED = 20  # texts at most, those that share most: forecasts and league tables of one outlet share more than stories


@dataclass(frozen=True, slots=True)
class Sketched(Extraction):
    """An extraction with the sketch of its text: that takes half a millisecond, and is made where the page is read."""

    sketch: tuple[int, ...] = ()


def sketched(extraction: Extraction) -> Sketched:
    """An extraction with its sketch."""
    values = {each.name: getattr(extraction, each.name) for each in fields(extraction)}
    return Sketched(**values, sketch=tuple(sketch_in(extraction)))


def sketch_in(extraction: Extraction) -> Sequence[int]:
    """The sketch of the text of an extraction, made now where it does not bring it."""
    if isinstance(extraction, Sketched):
        return extraction.sketch
    return sketch_of(extraction.article.text) if extraction.article else ()


def link_near_duplicates(db: Database, article: int, text: str, numbers: Sequence[int], before: str | None) -> None:
    """Renew the sketch (``numbers``) and the links of an article whose current text is now another.

    ``before`` is the text that it had.
    """
    if before is not None:
        gone = [(number, article) for number in sketch_of(before)]
        db.conn.executemany("DELETE FROM sketches WHERE hash = ? AND article = ?", gone)
        db.execute("DELETE FROM alike WHERE :article IN (article, other)", {"article": article})
    if not numbers:
        return
    candidates = _candidates(db, article, numbers)
    ours = runs(text) if candidates else set()
    for other in candidates:
        found = similarity(ours, runs(_current_text(db, other)))
        if found >= NEAR_DUPLICATE:
            row = {"article": max(article, other), "other": min(article, other), "likeness": round(found, 3)}
            insert(db, "alike", row)
    db.conn.executemany("INSERT INTO sketches (hash, article) VALUES (?, ?)", [(number, article) for number in numbers])


NEWEST_WITH = (
    "SELECT * FROM (SELECT article FROM sketches WHERE hash = ? AND article != ? ORDER BY article DESC LIMIT ?)"
)


def _candidates(db: Database, article: int, numbers: Sequence[int]) -> list[int]:
    """In one statement: it is asked for each article that is stored."""
    found = " UNION ALL ".join([NEWEST_WITH] * len(numbers))
    sql = (
        f"SELECT article FROM ({found}) GROUP BY article HAVING count(*) >= ? "  # noqa: S608  (constants)
        "ORDER BY count(*) DESC, article DESC LIMIT ?"
    )
    values = [value for number in numbers for value in (number, article, NEWEST)]
    return [int(row[0]) for row in db.execute(sql, (*values, SHARED, COMPARED))]


def _current_text(db: Database, article: int) -> str:
    sql = "SELECT text FROM versions JOIN articles ON articles.version = versions.id WHERE articles.id = ?"
    return str(next(db.query(sql, (article,)))["text"])


def link_all(db: Database) -> None:
    """Sketches and links of all articles, for a database that was made without."""
    for (article,) in db.execute("SELECT id FROM articles WHERE version IS NOT NULL ORDER BY id").fetchall():
        text = _current_text(db, article)
        link_near_duplicates(db, article, text, sketch_of(text), None)
