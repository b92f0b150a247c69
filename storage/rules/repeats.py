"""Rows of ``repeats``: what stands in many articles of a site, and which stored articles it is still to be cut from."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from extractors.model import Category, KeptText, Repeat, Repeats
from storage.schema.database import transaction
from storage.store.fetches import utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from extractors.model import Learned

LATEST = 500
"""Articles of a site that are compared: an appeal is there for weeks, and memory has a bound."""
CATEGORIES = frozenset(Category)
PHRASE = 200  # characters by which a block is looked up in the full-text index

KEPT = """
SELECT articles.id, articles.title, articles.authors, articles.section, versions.text, articles.version
FROM articles JOIN versions ON versions.id = articles.version
WHERE articles.site = ? ORDER BY articles.dated DESC, articles.id DESC LIMIT ?
"""
# Lists of other articles are another on each page.
CUT_LINES = """
SELECT position, text FROM removals WHERE version = ? AND category NOT IN ('related', 'advert') ORDER BY id
"""


def kept_texts(db: Database, site: str) -> list[KeptText]:
    """The current texts of the latest 500 articles of a site, in the order of their dates."""
    return [_kept(db, row) for row in db.query(KEPT, (site, LATEST))][::-1]


def _kept(db: Database, row: dict[str, Any]) -> KeptText:
    marks = {*json.loads(row["authors"]), row["section"]} - {None}
    cut = tuple((found["position"], found["text"]) for found in db.query(CUT_LINES, (row["version"],)))
    return KeptText(row["id"], row["title"], tuple(row["text"].split("\n")), cut, frozenset(marks))


ACTIVE = """
SELECT site, digest, category, articles FROM repeats WHERE withdrawn_at IS NULL AND (:site IS NULL OR site = :site)
"""


def all_repeats(db: Database, site: str | None = None) -> dict[str, Repeats]:
    """What is cut from the pages of each site of which something was learned, or of one of them."""
    found: dict[str, dict[str, Repeat]] = {}
    for row in db.query(ACTIVE, {"site": site}):
        if row["category"] in CATEGORIES and isinstance(row["articles"], int):  # else somebody else wrote it
            found.setdefault(row["site"], {})[row["digest"]] = Repeat(Category(row["category"]), row["articles"])
    return {name: Repeats(by_digest) for name, by_digest in found.items()}


def sites_of_run(db: Database, run: int) -> list[str]:
    """The sites of which a run brought new texts."""
    sql = "SELECT DISTINCT site FROM fetches WHERE run = ? AND outcome IN ('stored', 'changed') ORDER BY site"
    return [row["site"] for row in db.query(sql, (run,))]


# One that stands in a text again (an import brought it, a run was killed) is to be applied again.
NOTE = """
INSERT INTO repeats (site, digest, category, text, articles, run, learned_at)
VALUES (:site, :digest, :category, :text, :articles, :run, :now)
ON CONFLICT (site, digest) DO UPDATE SET articles = max(articles, excluded.articles),
    applied_at = CASE WHEN withdrawn_at IS NULL THEN NULL ELSE applied_at END
"""
# A block that was cut is met in the ledger from then on.
COUNT = """
UPDATE repeats SET articles = max(articles, (
    SELECT count(DISTINCT articles.id) FROM removals JOIN articles ON articles.version = removals.version
    WHERE removals.rule = 'repeat-' || digest AND articles.site = repeats.site
)) WHERE site = :site AND withdrawn_at IS NULL
"""
# A reader's word that a cut was content counts more than any statistics.
WITHDRAW = """
UPDATE repeats SET withdrawn_at = :now, applied_at = NULL WHERE site = :site AND withdrawn_at IS NULL AND digest IN (
    SELECT substr(removals.rule, 8) FROM corrections JOIN removals ON removals.id = corrections.removal
    WHERE corrections.verdict = 'article' AND removals.layer = 'repetition'
)
"""


def note_repeats(db: Database, run: int, site: str, learned: Iterable[Learned]) -> int:
    """Keep what was learned of a site, in one transaction; returns how many blocks are new."""
    values = {"site": site, "run": run, "now": utc(datetime.now(UTC))}
    with transaction(db):
        before = _count(db, site)
        for each in learned:
            repeat = {"category": each.repeat.category, "articles": each.repeat.articles}
            db.execute(NOTE, values | repeat | {"digest": each.digest, "text": each.text})
        db.execute(COUNT, {"site": site})
        db.execute(WITHDRAW, {"site": site, "now": values["now"]})
        return _count(db, site) - before


def _count(db: Database, site: str) -> int:
    return int(db.execute("SELECT count(*) FROM repeats WHERE site = ?", (site,)).fetchone()[0])


# Of each fetch the last cleaning counts.
LAST = "versions.id = (SELECT max(id) FROM versions AS later WHERE later.fetch = versions.fetch)"
STANDING = f"""
SELECT DISTINCT versions.fetch FROM versions_fts JOIN versions ON versions.id = versions_fts.rowid
JOIN articles ON articles.id = versions.article
WHERE versions_fts MATCH :phrase AND articles.site = :site AND {LAST}
"""  # noqa: S608  (constants)
CUT = f"""
SELECT DISTINCT versions.fetch FROM removals JOIN versions ON versions.id = removals.version
JOIN articles ON articles.id = versions.article
WHERE removals.rule = 'repeat-' || :digest AND articles.site = :site AND {LAST}
"""  # noqa: S608


def to_be_cleaned(db: Database, site: str) -> tuple[list[str], list[int]]:
    """The digests that were not applied yet, and the fetches whose pages they concern: where the block stands in the
    text, or, after it was withdrawn, was cut."""
    rows = list(
        db.query("SELECT digest, text, withdrawn_at FROM repeats WHERE site = ? AND applied_at IS NULL", (site,))
    )
    fetches: set[int] = set()
    for row in rows:
        sql = CUT if row["withdrawn_at"] else STANDING
        values = {"site": site, "digest": row["digest"], "phrase": _phrase(row["text"])}
        fetches |= {int(found["fetch"]) for found in db.query(sql, values)}
    return [row["digest"] for row in rows], sorted(fetches)


def _phrase(text: str) -> str:
    quoted = text[:PHRASE].replace('"', '""')
    return f'text : "{quoted}"' + (" *" if len(text) > PHRASE else "")  # the last word may be cut


def mark_applied(db: Database, site: str, digests: Iterable[str]) -> None:
    """Say that the stored articles of a site are clean of these blocks."""
    sql = "UPDATE repeats SET applied_at = ? WHERE site = ? AND digest = ?"
    with transaction(db):
        for digest in digests:
            db.execute(sql, (utc(datetime.now(UTC)), site, digest))
