"""A database as years of crawling make it, to measure the reading room on. Its words are made up.

python -m benchmarks.big_database [--articles 200000] [--into build/big.db]

Rows are written in bulk, not through the store; the tables' own triggers keep index and counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.model import Access, Category, Layer
from storage import Store
from storage.changes.recording import note_stored
from storage.full_text.index import index_missing
from storage.store.boxes import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator
    from sqlite_utils import Database

SITES, SECTIONS, LANGUAGES = 60, 12, ("en", "de", "fr", "es", "pl", "ru", "it", "tr")
VOCABULARY, ZIPF = 60_000, 1.15
PARAGRAPHS, WORDS = 11, 40
DAYS = 3 * 365
CHANGED = 8  # every so many articles have a second version
BATCH = 2000
SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha he ka ke la le li lo ma me mi na ne no pa pe ra re sa se ta te to va vi"
)
END = datetime(2026, 11, 23, 12, tzinfo=UTC)
GENERAL = ((Layer.STRUCTURE, "newsletter-form"), (Layer.WORDING, "wording"), (Layer.REPETITION, "repeat-1f3a"))


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description="Make a large database for benchmarks.reading_speed.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--into", type=Path, default=Path("build/big.db"))
    options = parser.parse_args()
    if options.into.exists():
        print(f"{options.into} is there already", file=sys.stderr)
        return 1
    began = time.monotonic()
    make(options.into, options.articles)
    size = options.into.stat().st_size / 2**30
    print(f"{options.into}: {options.articles:,} articles, {size:.1f} GiB, {time.monotonic() - began:.0f} s")
    return 0


def make(path: Path, articles: int) -> None:
    """Write the database."""
    with Store.open(path) as store:
        store.db.execute("PRAGMA synchronous = OFF")
        writer = Writer(np.random.default_rng(7))
        writer.begin(store.db)
        for first in range(1, articles + 1, BATCH):
            with store.db.conn:
                writer.write(store.db, range(first, min(first + BATCH, articles + 1)), articles)
        with store.db.conn:
            index_missing(store.db)
            note_stored(store.db)
        store.finish_run(1, "finished", {})


@dataclass
class Writer:
    """Rows of all tables; the same random numbers make the same database."""

    random: Generator

    def __post_init__(self) -> None:
        syllables = np.array(SYLLABLES.split())
        parts = syllables[self.random.integers(0, len(syllables), (VOCABULARY, 4))]
        lengths = self.random.integers(1, 5, VOCABULARY)
        self.words = np.array(["".join(row[:length]) for row, length in zip(parts, lengths, strict=True)], dtype=object)
        weights = 1 / np.arange(1, VOCABULARY + 1) ** ZIPF
        self.ladder = np.cumsum(weights / weights.sum())
        self.versions = self.removals = 0
        self.text_before = ""
        self.appeals = [[self.text(1, 18) for _ in range(12)] for _ in range(SITES)]

    def text(self, paragraphs: int, words: int) -> str:
        """Sentences of the vocabulary, common words often, rare ones seldom."""
        drawn = self.words[np.searchsorted(self.ladder, self.random.random((paragraphs, words)))]
        return "\n".join(" ".join(row).capitalize() + "." for row in drawn)

    def begin(self, db: Database) -> None:
        """A run that all rows belong to."""
        with db.conn:
            values = (1, "outlet-00", "{}", END.isoformat(), END.isoformat(), "finished", "{}", "0.1", "r1", "host", 1)
            _insert(db, "runs", [values])

    def write(self, db: Database, numbers: range, articles: int) -> None:
        """Articles with these numbers: fetches, versions, ledgers, addresses."""
        made = [self._article(number, articles) for number in numbers]
        _insert(db, "articles", [row["article"] for row in made], ARTICLE)
        for table, columns in (
            ("fetches", FETCH),
            ("versions", VERSION),
            ("boxes", BOX),
            ("removals", REMOVAL),
            ("urls", URL),
        ):
            _insert(db, table, [line for row in made for line in row[table]], columns)
        db.conn.executemany("UPDATE articles SET version = ? WHERE id = ?", [row["current"] for row in made])

    def _article(self, number: int, articles: int) -> dict[str, Any]:
        site = int(self.random.integers(SITES) * self.random.random())
        moment = END - timedelta(days=DAYS * (1 - number / articles), seconds=int(self.random.integers(86400)))
        name, url = f"outlet-{site:02}", f"https://outlet-{site:02}.example/{number}"
        title = self.text(1, 9)[:-1]
        access = self.random.choice([*Access], p=[0.6, 0.15, 0.2, 0.05])
        published, language = moment.isoformat(), LANGUAGES[site % len(LANGUAGES)]
        facts = (number, name, title, published, '["A Writer"]', f"section {number % SECTIONS}", "[]", language)
        shown = (str(access), "JSON-LD", 1, url, self.text(1, 25), published, published)
        row: dict[str, Any] = {"article": (*facts, *shown)}
        row |= {"fetches": [], "versions": [], "boxes": [], "removals": []}
        for step in range(2 if number % CHANGED == 0 else 1):
            self._version(row, (number, site, url, title), moment + timedelta(hours=6 * step), step)
        row["urls"] = [(url, name, "page", number, moment.isoformat(), moment.isoformat(), 200, 0)]
        row["current"] = (self.versions, number)
        return row

    def _version(self, row: dict[str, Any], article: tuple[int, int, str, str], moment: datetime, step: int) -> None:
        self.versions += 1
        (number, site, url, title), at, key = article, moment.isoformat(), self.versions
        outcome = "changed" if step else "stored"
        fetch = (key, 1, f"outlet-{site:02}", "page", outcome, number, key, url, url, "[]", 200, "[]", at, 40_000)
        row["fetches"].append((*fetch, "big-00001.warc.gz", 30_000 * key, 30_000, f"sha256:{key}", 0))
        kinds = json.dumps(["paragraph"] * PARAGRAPHS)
        version = (key, number, key, 1, at, "outlet" if step else "first", title, self._body(step), kinds)
        row["versions"].append((*version, PARAGRAPHS * WORDS, "free", 1, "[]", "1", "r1a2b3c4", f"digest-{key}", at))
        for number, (box, removal) in enumerate(self._ledger(key, site, moment)):
            self.removals += 1
            row["boxes"].append((self.removals, key, number, *box))
            row["removals"].append((key, *removal, self.removals))

    def _body(self, step: int) -> str:
        """A text of its own; of a further version that of the one before with another last paragraph, as outlets do."""
        if step:
            kept = self.text_before.rpartition("\n")[0]
            return f"{kept}\n{self.text(1, WORDS)}"
        self.text_before = self.text(PARAGRAPHS, WORDS)
        return self.text_before

    def _ledger(
        self, version: int, site: int, moment: datetime
    ) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
        """Eight boxes of one block each: rotating appeals of the site, and boilerplate."""
        season = (moment.year * 12 + moment.month) % 12
        for place in range(8):
            category = [*Category][(place + site) % len(Category)]
            layer, rule = (Layer.SITE_RULE, f"rule-{place}") if place < 5 else GENERAL[place - 5]
            text = self.appeals[site][(season + place) % 12] if place < 6 else f"More about {site} {version % 997}"
            told = (str(category), str(layer), rule)
            says = said(category, [text])
            yield (*told, "asks for it", 1, says), (place, *told, text, "class begins with box")


ARTICLE = "id site title published authors section tags language access access_evidence complete url description "
ARTICLE += "first_seen last_seen"
FETCH = "id run site kind outcome article version url_asked url redirects status headers fetched_at size warc_file "
FETCH += "warc_offset warc_length payload_digest is_revisit"
VERSION = "id article fetch run fetched_at cause title text kinds words access complete flags extractor_version "
VERSION += "rules_version text_digest made_at"
BOX = "id version number category layer rule reason blocks says"
REMOVAL = "version position category layer rule text evidence box"
URL = "url site kind article first_fetched last_fetched status failures"


def _insert(db: Database, table: str, lines: Sequence[tuple[object, ...]], columns: str = "") -> None:
    """Rows in bulk; the foreign keys between articles, fetches and versions are a circle, checked at the commit."""
    names = f"({', '.join(columns.split())})" if columns else ""
    places = ", ".join("?" * len(lines[0]))
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    db.conn.executemany(f"INSERT INTO {table} {names} VALUES ({places})", lines)  # noqa: S608  (names of ours)


if __name__ == "__main__":
    sys.exit(main())
