"""The tables of a corpus: what stands in a row, and how rows become a Parquet file that is whole or absent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from spiders.reading.archived_pages import site_name
from storage.archive.warc import payload_digest
from storage.store.fetches import utc
from storage.store.identity import text_digest
from storage.word_count import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from extractors import Extraction
    from extractors.model import Article
    from spiders.archives.imported_pages import Candidate, Origin

Row = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A Parquet file, of which all rows stay but those of some records."""

    parquet: Path
    without: frozenset[int]


# As DuckDB names types. The number of a record counts all those of its file: several may share an offset.
ORIGIN = {"file": "VARCHAR", "record": "BIGINT", "warc_offset": "BIGINT", "record_id": "VARCHAR", "url": "VARCHAR"}
FACTS = [
    "title",
    "published",
    "modified",
    "language",
    "section",
    "canonical_url",
    "site_name",
    "description",
    "image_url",
    "image_caption",
    "image_credit",
    "access",
    "access_evidence",
    "page_type",
]
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        **ORIGIN,
        "site": "VARCHAR",
        "fetched_at": "VARCHAR",
        "status": "BIGINT",
        "payload_digest": "VARCHAR",
        **dict.fromkeys(FACTS, "VARCHAR"),
        "authors": "VARCHAR[]",
        "tags": "VARCHAR[]",
        "complete": "BOOLEAN",
        "words": "BIGINT",
        "text": "VARCHAR",
        "kinds": "VARCHAR[]",
        "text_digest": "VARCHAR",
        "flags": "VARCHAR[]",
        "further_pages": "STRUCT(record BIGINT, warc_offset BIGINT, record_id VARCHAR, url VARCHAR)[]",
        "extractor_version": "VARCHAR",
        "rules_version": "VARCHAR",
    },
    "removals": {
        "file": "VARCHAR",
        "record": "BIGINT",
        "number": "BIGINT",
        "box": "BIGINT",
        "position": "BIGINT",
        "page": "BIGINT",
        "category": "VARCHAR",
        "layer": "VARCHAR",
        "rule": "VARCHAR",
        "reason": "VARCHAR",
        "evidence": "VARCHAR",
        "text": "VARCHAR",
    },
    "rejected": {**ORIGIN, "reason": "VARCHAR"},
}
ORDER = {"articles": "record", "removals": "record, number", "rejected": "record, reason"}
LONGEST_ROW = 2**27  # bytes
CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "threads": "1",  # a file is small, threads cost more
    "enable_external_file_cache": "false",  # files are read once, and some are replaced
}


@cache
def duckdb_here() -> Any:
    """DuckDB for the files of this machine, once a process: starting it takes as long as writing a thousand rows."""
    import duckdb  # noqa: PLC0415  (an extra)

    return duckdb.connect(config=CONFIG)


def origin_row(file: str, origin: Origin) -> Row:
    """Where a record stands."""
    return {
        "file": file,
        "record": origin.number,
        "warc_offset": origin.offset,
        "record_id": origin.record_id,
        "url": origin.url,
    }


def article_row(file: str, pages: Sequence[Candidate], article: Article, extraction: Extraction) -> Row:
    """An article with its facts and its provenance."""
    first, exchange = pages[0].origin, pages[0].exchange
    further = [origin_row(file, page.origin) for page in pages[1:]]
    return {
        **origin_row(file, first),
        **_facts(article),
        "site": site_name(exchange.url),
        "fetched_at": utc(exchange.fetched_at),
        "status": exchange.status,
        "payload_digest": payload_digest(exchange.body),
        "further_pages": [{name: row[name] for name in row if name != "file"} for row in further],
        "flags": list(extraction.flags),
        "extractor_version": extraction.extractor_version,
        "rules_version": extraction.rules_version,
    }


def _facts(article: Article) -> Row:
    image = article.image
    pictured = {name: getattr(image, name) if image else None for name in ("url", "caption", "credit")}
    named = {name: getattr(article, name) for name in FACTS if not name.startswith("image_")}
    return {
        **named,
        **{f"image_{name}": value for name, value in pictured.items()},
        "authors": list(article.authors),
        "tags": list(article.tags),
        "complete": article.complete,
        "words": count_words(article.text),
        "text": article.text,
        "kinds": [block.kind for block in article.blocks],
        "text_digest": text_digest(article.title, article.text),
    }


def removal_rows(file: str, record: int, extraction: Extraction) -> Iterator[Row]:
    """The ledger of an article, each block with the box that it went with and why that went."""
    for number, removal in enumerate(extraction.removals):
        facts = {name: getattr(removal, name) for name in ("box", "position", "page", "category", "layer", "rule")}
        reason = extraction.boxes[removal.box].reason
        told = {"reason": reason, "evidence": removal.evidence, "text": removal.text}
        yield {"file": file, "record": record, "number": number, **facts, **told}


def write_lines(stream: IO[str], rows: Iterable[Row]) -> None:
    """Rows as JSONL, which DuckDB reads."""
    stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_parquet(table: str, lines: Path, parquet: Path, kept: Kept | None = None) -> None:
    """The rows of a table in their order, whatever the order in which they came; with those kept of an earlier file."""
    connection = duckdb_here()
    rows = connection.read_json(
        str(lines), columns=COLUMNS[table], format="newline_delimited", maximum_object_size=LONGEST_ROW
    )
    if kept:
        read = connection.read_parquet(str(kept.parquet))
        gone = ", ".join(map(str, sorted(kept.without)))
        rows = rows.union(read.filter(f"record NOT IN ({gone})"))
    rows.order(ORDER[table]).write_parquet(str(parquet), compression="zstd")
