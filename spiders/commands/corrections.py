"""``scrapy corrections``: what readers marked as mistakes, and labels made of it."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.reports.plain_text import plain
from spiders.store_command import StoreCommand
from storage import StoreError
from storage.rules.corrections import open_corrections, settle
from storage.schema.database import transaction
from storage.store.fetches import utc

if TYPE_CHECKING:
    import argparse

    from storage import Store
    from storage.rules.corrections import Correction

LONGEST = 80  # letters of a passage in one line


class Command(StoreCommand):
    """Lists; with ``--labels`` appends them to a file of labels, once each."""

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "List what readers marked as mistakes; --labels FILE makes labels of it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and the file."""
        super().add_options(parser)
        parser.add_argument("--labels", type=Path, metavar="FILE", help="append them as JSON lines, and settle them")

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:
        """Status 0."""
        if args:
            raise UsageError("takes no arguments")
        corrections = open_corrections(store.db)
        if opts.labels:
            _append(store, corrections, opts.labels)
        else:
            print("\n".join(map(told, corrections)) or "nothing is marked that is not settled")
        return 0


def told(correction: Correction) -> str:
    """One mark in two lines, with what makes a fixture of its page."""
    was = f"{correction.was} ({correction.layer} {correction.rule})" if correction.was else "article"
    passage = textwrap.shorten(plain(correction.text), LONGEST, placeholder=" ...")
    who = plain(f"{correction.site}: we had {was}, it is {correction.verdict} ({correction.marked_by})")
    return f"{who}: {passage}\n    scrapy fixture {correction.article}"


def _append(store: Store, corrections: list[Correction], path: Path) -> None:
    """Settled in the same transaction as written: what cannot be written stays open. Raises StoreError."""
    with transaction(store.db):
        settle(store.db, corrections, utc(datetime.now(UTC)))
        try:
            with path.open("a", encoding="utf-8") as stream:
                stream.writelines(json.dumps(each.label, ensure_ascii=False) + "\n" for each in corrections)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    print(f"{len(corrections)} written to {path}")
