"""The versions in which words stand, ranked, in a time that does not grow with the store.

To weigh a word FTS5 counts all articles in which it stands, so a word that stands in very many is not weighed. Where no
other is left, what has the words in its headline comes first, then what is newest. Only the newest hits are ranked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.reading_room.room import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.reading_room.query import Query
    from storage.reading_room.room import Row

RANKED, UNWEIGHED = 5000, 1000  # newest hits that are ranked; the same where no word is weighed
COMMON = 20_000  # versions in which a word stands that is not weighed
FEW = 2000  # articles of a site, which are looked up one by one: common words lead past millions of others

# {where} holds conditions of search.FILTERS only, {order} one of ORDERS; what readers type are parameters.
NEWEST = """
SELECT search_index.rowid AS version, dated
FROM {tables} WHERE articles.version = search_index.rowid AND search_index MATCH :query {where}
ORDER BY search_index.rowid DESC LIMIT :ranked
"""
BY_WORDS, BY_SITE = "search_index CROSS JOIN articles", "articles CROSS JOIN search_index"
ORDERED = """
WITH newest AS MATERIALIZED ({newest})
SELECT version, count(*) OVER () AS hits FROM {hits} ORDER BY {order} LIMIT :size OFFSET :start
"""
# One walk through the versions that the weighed words have, which are few.
WEIGHED = """
(
    SELECT rowid AS weighed, bm25(search_index, 6.0, 1.0, 4.0, 2.0, 0.5) AS rank
    FROM search_index WHERE search_index MATCH :weighed
) CROSS JOIN newest ON version = weighed
"""
COUNTED = "SELECT count(*) AS hits FROM ({newest})"
RELEVANCE = "relevance"
ORDERS = {RELEVANCE: "rank", "newest": "dated DESC, version DESC", "oldest": "dated, version"}
HEADLINES_FIRST = """
version NOT IN (
    SELECT rowid FROM search_index WHERE search_index MATCH 'title : (' || :query || ')'
        AND rowid >= (SELECT min(version) FROM newest)
), version DESC
"""
STANDS = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)"


def ranked(db: Database, query: Query, where: str, order: str, values: dict[str, Any]) -> dict[str, Any]:
    """``versions`` of one page of hits, ``number`` of all that were ranked, and the ``bound`` of that number.

    ``values`` are the filters' and ``size`` and ``start`` of the page; ``order`` is one of ``ORDERS``.
    """
    weighed = [phrase for phrase, words in query.asked.items() if not _is_common(db, words)]
    is_small = not weighed and "site" in values and _articles(db, values["site"]) <= FEW
    newest = NEWEST.format(where=where, tables=BY_SITE if is_small else BY_WORDS)
    values = values | {"query": query.match, "ranked": RANKED if weighed else UNWEIGHED}
    by, hits = ORDERS[order], "newest"
    if order == RELEVANCE and weighed:
        values, hits = values | {"weighed": " AND ".join(weighed)}, WEIGHED
    elif order == RELEVANCE:
        by = HEADLINES_FIRST
    found = rows(db, ORDERED.format(newest=newest, hits=hits, order=by), values)
    number = found[0]["hits"] if found else _number(db, newest, values)
    return {"versions": [row["version"] for row in found], "number": number, "bound": values["ranked"]}


def _number(db: Database, newest: str, values: dict[str, Any]) -> int:
    """Of all hits, where a page behind the last was asked for."""
    counted: list[Row] = rows(db, COUNTED.format(newest=newest), values) if values["start"] else [{"hits": 0}]
    return int(counted[0]["hits"])


def _is_common(db: Database, words: list[str]) -> bool:
    """Whether a phrase has none but common words: a rare one leads to the few places of a phrase at once."""
    return all(_stands(db, word) == COMMON for word in words)


def _articles(db: Database, site: str) -> int:
    sql = "SELECT coalesce(sum(articles), 0) FROM article_states WHERE site = ?"
    return int(db.execute(sql, (site,)).fetchone()[0])


def _stands(db: Database, word: str) -> int:
    """In how many versions, COMMON at most."""
    return int(db.execute(STANDS, (word, COMMON)).fetchone()[0])
