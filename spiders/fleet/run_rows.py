"""A run's database as the records that a crawl hands to the store, so that it can be stored once more elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from extractors import Extraction
from spiders.bulk.collecting import extraction_of
from spiders.reading.cut_pages import POSSIBLY_CUT
from storage import Discovery, Fetch, FetchKind, Outcome, RecordPlace
from storage.records import Redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

READ_BY = ("rules_version", "extractor_version")
CAME = {Outcome.STORED, Outcome.CHANGED, Outcome.UNCHANGED}
# Those of an article's further pages come with its first.
FETCHES = """
SELECT fetches.*, (SELECT guid FROM guids WHERE guids.article = fetches.article LIMIT 1) AS guid FROM fetches
WHERE run = ? AND id NOT IN (SELECT fetch FROM further_pages) ORDER BY id
"""
FURTHER = """
SELECT fetches.*, NULL AS guid FROM further_pages JOIN fetches ON fetches.id = fetch
WHERE further_pages.version = ? AND run = ?
"""
# What a fetch made, as the run read it; what it found unchanged. What was cut from it at the end of the run is learned
# and cut again where the run is collected: there the pages of all runs are at hand.
VERSION = """
SELECT articles.site, articles.url AS canonical_url, published, authors, section, tags, language, access_evidence,
    description, site_name, page_type, image_url, image_caption, image_credit, versions.id, versions.title,
    versions.text, versions.kinds,
    versions.modified, versions.flags, versions.access, versions.complete
FROM versions JOIN articles ON articles.id = versions.article
WHERE versions.id = coalesce((SELECT min(id) FROM versions WHERE fetch = :fetch), :version)
"""
REMOVALS = """
SELECT removals.*, boxes.number, boxes.reason FROM removals JOIN boxes ON boxes.id = removals.box
WHERE removals.version = ? ORDER BY removals.id
"""
# A list of another site may name it, too.
WAITS = """
INSERT OR IGNORE INTO waiting (url, site, title, published, found_in, found_as, found_at, guid)
VALUES (:url, :site, :title, :published, :found_in, :found_as, :found_at, :guid)
"""


@dataclass(frozen=True)
class Arrived:
    """One fetch with the further pages of its article, and what was read on them."""

    site: str
    fetch: Fetch
    extraction: Extraction | None
    further: tuple[Fetch, ...]


def arrivals(db: Database, run: dict[str, Any], prefix: str) -> Iterator[Arrived]:
    """What a run brought, in its order; ``prefix`` stands before the names of its archive files."""
    for row in db.query(FETCHES, (run["id"],)):
        version = _version(db, row) if row["outcome"] in CAME else None
        extraction = _extraction(db, row, version) if version else _failed(row)
        further = db.query(FURTHER, (version["id"], run["id"])) if version else ()
        pages = tuple(_fetch(each, prefix) for each in further)
        is_cut = extraction is not None and POSSIBLY_CUT in extraction.flags
        yield Arrived(row["site"], replace(_fetch(row, prefix), is_cut=is_cut), extraction, pages)


def bring_waiting(brought: Database, home: Database, site: str) -> None:
    """What waits at a site after its last run is what waits; in the caller's transaction."""
    home.execute("DELETE FROM waiting WHERE site = ?", (site,))
    for row in brought.query("SELECT * FROM waiting WHERE site = ?", (site,)):
        home.execute(WAITS, row)


def last_run(db: Database, site: str) -> dict[str, Any]:
    """The row of the run that a database was made by."""
    return next(iter(db.query("SELECT * FROM runs WHERE spider = ? ORDER BY id DESC LIMIT 1", (site,))))


def _version(db: Database, row: dict[str, Any]) -> dict[str, Any]:
    return next(iter(db.query(VERSION, {"fetch": row["id"], "version": row["version"]})))


def _failed(row: dict[str, Any]) -> Extraction | None:
    """What was made of a page that is no article; None where none was read."""
    if row["extractor_version"] is None:
        return None
    return Extraction(None, error=row["error"], **{name: row[name] for name in READ_BY})


def _extraction(db: Database, row: dict[str, Any], version: dict[str, Any]) -> Extraction:
    removals = [each | {"box": each["number"]} for each in db.query(REMOVALS, (version["id"],))]
    lists = {name: json.loads(version[name]) for name in ("kinds", "authors", "tags", "flags")}
    complete = None if version["complete"] is None else bool(version["complete"])
    told = {"url": row["url"], "complete": complete, "removals": removals} | {name: row[name] for name in READ_BY}
    return extraction_of(version | lists | told)


def _fetch(row: dict[str, Any], prefix: str) -> Fetch:
    return Fetch(
        row["url_asked"],
        row["url"],
        datetime.fromisoformat(row["fetched_at"]),
        kind=FetchKind(row["kind"]),
        status=row["status"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        redirects=tuple(_redirect(hop, prefix) for hop in json.loads(row["redirects"])),
        error=row["error"],
        discovery=_discovery(row),
        place=_place(row, prefix),
        size=row["size"],
        elapsed=row["elapsed"],
    )


def _discovery(row: dict[str, Any]) -> Discovery | None:
    if row["found_at"] is None:
        return None
    found_at = datetime.fromisoformat(row["found_at"])
    return Discovery(row["url_asked"], row["found_in"], row["found_as"], found_at, row["guid"])


def _place(row: dict[str, Any], prefix: str) -> RecordPlace | None:
    if row["warc_file"] is None:
        return None
    where = (f"{prefix}{row['warc_file']}", row["warc_offset"], row["warc_length"], row["payload_digest"])
    return RecordPlace(*where, is_revisit=bool(row["is_revisit"]))


def _redirect(hop: dict[str, Any], prefix: str) -> Redirect:
    # A hop's row has no more of its record than where it begins.
    place = RecordPlace(f"{prefix}{hop['file']}", hop["offset"], 0, "") if hop["file"] else None
    return Redirect(hop["url"], hop["status"], place)
