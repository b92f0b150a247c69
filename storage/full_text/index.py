"""The index that search asks: a row for each version that was ever current, by its number. Nothing is taken out of it.

Beside ``versions_fts``, which has the words as they stand: this one has them folded, in pairs where a script has no
spaces, and with authors, section and address. It keeps no text, so that it costs the index alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.full_text.folding import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

# Marks belong to their words: Devanagari's vowels are marks.
INDEX = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, text, authors, section, address, content='',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
)
"""
INSERT = "INSERT INTO search_index (rowid, title, text, authors, section, address) VALUES (?, ?, ?, ?, ?, ?)"
CURRENT = """
SELECT versions.id, versions.title, versions.text, articles.authors, articles.section, articles.url
FROM articles JOIN versions ON versions.id = articles.version WHERE versions.id > ?
    AND versions.id NOT IN (SELECT id FROM search_index_docsize)
ORDER BY versions.id LIMIT 1000
"""


def index_version(db: Database, row: Mapping[str, object]) -> None:
    """Take a version in: its id, title, text, and authors (JSON), section and url of its article."""
    authors = ", ".join(map(str, json.loads(str(row["authors"]))))
    texts = (row["title"], row["text"], authors, row["section"], row["url"])
    db.execute(INSERT, (row["id"], *(tokens(str(text or "")) for text in texts)))


def index_missing(db: Database) -> None:
    """Take in what has become current without having come: from before there was this index, or by mending."""
    after = 0
    while found := list(db.query(CURRENT, (after,))):
        for row in found:
            index_version(db, row)
        after = found[-1]["id"]
