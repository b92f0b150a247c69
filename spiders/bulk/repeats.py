"""What repeats on the sites of a corpus: learned from its Parquet files, kept beside them as one more."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from extractors.body.repeats import block_digest
from extractors.learning.repetition import find_repeats
from extractors.model import Category, KeptText, Repeat, Repeats
from spiders.bulk.addresses import opened
from spiders.bulk.folders import is_there, local_copy, put
from spiders.bulk.tables import duckdb_here
from storage.rules.repeats import LATEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractors.model import Learned
    from spiders.reading.parallel import Parallel

FILE = "repeats.parquet"
COLUMNS = {"site": "VARCHAR", "digest": "VARCHAR", "category": "VARCHAR", "articles": "BIGINT", "text": "VARCHAR"}
# One capture of a text counts, as in a store; lists of other articles are another on each page.
KEPT = """
WITH once AS (
    SELECT site, title, authors, section, text, file, record, coalesce(published, fetched_at) AS dated
    FROM read_parquet('{corpus}/articles/*.parquet')
    QUALIFY row_number() OVER (PARTITION BY site, text_digest ORDER BY fetched_at, file, record) = 1
), latest AS (
    SELECT *, row_number() OVER (PARTITION BY site ORDER BY dated DESC, file DESC, record DESC) AS place FROM once
    QUALIFY place <= {latest} AND count(*) OVER (PARTITION BY site) > 2
), cut AS (
    SELECT file, record, list({{'position': position, 'text': text}} ORDER BY number) AS cut
    FROM read_parquet('{corpus}/removals/*.parquet') WHERE category NOT IN ('related', 'advert') GROUP BY file, record
)
SELECT site, title, authors, section, text, cut FROM latest LEFT JOIN cut USING (file, record)
ORDER BY site, place DESC
"""


def connected(corpus: str) -> tuple[Any, str]:
    """DuckDB, which may read the files of a corpus; and how its SQL names their folder between quotes."""
    import duckdb  # noqa: PLC0415  (an extra)

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    system, path = opened(corpus)
    is_here = "file" in system.protocol
    if not is_here:
        connection.register_filesystem(system)
    return connection, (path if is_here else corpus).replace("'", "''")


def reason_of(error: Exception) -> str:
    """What DuckDB says, in a line; of a file system that it was given it says the whole traceback."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1] if lines[0].startswith("Traceback") else lines[0]


def learn(corpus: str, parallel: Parallel) -> None:
    """Learn what repeats, once: what is learned twice of texts that were cut since would be another thing.

    Site by site in the processes that read pages, which have the models that it takes.
    """
    if is_there(f"{corpus}/{FILE}"):
        return
    connection, folder = connected(corpus)
    with tempfile.TemporaryDirectory() as here, connection:
        lines, parquet = Path(here) / "repeats.jsonl", Path(here) / FILE
        rows = fetched(connection.execute(KEPT.format(corpus=folder, latest=LATEST)))
        with lines.open("w", encoding="utf-8") as stream:
            _learn_sites(rows, parallel, stream)
        read = connection.read_json(str(lines), columns=COLUMNS, format="newline_delimited")
        read.order("site, digest").write_parquet(str(parquet), compression="zstd")
        put(parquet, f"{corpus}/{FILE}")


def _learn_sites(rows: Iterator[dict[str, Any]], parallel: Parallel, stream: IO[str]) -> None:
    def note(texts: _Texts, learned: list[Learned]) -> None:
        stream.writelines(_line(texts.site, each) for each in learned)

    def fail(texts: _Texts, _: Exception) -> None:
        note(texts, find_repeats(texts.kept))  # the bounds are those of a page; a site with many texts may need more

    sites = (_Texts(site, list(map(_kept, found))) for site, found in groupby(rows, itemgetter("site")))
    replace(parallel, size_of=_size_of).run(sites, _learned_of, note, fail)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Of a site, in order of time."""

    site: str
    kept: list[KeptText]


def _size_of(texts: _Texts) -> int:
    return sum(len(line) for text in texts.kept for line in (*text.lines, *(line for _, line in text.cut)))


def _learned_of(texts: _Texts) -> list[Learned]:
    """Runs in a worker."""
    return find_repeats(texts.kept)


def fetched(cursor: Any) -> Iterator[dict[str, Any]]:
    """The rows of a query, by column, some at a time."""
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(1000):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _kept(row: dict[str, Any]) -> KeptText:
    marks = {*(row["authors"] or ()), row["section"]} - {None}
    cut = tuple((each["position"], each["text"]) for each in row["cut"] or ())
    return KeptText(0, row["title"], tuple(row["text"].split("\n")), cut, frozenset(marks))


def _line(site: str, learned: Learned) -> str:
    repeat = {"category": learned.repeat.category, "articles": learned.repeat.articles}
    row = {"site": site, "digest": learned.digest, **repeat, "text": learned.text}
    return json.dumps(row, ensure_ascii=False) + "\n"


def learned_repeats(corpus: str) -> dict[str, Repeats]:
    """What is cut from the pages of each site."""
    found: dict[str, dict[str, Repeat]] = {}
    with local_copy(corpus, FILE) as path:
        for row in fetched(duckdb_here().execute("SELECT * FROM read_parquet(?)", [str(path)])):
            found.setdefault(row["site"], {})[row["digest"]] = Repeat(Category(row["category"]), row["articles"])
    return {site: Repeats(by_digest) for site, by_digest in found.items()}


def concerned(corpus: str, name: str, repeats: Mapping[str, Repeats]) -> frozenset[int]:
    """The records of a file, further pages too, in whose articles a repeat stands."""
    sql, found = "SELECT site, record, text, further_pages FROM read_parquet(?)", set()
    with local_copy(corpus, name) as path:
        for row in fetched(duckdb_here().execute(sql, [str(path)])):
            known = repeats.get(row["site"], Repeats()).by_digest
            if known and any(block_digest(line) in known for line in row["text"].split("\n")):
                found |= {row["record"], *(page["record"] for page in row["further_pages"])}
    return frozenset(found)
