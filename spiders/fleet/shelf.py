"""A run's database and archive files on the shared storage, under names of its own; nothing there is written twice."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from backports import zstd

from spiders.bulk.folders import opened, put
from spiders.storing.extension import archive_folder
from storage.archive.files import archive_files

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "stet.db.zst"
"""Of a run: what it brought, and what the next run of its site has to know; packed to a fifth."""


def folder_of(storage: str, site: str, run: str) -> str:
    """Where the files of a run lie."""
    return f"{storage.rstrip('/')}/runs/{site}/{run}"


def take(address: str, here: Path) -> None:
    """Have a file on this machine. Raises OSError."""
    system, path = opened(address)
    here.parent.mkdir(parents=True, exist_ok=True)
    system.get_file(path, str(here))


def take_database(address: str, here: Path) -> None:
    """Have a run's database on this machine. Raises OSError."""
    packed = here.with_name(DATABASE)
    take(address, packed)
    try:
        with zstd.open(packed) as content, here.open("wb") as file:
            shutil.copyfileobj(content, file)
    except (zstd.ZstdError, EOFError) as error:
        raise OSError(f"{address} is damaged: {error}") from error
    packed.unlink()


def bring(database: Path, folder: str) -> None:
    """Put a run's files on the storage, the database last: where it is, all that it names is there. Raises OSError."""
    for path in archive_files(archive_folder(database)):
        put(path, f"{folder}/archive/{path.name}")
    packed = database.with_name(DATABASE)
    with database.open("rb") as content, zstd.open(packed, "wb") as file:
        shutil.copyfileobj(content, file)
    put(packed, f"{folder}/{DATABASE}")


def remove(folder: str) -> None:
    """Take a run off the storage, as far as it is there. Raises OSError."""
    system, path = opened(folder)
    if system.exists(path):
        system.rm(path, recursive=True)


def archived(folder: str) -> list[str]:
    """The names of the archive files of a run."""
    system, path = opened(f"{folder}/archive")
    found = system.ls(path, detail=False) if system.exists(path) else []
    return sorted(str(each).rpartition("/")[2] for each in found if str(each).endswith(".warc.gz"))
