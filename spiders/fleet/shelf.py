"""A run's database and archive files on the shared storage, under names of its own; nothing there is written twice."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path

from backports import zstd

from spiders.bulk.addresses import opened, told_by_storage
from spiders.bulk.folders import put
from spiders.storing.extension import archive_folder
from storage.archive.files import archive_files

DATABASE = "stet.db.zst"
"""Of a run: what it brought, and what the next run of its site has to know; packed to a fifth."""

CHECKED = {int(zstd.CompressionParameter.checksum_flag): 1}  # what a storage damaged does not unpack

PROBE = bytes(2**16)  # a disk that is full may have room for less


def try_out(storage: str) -> None:
    """Write a file and take it away. Raises StorageError."""
    address = f"{storage.rstrip('/')}/tried-{secrets.token_hex(4)}"
    with told_by_storage(storage), tempfile.TemporaryDirectory() as here:
        (Path(here) / "probe").write_bytes(PROBE)
        put(Path(here) / "probe", address)
        system, path = opened(address)
        system.rm(path)


def refuse_other(storage: str) -> None:
    """Raises StorageError where no run lies: a disk that is not mounted, the address of something else."""
    with told_by_storage(storage):
        system, path = opened(f"{storage.rstrip('/')}/runs")
        if not system.exists(path):
            raise FileNotFoundError(0, "no runs are there; is it the storage of this fleet, and mounted?")


def folder_of(storage: str, site: str, run: str) -> str:
    """Where the files of a run lie."""
    return f"{storage.rstrip('/')}/runs/{site}/{run}"


def take(address: str, here: Path) -> None:
    """Have a file on this machine. Raises StorageError."""
    here.parent.mkdir(parents=True, exist_ok=True)
    with told_by_storage(address):
        system, path = opened(address)
        system.get_file(path, str(here))


def take_database(address: str, here: Path) -> None:
    """Have a run's database on this machine. Raises StorageError."""
    packed = here.with_name(DATABASE)
    take(address, packed)
    with told_by_storage(address), zstd.open(packed) as content, here.open("wb") as file:
        shutil.copyfileobj(content, file)
    packed.unlink()


def bring(database: Path, folder: str) -> None:
    """Put a run's files on the storage, the database last: where it is, all that it names is there.

    Raises StorageError.
    """
    packed = database.with_name(DATABASE)
    with told_by_storage(folder):
        for path in archive_files(archive_folder(database)):
            put(path, f"{folder}/archive/{path.name}")
        with database.open("rb") as content, zstd.open(packed, "wb", options=CHECKED) as file:
            shutil.copyfileobj(content, file)
        put(packed, f"{folder}/{DATABASE}")


def remove(folder: str) -> None:
    """Take a run off the storage, as far as it is there. Raises StorageError."""
    with told_by_storage(folder):
        system, path = opened(folder)
        if system.exists(path):
            system.rm(path, recursive=True)


def archived(folder: str) -> list[str]:
    """The names of the archive files of a run. Raises StorageError."""
    with told_by_storage(folder):
        system, path = opened(f"{folder}/archive")
        found = system.ls(path, detail=False) if system.exists(path) else []
    return sorted(str(each).rpartition("/")[2] for each in found if str(each).endswith(".warc.gz"))
