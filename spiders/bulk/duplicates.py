"""Exact and near duplicates over a whole corpus, by datatrove's MinHash stages: clusters in a table, all rows stay."""

from __future__ import annotations

import json
import struct
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiders.bulk.corpus_files import parquet_name
from spiders.bulk.folders import forget, is_there, local_copy, put, read_bytes
from spiders.bulk.repeats import connected, fetched
from spiders.bulk.tables import duckdb_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.bulk.executors import Engine

FILE = "duplicates.parquet"
BUCKETS, HASHES = 14, 8  # one bucket of equal hashes makes a pair: half of those that share 0.69 of their runs of words
RUN = 5  # words; a text with fewer is in no cluster
MEMBER = "file, record, url, site, fetched_at, text_digest"
TEXTS = ("file", "url", "site", "fetched_at", "text_digest")
COLUMNS = {**dict.fromkeys(("found", "place", "record"), "BIGINT"), **dict.fromkeys(TEXTS, "VARCHAR")}
# Numbered by their first members, whatever the number of tasks.
CLUSTERS = f"""
SELECT dense_rank() OVER (ORDER BY first) - 1 AS cluster, count(*) OVER (PARTITION BY found) AS size,
    count(*) OVER (PARTITION BY found, text_digest) AS same_text, {MEMBER}
FROM (SELECT *, min(place) OVER (PARTITION BY found) AS first FROM members) ORDER BY first, place
"""  # noqa: S608  (our own text)


@dataclass(frozen=True)
class Texts:
    """The texts of a task's files, in the order of their records."""

    corpus: str
    names: Sequence[str]
    name = "read texts"

    def __repr__(self) -> str:
        """Without the names, of which there may be thousands: datatrove logs its steps."""
        return f"Texts({self.corpus!r})"

    def __call__(self, _data: object, rank: int, world_size: int) -> Iterator[Any]:
        """Called by datatrove in the process of a task."""
        from datatrove.data import Document  # noqa: PLC0415  (an extra)

        for number, (_, row) in enumerate(self.rows("text", rank, world_size)):
            yield Document(row["text"], str(number))

    def rows(self, columns: str, rank: int, world_size: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of a task's articles, each with its place in the corpus."""
        sql = f"SELECT record, {columns} FROM read_parquet(?) ORDER BY record"  # noqa: S608
        for index in range(rank, len(self.names), world_size):
            name = parquet_name("articles", index, self.names[index])
            with local_copy(self.corpus, name) as path, duckdb_here().cursor() as cursor:
                for row in fetched(cursor.execute(sql, [str(path)])):
                    yield (index << 40) + row["record"], row


def find_duplicates(corpus: str, names: Sequence[str], engine: Engine) -> None:
    """The table of clusters, where it is not there. Raises CorpusError where an engine leaves tasks undone."""
    if is_there(f"{corpus}/{FILE}"):
        return
    engine, texts = engine.spread(len(names)), Texts(corpus, names)
    folder = f"{corpus}/log/duplicates-{engine.tasks}"
    for name, tasks, steps in _stages(folder, texts, engine.tasks):
        replace(engine, tasks=tasks, at_once=min(engine.at_once, tasks)).finish(steps, f"{folder}/{name}-log")
    with tempfile.TemporaryDirectory() as here:
        _write(Path(here), folder, texts, engine.tasks)
        put(Path(here) / FILE, f"{corpus}/{FILE}")
    forget(folder)


def _stages(folder: str, texts: Texts, tasks: int) -> Iterator[tuple[str, int, list[Any]]]:
    from datatrove.pipeline.dedup import (  # noqa: PLC0415  (an extra)
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.utils.hashing import HashConfig  # noqa: PLC0415
    from datatrove.utils.text import TextNormConfig  # noqa: PLC0415

    from spiders.bulk.datatrove_step import Words  # noqa: PLC0415

    # Numbers and days stay as they are: a report that has others is another report.
    norms = TextNormConfig(norm_numbers=False, norm_weekdays=False, norm_monthnames=False)
    config = MinhashConfig(RUN, BUCKETS, HASHES, norm_config=norms, hash_config=HashConfig(64, "sha1"))
    signatures, pairs, clusters = (f"{folder}/{name}" for name in ("signatures", "pairs", "clusters"))
    yield "signatures", tasks, [texts, MinhashDedupSignature(signatures, config, Words())]
    yield "pairs", BUCKETS, [MinhashDedupBuckets(signatures, pairs, config=config)]
    yield "clusters", 1, [MinhashDedupCluster(pairs, clusters, config, save_cluster_id=True)]


def _write(here: Path, folder: str, texts: Texts, tasks: int) -> None:
    lines = here / "members.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        for rank in range(tasks):
            stream.writelines(
                json.dumps(row, ensure_ascii=False) + "\n" for row in _members(folder, texts, rank, tasks)
            )
    connection, _ = connected(str(here))
    with connection:
        members = connection.read_json(str(lines), columns=COLUMNS, format="newline_delimited")
        members.query("members", CLUSTERS).write_parquet(str(here / FILE), compression="zstd")


def _members(folder: str, texts: Texts, rank: int, tasks: int) -> Iterator[dict[str, Any]]:
    """Those of a task's articles that are in a cluster."""
    address = f"{folder}/clusters/{rank:06d}.clusters"
    if not is_there(address):
        return
    found = dict(struct.iter_unpack("<2I", read_bytes(address)))
    for number, (place, row) in enumerate(texts.rows(MEMBER, rank, tasks)):
        if number in found:
            yield {"found": found[number], "place": place, **row}
