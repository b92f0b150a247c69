"""Files at any address that fsspec knows: listed, taken here to be read, put there whole.

Raised is StorageError, whatever a file system says.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiders.bulk.addresses import opened, told_by_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS = ("*.warc", "*.warc.gz", "*.warc.zst", "*.wacz", "*.arc", "*.arc.gz")
BUCKETS = {"s3", "s3a", "gs", "gcs", "az", "abfs"}
"""Protocols without folders, where a file that is put appears when it is whole."""
UNFINISHED = ".part"


def archive_files(address: str) -> list[dict[str, Any]]:
    """Name, below the address, and size of each file that is an archive, in the order of names."""
    with told_by_storage(address):
        system, root = opened(address)
        found = system.find(root, detail=True)
    files = [(path, facts) for path, facts in found.items() if any(fnmatch(path.lower(), each) for each in PATTERNS)]
    return [{"name": _below(root, path), "size": facts["size"]} for path, facts in sorted(files)]


def files_below(address: str) -> list[str]:
    """The names of all files below an address."""
    with told_by_storage(address):
        system, root = opened(address)
        return [_below(root, path) for path in system.find(root)]


def _below(root: str, path: str) -> str:
    return path[len(root) :].lstrip("/") or path.rpartition("/")[2]


@contextmanager
def local_copy(address: str, name: str) -> Iterator[Path]:
    """A file below an address, or at it, as one on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        with told_by_storage(address):
            here = _here(address, name, Path(folder))
        yield here


def _here(address: str, name: str, folder: Path) -> Path:
    system, root = opened(address)
    path = f"{root.rstrip('/')}/{name}" if system.isdir(root) else root
    if "file" in system.protocol:
        return Path(path)
    here = folder / name.rpartition("/")[2]
    system.get_file(path, str(here))
    return here


def put(local: Path, address: str) -> None:
    """Have a file at an address, whole or not at all."""
    with told_by_storage(address):
        system, path = opened(address)
        if _is_bucket(system):
            system.put_file(str(local), path)
            return
        beside = _put_beside(system, local, path)
        if "file" in system.protocol:
            Path(beside).replace(path)
        else:
            system.mv(beside, path)


def put_first(local: Path, address: str) -> bool:
    """The same where nothing is yet; else it stays as it is, also where two come at once. False where it stayed."""
    with told_by_storage(address):
        system, path = opened(address)
        try:
            if _is_bucket(system):
                system.put_file(str(local), path, mode="create")
                return True
            if "file" in system.protocol:
                _link(system, local, path)
                return True
        except FileExistsError:
            return False
    if is_there(address):  # as near to it as such a system comes
        return False
    put(local, address)
    return True


def _link(system: Any, local: Path, path: str) -> None:
    """The file gets a second name, which no other file has: renaming it would not ask."""
    beside = Path(_put_beside(system, local, path))
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # there are no links on some disks, and on some that are reached over a network
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _put_beside(system: Any, local: Path, path: str) -> str:
    """Under a name that is nobody else's, so that two who bring the same file do not write into one."""
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    beside = f"{path}.{secrets.token_hex(4)}{UNFINISHED}"
    system.put_file(str(local), beside)
    return beside


def _is_bucket(system: Any) -> bool:
    named = system.protocol
    return not BUCKETS.isdisjoint({named} if isinstance(named, str) else named)


def is_there(address: str) -> bool:
    """Whether there is such a file."""
    with told_by_storage(address):
        system, path = opened(address)
        return bool(system.exists(path))


def forget(address: str) -> None:
    """Remove a folder with all that is in it."""
    with told_by_storage(address):
        system, path = opened(address)
        system.rm(path, recursive=True)


def read_bytes(address: str) -> bytes:
    """What stands in a file."""
    with told_by_storage(address):
        system, path = opened(address)
        return bytes(system.cat_file(path))


def write_text(address: str, text: str) -> None:
    """Have a text file at an address, whole or not at all."""
    with _written(text) as here:
        put(here, address)


def write_first(address: str, text: str) -> bool:
    """The same where nothing is yet; False where something is, which stays."""
    with _written(text) as here:
        return put_first(here, address)


@contextmanager
def _written(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "text"
        here.write_text(text, encoding="utf-8")
        yield here


def forget_unfinished(address: str) -> None:
    """Remove what those left who were killed while they put a file."""
    for name in files_below(address):
        if name.endswith(UNFINISHED):
            forget(f"{address}/{name}")
