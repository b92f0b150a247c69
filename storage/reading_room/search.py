"""Search over all current texts: ranked, with snippets, within filters. And the selection that an export takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from storage.reading_room.room import ask, page, rows

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils import MultiParams
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from storage.reading_room.room import Row

PAGE = 20
RANKED = 5000  # newest hits that are ranked: a word that stands everywhere is answered as fast as any other
SNIPPET_WORDS = 36
WORD = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')
# Scripts that are written without spaces: the index has whole phrases as one word, so their beginnings are asked for.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

FILTERS = {
    "site": "articles.site = :site",
    "language": "articles.language = :language",
    "access": "articles.access = :access",
    "since": "articles.dated >= :since",
    "until": "articles.dated < date(:until, '+1 day')",
    "appeal": """articles.site = (SELECT site FROM appeals WHERE id = CAST(:appeal AS INTEGER))
        AND articles.version IN (
            SELECT boxes.version FROM appeals JOIN boxes ON substr(boxes.says, 1, 40) = substr(appeals.text, 1, 40)
            WHERE appeals.id = CAST(:appeal AS INTEGER) AND boxes.says = appeals.text AND boxes.says IS NOT NULL
                AND boxes.category = appeals.category
        )""",
    "article": "articles.id = CAST(:article AS INTEGER)",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Words and filters as a reader gave them; ``values`` has those that were filled in."""

    words: str
    values: dict[str, str]

    @classmethod
    def of(cls, arguments: MultiParams) -> Selection:
        """From the query string."""
        given = {name: (arguments.get(name) or "").strip() for name in FILTERS}
        return cls((arguments.get("q") or "").strip(), {name: value for name, value in given.items() if value})

    @property
    def query(self) -> str:
        """The words as FTS5 reads them; empty where there is nothing to look for."""
        return match_query(self.words)

    @property
    def where(self) -> str:
        """The filters, begun with AND."""
        return "".join(f" AND {FILTERS[name]}" for name in self.values)

    @property
    def query_string(self) -> str:
        """For links that keep the selection."""
        return urlencode({"q": self.words, **self.values} if self.words else self.values)


def match_query(words: str) -> str:
    """FTS5's syntax for what people type: all words, ``"a phrase"``, ``begin*``, ``-without``. Never an error."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in WORD.findall(words):
        bare = (phrase or word).strip("*").replace('"', " ").replace("\0", " ")
        if not any(letter.isalnum() for letter in bare):
            continue
        prefix = "*" if word.endswith("*") or UNSPACED.search(bare) else ""
        (unwanted if minus else wanted).append(f'"{bare}"{prefix}')
    if not wanted:
        return ""
    return " AND ".join(wanted) + "".join(f" NOT {word}" for word in unwanted)


COLUMNS = "articles.id, articles.site, articles.title, dated, language, articles.access, articles.complete"
# {where} holds conditions of FILTERS only; what readers type are parameters.
HITS = """
SELECT versions_fts.rowid AS version, bm25(versions_fts, 6.0, 1.0) AS rank
FROM versions_fts CROSS JOIN articles ON articles.version = versions_fts.rowid
WHERE versions_fts MATCH :query {where} ORDER BY versions_fts.rowid DESC LIMIT :ranked
"""
RANKED_HITS = f"""
SELECT version, count(*) OVER () AS hits FROM ({HITS}) ORDER BY rank LIMIT :size OFFSET :start
"""  # noqa: S608  (our own text)
SNIPPETS = f"""
SELECT snippet(versions_fts, 1, char(1), char(2), ' ... ', {SNIPPET_WORDS}) AS snippet, {COLUMNS}, articles.version
FROM versions_fts JOIN articles ON articles.version = versions_fts.rowid
WHERE versions_fts MATCH :query AND versions_fts.rowid = :version
"""  # noqa: S608  (our own text)
NEWEST = f"""
SELECT {COLUMNS}, description AS snippet FROM articles WHERE version IS NOT NULL {{where}}
ORDER BY dated DESC, articles.id DESC LIMIT :size OFFSET :start
"""  # noqa: S608  (our own text)


async def show(request: Request, datasette: Datasette) -> Response:
    """``/search?q=...&site=...&language=...&access=...&since=...&until=...&page=...``."""
    selection = Selection.of(request.args)
    number = request.args.get("page") or "1"
    at = max(int(number), 1) if number.isdecimal() and len(number) < 7 else 1
    context = await ask(datasette, lambda db: found(db, selection, at) | choices(db))
    return await page(datasette, request, "search.html", context | {"selection": selection, "at": at})


def found(db: Database, selection: Selection, at: int) -> dict[str, Any]:
    """One page of hits; ``hits`` is their number (None where they were not counted)."""
    bounds = {"size": PAGE, "start": (at - 1) * PAGE, "ranked": RANKED, "query": selection.query}
    if not selection.query:
        listed = rows(db, NEWEST.format(where=selection.where), selection.values | bounds | {"size": PAGE + 1})
        return {"found": listed[:PAGE], "hits": None, "more": len(listed) > PAGE, "capped": False}
    hits = rows(db, RANKED_HITS.format(where=selection.where), selection.values | bounds)
    number = hits[0]["hits"] if hits else 0
    shown = [_with_snippet(db, selection.query, hit["version"]) for hit in hits]
    return {"found": shown, "hits": number, "more": at * PAGE < number, "capped": number == RANKED}


def _with_snippet(db: Database, query: str, version: int) -> Row:
    return rows(db, SNIPPETS, {"query": query, "version": version})[0]


def choices(db: Database) -> dict[str, list[str]]:
    """What the filters offer. Each jumps through its index from value to value, however many rows there are."""
    return {name: _distinct(db, name) for name in ("site", "language", "access")}


def _distinct(db: Database, column: str) -> list[str]:
    sql = f"""
    WITH RECURSIVE found(value) AS (
        SELECT min({column}) FROM articles
        UNION ALL
        SELECT (SELECT min({column}) FROM articles WHERE {column} > found.value) FROM found WHERE value IS NOT NULL
    ) SELECT value FROM found WHERE value IS NOT NULL
    """  # noqa: S608  (a column's name of ours)
    return [row["value"] for row in rows(db, sql)]
