"""Articles of a corpus into a database that people read: facts, text and ledger as they stand in the Parquet files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractors import Extraction
from extractors.model import Access, Article, Block, BlockKind, Box, Category, Image, Layer, Removal
from spiders.bulk.manifest import CorpusError
from spiders.bulk.repeats import connected, fetched
from spiders.bulk.tables import COLUMNS
from storage import Discovery, Fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage import Store

# A text that was seen before is met as often as it was captured: by address and time, as in a crawl.
ARTICLES = """
SELECT articles.*, removals.removals FROM read_parquet('{folder}/articles/*.parquet') AS articles LEFT JOIN (
    SELECT file, record, list(removals ORDER BY number) AS removals
    FROM read_parquet('{folder}/removals/*.parquet') AS removals GROUP BY file, record
) AS removals USING (file, record) {where} ORDER BY fetched_at, file, record
"""
TOGETHER = 100  # articles, in one commit
IS_THERE = "SELECT 1 FROM fetches WHERE url = ? AND fetched_at = ? AND found_as = 'corpus' AND found_in = ?"


@dataclass
class Collector:
    """Brings rows into a run; what is there already is passed over, so that it can be stopped and done again."""

    store: Store
    run: int
    outcomes: Counter[str] = field(default_factory=Counter)

    def collect(self, corpus: str, where: str = "") -> None:
        """The articles of a corpus; ``where`` is a condition over its columns, as DuckDB reads it.

        Raises CorpusError where its columns, or what stands in them, are not those of this version.
        """
        connection, folder = connected(corpus)
        condition = f"WHERE {where}" if where else ""
        with connection:
            _refuse_other_columns(connection, corpus, folder)
            rows = fetched(connection.execute(ARTICLES.format(folder=folder, where=condition)))
            for _, batch in groupby(enumerate(rows), lambda numbered: numbered[0] // TOGETHER):
                with self.store.one_commit():
                    for _, row in batch:
                        self._take(row)

    def _take(self, row: dict[str, Any]) -> None:
        known = (row["url"], row["fetched_at"], _place(row))
        if self.store.db.execute(IS_THERE, known).fetchone():
            self.outcomes["there already"] += 1
            return
        try:
            extraction = extraction_of(row)
        except ValueError as error:  # a category that came later
            raise CorpusError(
                f"{_place(row)}: made by another version ({row['extractor_version']}): {error}"
            ) from error
        recorded = self.store.record(self.run, fetch_of(row), extraction, row["site"])
        self.outcomes[recorded.outcome] += 1


def _refuse_other_columns(connection: Any, corpus: str, folder: str) -> None:
    for table in ("articles", "removals"):
        relation = connection.sql(f"SELECT * FROM read_parquet('{folder}/{table}/*.parquet') LIMIT 0")  # noqa: S608
        if missing := [name for name in COLUMNS[table] if name not in relation.columns]:
            raise CorpusError(f"{corpus}: made by another version: {table} without {', '.join(missing)}")


def _place(row: dict[str, Any]) -> str:
    return f"{row['file']}#{row['record']}"


def fetch_of(row: dict[str, Any]) -> Fetch:
    """The record that an article is of: its bytes stay where they are."""
    url, moment = row["url"], datetime.fromisoformat(row["fetched_at"])
    found = Discovery(url, _place(row), "corpus", datetime.now(UTC))
    return Fetch(url, url, moment, status=row["status"], discovery=found)


def extraction_of(row: dict[str, Any]) -> Extraction:
    """What was made of the page."""
    removals = row["removals"] or []
    return Extraction(
        article_of(row),
        tuple(map(_removal, removals)),
        tuple(_boxes(removals)),
        flags=tuple(row["flags"]),
        site=row["site"],
        rules_version=row["rules_version"],
        extractor_version=row["extractor_version"],
    )


def article_of(row: dict[str, Any]) -> Article:
    """The article with its facts."""
    lines = row["text"].split("\n") if row["kinds"] else []
    blocks = tuple(Block(BlockKind(kind), line) for kind, line in zip(row["kinds"], lines, strict=True))
    image = Image(row["image_url"], row["image_caption"], row["image_credit"]) if row["image_url"] else None
    same = ("title", "published", "modified", "language", "section", "canonical_url", "site_name", "description")
    return Article(
        url=row["url"],
        blocks=blocks,
        authors=tuple(row["authors"]),
        tags=tuple(row["tags"]),
        image=image,
        access=Access(row["access"]),
        access_evidence=row["access_evidence"] or "",
        complete=row["complete"],
        page_type=row["page_type"],
        **{name: row[name] for name in same},
    )


def _removal(row: dict[str, Any]) -> Removal:
    category, layer = Category(row["category"]), Layer(row["layer"])
    told = (row["rule"], row["evidence"], row["position"], row["page"], row["box"])
    return Removal(row["text"], category, layer, *told)


def _boxes(removals: Sequence[dict[str, Any]]) -> Iterator[Box]:
    """The boxes in the order of their numbers, which count from 0 without a gap."""
    found = {row["box"]: row for row in removals}
    for number in sorted(found):
        row = found[number]
        yield Box(Category(row["category"]), Layer(row["layer"]), row["rule"], row["reason"])
