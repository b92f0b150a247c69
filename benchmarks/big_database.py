"""A database as years of crawling make it, to measure the reading room on. Its words are made up.

python -m benchmarks.big_database [--articles 200000] [--paragraphs 11] [--boxes 8] [--into build/big.db]

Rows are written in bulk, not through the store: indexes, triggers and counts are laid aside, and made at the end by the
statements of the schema itself. A million articles take 13 GB; ten million of two paragraphs with four boxes fifty.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.model import APPEALS, Access, Category, Layer
from storage import Store
from storage.changes.recording import note_change
from storage.schema import boxes, tallies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from sqlite_utils import Database

SITES, SECTIONS, LANGUAGES = 60, 12, ("en", "de", "fr", "es", "pl", "ru", "it", "tr")
VOCABULARY, ZIPF = 60_000, 1.15
PARAGRAPHS, WORDS = 11, 40
DAYS = 3 * 365
CHANGED = 8  # every so many articles have a second version
LINES, SEASONS = 8, 12  # boxes of a version, and wordings of an appeal that come round
BATCH, SHOWN = 2000, 100_000
STARTED = time.monotonic()
SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha he ka ke la le li lo ma me mi na ne no pa pe ra re sa se ta te to va vi"
)
END = datetime(2026, 11, 23, 12, tzinfo=UTC)
GENERAL = ((Layer.STRUCTURE, "newsletter-form"), (Layer.WORDING, "wording"), (Layer.REPETITION, "repeat-1f3a"))


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Make a large database for benchmarks.reading_speed.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of an article, of forty words each")
    parser.add_argument("--boxes", type=int, choices=range(1, LINES + 1), default=LINES, help="cut of a version")
    parser.add_argument("--into", type=Path, default=Path("build/big.db"))
    options = parser.parse_args()
    if options.into.exists():
        print(f"{options.into} is there already", file=sys.stderr)
        return 1
    began, before = time.monotonic(), time.process_time()
    make(options.into, options.articles, options.paragraphs, options.boxes)
    size, used = options.into.stat().st_size / 2**30, time.process_time() - before
    taken = f"{time.monotonic() - began:.0f} s, {used:.0f} s of processor"
    print(f"{options.into}: {options.articles:,} articles, {size:.1f} GiB, {taken}")
    return 0


def make(path: Path, articles: int, paragraphs: int = PARAGRAPHS, boxes: int = LINES) -> None:
    """Write the database."""
    with Store.open(path) as store:
        db = store.db
        with _in_bulk(db):
            _write_all(db, Writer(np.random.default_rng(7), paragraphs, boxes), articles)
            _tell("ledger")
            with db.conn:
                _fill_ledger(db)
        for fill in (_fill_counts, _fill_search, _fill_changes):
            _tell(fill.__name__.removeprefix("_fill_"))
            with db.conn:
                fill(db)
        db.execute("PRAGMA journal_mode = WAL")
        store.finish_run(1, "finished", {})


def _write_all(db: Database, writer: Writer, articles: int) -> None:
    with db.conn:
        writer.begin(db)
    for first in range(1, articles + 1, BATCH):
        if first % SHOWN == 1:
            _tell(f"articles from {first:,}")
        with db.conn:
            writer.write(db, range(first, min(first + BATCH, articles + 1)), articles)


def _tell(step: str) -> None:
    print(f"{time.monotonic() - STARTED:6.0f} s: {step}", file=sys.stderr, flush=True)


@contextmanager
def _in_bulk(db: Database) -> Iterator[None]:
    """Inside there are no indexes and triggers; at the end they are made again, each in one pass.

    Without a journal, in which each table would lie a second time; what is sorted lies on disk, for it outgrows memory.
    """
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -500000"):
        db.execute(f"PRAGMA {pragma}")
    laid_aside = db.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql > ''")
    statements = []
    for kind, name, sql in laid_aside.fetchall():
        db.execute(f"DROP {kind} {name}")
        statements.append(sql)
    yield
    for statement in statements:
        _tell(" ".join(statement.split()[:4]))
        db.execute(statement)
    db.execute("PRAGMA foreign_keys = ON")


def _fill_ledger(db: Database) -> None:
    for statement in LEDGER:
        db.execute(statement)


def _fill_counts(db: Database) -> None:
    """By parts of the articles: all their boxes at once would be sorted on disk, longer than all else takes."""
    (last,) = db.execute("SELECT max(id) FROM articles").fetchone()
    for first in range(1, last + 1, SHOWN):
        part = f"(SELECT * FROM articles WHERE id BETWEEN {first} AND {first + SHOWN - 1}) AS articles"  # noqa: S608
        for counted in boxes.COUNTS:
            db.execute(counted.format(row="articles", sign="", joined=f"JOIN {part}", alone=f"FROM {part}"))
    for statement in tallies.COUNT_STORED:
        db.execute(statement)


def _fill_search(db: Database) -> None:
    """All words are ASCII: folded they are what they are."""
    for index, statement in SEARCH.items():
        bulk = ("hashsize', 67108864", "automerge', 0", "crisismerge', 64")
        usual = ("hashsize', 1048576", "automerge', 4", "crisismerge', 16")
        for option in bulk:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('{option})")  # noqa: S608  (constants)
        db.execute(statement)
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608
        for option in usual:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('{option})")  # noqa: S608


def _fill_changes(db: Database) -> None:
    """The first is compared, all others differ in the same way."""
    pair = list(db.query("SELECT * FROM versions WHERE article = ? ORDER BY id", (CHANGED,)))
    if len(pair) > 1:
        note_change(db, "outlet-00", pair[0], pair[1])
        db.execute(FURTHER_CHANGES, (pair[1]["id"],))


@dataclass
class Writer:
    """Rows of all tables; the same random numbers make the same database."""

    random: Generator
    paragraphs: int
    boxes: int

    def __post_init__(self) -> None:
        syllables = np.array(SYLLABLES.split())
        parts = syllables[self.random.integers(0, len(syllables), (VOCABULARY, 4))]
        lengths = self.random.integers(1, 5, VOCABULARY)
        self.words = np.array(["".join(row[:length]) for row, length in zip(parts, lengths, strict=True)], dtype=object)
        weights = 1 / np.arange(1, VOCABULARY + 1) ** ZIPF
        self.ladder = np.cumsum(weights / weights.sum())
        self.versions = 0

    def lines(self, number: int, words: int) -> list[str]:
        """Sentences of the vocabulary, common words often, rare ones seldom."""
        drawn = self.words[np.searchsorted(self.ladder, self.random.random((number, words)))]
        return [" ".join(row).capitalize() + "." for row in drawn.tolist()]

    def begin(self, db: Database) -> None:
        """A run that all rows belong to, and the lines that are cut: rotating appeals of each site, and boilerplate."""
        values = (1, "outlet-00", "{}", END.isoformat(), END.isoformat(), "finished", "{}", "0.1", "r1", "host", 1)
        _insert(db, "runs", [values])
        db.execute(CUT)
        for site in range(SITES):
            appeals = self.lines(SEASONS, 18)
            seasons = [(season, place) for season in range(SEASONS) for place in range(LINES - self.boxes, LINES)]
            _insert(db, "cut", [_cut(site, season, place, appeals) for season, place in seasons])

    def write(self, db: Database, numbers: range, articles: int) -> None:
        """Articles with these numbers: fetches, versions, addresses."""
        size = len(numbers)
        texts = self.lines(size * self.paragraphs, WORDS)
        further, titles, leads = self.lines(size, WORDS), self.lines(size, 9), self.lines(size, 25)
        sites = (self.random.integers(SITES, size=size) * self.random.random(size)).astype(int).tolist()
        seconds = self.random.integers(86400, size=size).tolist()
        access = self.random.choice(ACCESS, size, p=SHARES).tolist()
        tables: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
        for place, number in enumerate(numbers):
            moment = END - timedelta(days=DAYS * (1 - number / articles), seconds=seconds[place])
            body = texts[place * self.paragraphs : (place + 1) * self.paragraphs]
            bodies = [body, [*body[:-1], further[place]]] if number % CHANGED == 0 else [body]
            head = (number, sites[place], titles[place][:-1], access[place], leads[place])
            _add(tables, head, moment, bodies, self.versions)
            self.versions += len(bodies)
        for name, lines in tables.items():
            _insert(db, name, lines, COLUMNS[name])


def _add(
    tables: dict[str, list[tuple[object, ...]]],
    head: tuple[int, int, str, str, str],
    moment: datetime,
    bodies: list[list[str]],
    version: int,
) -> None:
    """The rows of one article; ``version`` is the last number that was given to one."""
    number, place, title, access, lead = head
    site, url, at = f"outlet-{place:02}", f"https://outlet-{place:02}.example/{number}", moment.isoformat()
    facts = (number, site, title, at, '["A Writer"]', f"section {number % SECTIONS}", "[]")
    shown = (LANGUAGES[place % len(LANGUAGES)], access, "JSON-LD", 1, url, lead, at, at, version + len(bodies))
    tables["articles"].append((*facts, *shown))
    tables["urls"].append((url, site, "page", number, at, at, 200, 0))
    for step, body in enumerate(bodies):
        key, then = version + step + 1, (moment + timedelta(hours=6 * step)).isoformat()
        outcome, cause = ("changed", "outlet") if step else ("stored", "first")
        fetch = (key, 1, site, "page", outcome, number, key, url, url, "[]", 200, "[]", then, 40_000)
        tables["fetches"].append((*fetch, "big-00001.warc.gz", 30_000 * key, 30_000, f"sha256:{key}", 0))
        text = (
            key,
            number,
            key,
            1,
            then,
            cause,
            title,
            "\n".join(body),
            json.dumps(["paragraph"] * len(body)),
            len(body) * WORDS,
        )
        tables["versions"].append((*text, "free", 1, "[]", "1", "r1a2b3c4", f"digest-{key}", then))


def _cut(site: int, season: int, place: int, appeals: list[str]) -> tuple[object, ...]:
    """What stands at a place of the ledger of a site's articles in a month; no text where each article has its own."""
    category = [*Category][(place + site) % len(Category)]
    layer, rule = (Layer.SITE_RULE, f"rule-{place}") if place < 5 else GENERAL[place - 5]
    name, text = f"outlet-{site:02}", appeals[(season + place) % SEASONS] if place < 6 else None
    return name, season, place, category.value, layer.value, rule, text, int(category in APPEALS)


