"""A run's database and archive files on the shared storage, under names of its own; nothing there is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.bulk.folders import opened, put
from spiders.storing.extension import archive_folder
from storage.archive.files import archive_files

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "stet.db"
"""Of a run: what is known of its site after it, and so the state that the next run begins with."""


def folder_of(storage: str, site: str, run: str) -> str:
    """Where the files of a run lie."""
    return f"{storage.rstrip('/')}/runs/{site}/{run}"


def take(address: str, here: Path) -> None:
    """Have a file on this machine. Raises OSError."""
    system, path = opened(address)
    here.parent.mkdir(parents=True, exist_ok=True)
    system.get_file(path, str(here))


def bring(database: Path, folder: str) -> None:
    """Put a run's files on the storage, the database last: where it is, all that it names is there. Raises OSError."""
    for path in archive_files(archive_folder(database)):
        put(path, f"{folder}/archive/{path.name}")
    put(database, f"{folder}/{DATABASE}")


def archived(folder: str) -> list[str]:
    """The names of the archive files of a run."""
    system, path = opened(f"{folder}/archive")
    found = system.ls(path, detail=False) if system.exists(path) else []
    return sorted(str(each).rpartition("/")[2] for each in found if str(each).endswith(".warc.gz"))
