"""A copy of database and archive that is whole, made while a crawl writes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

from storage.archive.files import OPEN_SUFFIX, PRIVATE, archive_files, repair_folder
from storage.archive.time_stamps import SUFFIX as STAMP

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


def back_up(db: Database, archive: Path, database: Path, target: Path) -> tuple[int, int]:
    """Copy to a folder, which may hold an earlier backup: what is there already is not copied again.

    Returns how many archive files were copied, and how many were there. Raises OSError, or sqlite3.OperationalError
    where the copy of the database cannot be written.
    The database first: a page is archived before it is stored, so the archive copied afterwards holds all that the
    copied database names.
    """
    target.mkdir(parents=True, exist_ok=True)
    _copy_database(db, target / database.name)
    folder = target / archive.name
    folder.mkdir(exist_ok=True)
    copied = present = 0
    for path in (*archive_files(archive), *sorted(archive.glob(f"*.warc.gz{STAMP}"))):
        if _copy_file(path, folder):
            copied += 1
        else:
            present += 1
    # Of a file in progress there may be half a record at the end. A copy in which nobody goes on is finished as it is.
    repair_folder(folder)
    return copied, present


def _copy_database(db: Database, target: Path) -> None:
    """One read transaction: writers go on meanwhile. The copy takes its place when it is whole."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=PRIVATE)
    try:
        db.execute("VACUUM INTO ?", (str(unfinished),))
    except sqlite3.OperationalError:
        unfinished.unlink(missing_ok=True)
        raise
    _into_place(unfinished, target)


def _copy_file(path: Path, folder: Path) -> bool:
    """Whether a file was copied; one in progress is copied as far as it is."""
    target = folder / path.name
    if not path.exists():  # finished between listing and copying
        path = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
        target = folder / path.name
    if target.exists() and target.stat().st_size == path.stat().st_size:
        return False
    unfinished = folder / (path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=PRIVATE)
    shutil.copyfile(path, unfinished, follow_symlinks=False)
    _into_place(unfinished, target)
    target.with_name(target.name + OPEN_SUFFIX).unlink(missing_ok=True)
    return True


def _into_place(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as stream:
        os.fsync(stream.fileno())
    unfinished.replace(target)
