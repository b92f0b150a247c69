"""What makes a corpus one that can be cited and made again: its list of files, versions, options, counts; its card."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from extractors.model import EXTRACTOR_VERSION
from spiders.bulk.corpus_files import TABLES, parquet_name
from spiders.bulk.duplicates import FILE as DUPLICATES
from spiders.bulk.folders import (
    archive_files,
    files_below,
    forget_unfinished,
    is_there,
    read_bytes,
    write_first,
    write_text,
)
from spiders.bulk.repeats import FILE, connected, fetched
from spiders.web.sites import all_sites

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "manifest.json"
CARD = """---
configs:
{configs}---
# Articles of {files} archive files

Made by Stet (extractor {extractor}) from `{source}`: {articles} articles of {sites} sites, {removals} blocks that were
cut from their pages, {rejected} records that gave no article.

| folder | a row is |
|---|---|
| `articles` | an article as one record shows it: facts, clean text, and where it comes from |
| `removals` | a block that was cut from an article (`file`, `record`), the box that it went with, and why |
| `rejected` | a record that gave no article, and the reason |
| `{repeats}` | a block that was learned to repeat on a site, and is cut from its articles |
{duplicates}
`manifest.json` has the files, versions and options. What is another's stays another's: the texts are their publishers'.
"""
DUPLICATES_ROW = f"| `{DUPLICATES}` | an article whose text stands again, or nearly, and its `cluster`; all stay |\n"


class CorpusError(Exception):
    """A corpus cannot be made as asked; the message says why."""


def frozen(source: str, corpus: str, options: Mapping[str, object]) -> dict[str, Any]:
    """The manifest, written once: who starts again, or at the same time, goes on with the same list.

    Raises CorpusError for another one, StorageError.
    """
    wanted = {"source": source, "versions": _versions(), "options": dict(options)}
    if not is_there(f"{corpus}/{NAME}"):
        manifest = wanted | {"files": archive_files(source), "counts": None}
        if not manifest["files"]:
            raise CorpusError(f"{source}: no WARC, WACZ or ARC file there")
        if write_first(f"{corpus}/{NAME}", _as_text(manifest)):
            return manifest
    manifest = manifest_of(corpus)
    if others := [name for name, value in wanted.items() if manifest[name] != value]:
        raise CorpusError(f"{corpus} holds a corpus with other {', '.join(others)}: name another folder")
    return manifest


def _as_text(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


def manifest_of(corpus: str) -> dict[str, Any]:
    """What ``scrapy bulk`` wrote there. Raises CorpusError where it wrote nothing, StorageError."""
    if not is_there(f"{corpus}/{NAME}"):
        raise CorpusError(f"{corpus}: no corpus there")
    try:
        manifest = json.loads(read_bytes(f"{corpus}/{NAME}"))
    except ValueError as error:
        raise CorpusError(f"{corpus}/{NAME}: cannot be read: {error}") from error
    if not isinstance(manifest, dict) or not {"source", "versions", "options", "files", "counts"} <= manifest.keys():
        raise CorpusError(f"{corpus}/{NAME}: not written by scrapy bulk")
    return manifest


def refuse_half(corpus: str) -> None:
    """Raises CorpusError where a corpus is none, was not made to its end, or has lost files since."""
    manifest = manifest_of(corpus)
    if manifest["counts"] is None:
        raise CorpusError(f"{corpus}: not whole yet; start the scrapy bulk that writes it again")
    names = [parquet_name(table, *file) for table in TABLES for file in enumerate(file_names(manifest))]
    if missing := sorted({*names} - {*files_below(corpus)}):
        raise CorpusError(f"{corpus}: {len(missing)} of its files are missing, {missing[0]} among them")


def file_names(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """The archive files, in the order of their numbers."""
    return tuple(file["name"] for file in manifest["files"])


def _versions() -> dict[str, str]:
    rules = sorted((site.name, site.rules_version) for site in all_sites().values())
    digest = hashlib.sha256(json.dumps(rules).encode()).hexdigest()[:16]
    engines = {name: version(name) for name in ("datatrove", "duckdb")}
    return {"extractor": EXTRACTOR_VERSION, "site_files": digest, **engines}


def finish(corpus: str, manifest: dict[str, Any]) -> dict[str, Any]:
    """The counts of a corpus that is whole, and its card; returns the counts."""
    connection, folder = connected(corpus)
    with connection:
        tables = {name: f"read_parquet('{folder}/{name}/*.parquet')" for name in TABLES}
        counts: dict[str, Any] = {name: _one(connection, f"SELECT count(*) FROM {tables[name]}") for name in TABLES}  # noqa: S608
        counts["sites"] = _one(connection, f"SELECT count(DISTINCT site) FROM {tables['articles']}")  # noqa: S608
        sql = f"SELECT reason, count(*) FROM {tables['rejected']} GROUP BY reason ORDER BY 2 DESC, 1 LIMIT 50"  # noqa: S608
        counts["reasons"] = dict(connection.execute(sql).fetchall())
        if is_there(f"{corpus}/{DUPLICATES}"):
            sql = f"SELECT count(DISTINCT cluster) AS clusters, count(*) AS articles FROM '{folder}/{DUPLICATES}'"  # noqa: S608
            counts["duplicates"] = next(fetched(connection.execute(sql)))
    whole = manifest | {"counts": counts}
    write_text(f"{corpus}/README.md", card(whole))
    write_text(f"{corpus}/{NAME}", _as_text(whole))
    forget_unfinished(corpus)
    return counts


def _one(connection: Any, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def card(manifest: Mapping[str, Any]) -> str:
    """The dataset card, as hubs of datasets read it."""
    configs = "".join(f"- config_name: {name}\n  data_files: {name}/*.parquet\n" for name in reversed(TABLES))
    counts = {name: f"{manifest['counts'][name]:,}" for name in (*TABLES, "sites")}
    duplicates = DUPLICATES_ROW if "duplicates" in manifest["counts"] else ""
    named = {"files": len(manifest["files"]), "source": manifest["source"], "repeats": FILE, "configs": configs}
    return CARD.format(**counts, **named, duplicates=duplicates, extractor=manifest["versions"]["extractor"])