ACCESS, SHARES = [each.value for each in Access], [0.6, 0.15, 0.2, 0.05]
COLUMNS = {
    "articles": "id site title published authors section tags language access access_evidence complete url description "
    "first_seen last_seen version",
    "fetches": "id run site kind outcome article version url_asked url redirects status headers fetched_at size "
    "warc_file warc_offset warc_length payload_digest is_revisit",
    "versions": "id article fetch run fetched_at cause title text kinds words access complete flags extractor_version "
    "rules_version text_digest made_at",
    "urls": "url site kind article first_fetched last_fetched status failures",
}
CUT = """
CREATE TEMP TABLE cut (site, season, place, category, layer, rule, text, asks, PRIMARY KEY (site, season, place))
"""
CUT_TEXT = "coalesce(cut.text, 'More about ' || articles.site || ' ' || (versions.id % 997))"
CUT_BOX = """
(versions.id - 1) * (SELECT count(DISTINCT place) FROM cut) + place - (SELECT min(place) FROM cut) + 1
"""
CUT_FROM = """
FROM versions CROSS JOIN articles CROSS JOIN cut
WHERE articles.id = versions.article AND cut.site = articles.site
    AND season = CAST(substr(versions.fetched_at, 6, 2) AS INTEGER) % 12
"""
LEDGER = (
    f"""
    INSERT INTO boxes (version, number, category, layer, rule, reason, blocks, says)
    SELECT versions.id, place, category, layer, rule, 'asks for it', 1, iif(asks, {CUT_TEXT}, NULL) {CUT_FROM}
    """,
    f"""
    INSERT INTO removals (version, position, category, layer, rule, text, evidence, box)
    SELECT versions.id, place, category, layer, rule,
        {CUT_TEXT}, 'class begins with box', {CUT_BOX} {CUT_FROM}
    """,
)
SEARCH = {
    "versions_fts": "INSERT INTO versions_fts (versions_fts) VALUES ('rebuild')",
    "search_index": """
    INSERT INTO search_index (rowid, title, text, authors, section, address)
    SELECT versions.id, versions.title, text, 'A Writer', section, url
    FROM versions CROSS JOIN articles WHERE articles.version = versions.id
    """,
}
FURTHER_CHANGES = """
INSERT INTO changes (article, site, at, class, cause, title_changed, told, before, version)
SELECT versions.article, articles.site, versions.fetched_at, class, changes.cause, title_changed, told, versions.id - 1,
    versions.id
FROM changes JOIN versions ON versions.cause = 'outlet' AND versions.id > ?
    JOIN articles ON articles.id = versions.article
"""


def _insert(db: Database, table: str, lines: Sequence[tuple[object, ...]], columns: str = "") -> None:
    names = f"({', '.join(columns.split())})" if columns else ""
    places = ", ".join("?" * len(lines[0]))
    db.conn.executemany(f"INSERT INTO {table} {names} VALUES ({places})", lines)  # noqa: S608  (names of ours)


if __name__ == "__main__":
    sys.exit(main())
