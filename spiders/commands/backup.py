"""``scrapy backup FOLDER``: database and archive, while a crawl writes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from spiders.store_command import StoreCommand
from spiders.storing.extension import local_path
from storage import StoreError
from storage.care.backup import back_up

if TYPE_CHECKING:
    import argparse

    from storage import Store


class Command(StoreCommand):
    """What an earlier backup in the same folder has is not copied again."""

    def syntax(self) -> str:
        """For the help."""
        return "<folder>"

    def short_desc(self) -> str:
        """For ``scrapy --help``."""
        return "Copy database and archive to a folder; a crawl may go on meanwhile"

    def work(self, store: Store, args: list[str], opts: argparse.Namespace) -> int:  # noqa: ARG002
        """Status 1 where the folder cannot be written."""
        if len(args) != 1:
            raise UsageError("give one folder")
        target = local_path(args[0]).expanduser()
        if target.resolve() == self.database.resolve().parent:
            raise StoreError(f"{target}: is where the database itself lies")
        try:
            copied, present = back_up(store.db, self.archive, self.database, target)
        except OSError as error:
            raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
        except sqlite3.OperationalError as error:
            raise StoreError(f"{target}: cannot be written: {error}") from error
        print(f"{target / self.database.name}: whole; {copied} archive files copied, {present} were there")
        return 0
