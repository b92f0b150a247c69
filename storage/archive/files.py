"""The files of an archive folder: who writes which, and what a killed process left.

A file in progress is called ``….warc.gz.open`` and locked (flock) by the process that writes it; finished, it loses
``.open``, as Heritrix does it. An ``.open`` file without a lock is the remainder of a killed process: what follows its
last whole record is cut, and it gets its final name.
"""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import re
import socket
import stat
import zlib
from typing import TYPE_CHECKING

from storage.records import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

OPEN_SUFFIX = ".open"
CHUNK = 2**20
PRIVATE = 0o600  # texts that nobody has published twice, and who asked for them
GZIP_WINDOW = 16 + zlib.MAX_WBITS


def create_locked(folder: Path, moment: datetime) -> tuple[Path, int]:
    """A new ``.open`` file that no other process uses: its path and its descriptor, locked while that is open."""
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())
    for serial in itertools.count(1):
        name = f"stet-{moment:%Y%m%d%H%M%S}-{serial:05}-{os.getpid()}~{host}.warc.gz"
        if (folder / name).exists():
            continue
        path = folder / (name + OPEN_SUFFIX)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, PRIVATE)
        except FileExistsError:
            continue
        if _lock(path, descriptor):
            return path, descriptor
    raise AssertionError("unreachable")


def archive_files(folder: Path) -> Iterator[Path]:
    """The files of an archive, regular ones alone; those in progress first.

    So a file that is finished while they are listed is told by one of its names at least.
    """
    for pattern in (f"*.warc.gz{OPEN_SUFFIX}", "*.warc.gz"):
        yield from (path for path in sorted(folder.glob(pattern)) if is_regular(path))


def is_plain_name(name: object) -> bool:
    """Whether a database names a file of the archive's own folder, and no path to elsewhere."""
    return isinstance(name, str) and name not in {"", ".", ".."} and not set(name) & {"/", "\0"}


def is_regular(path: Path) -> bool:
    """Whether a file is one itself: no link to somewhere else, no device, no pipe."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def open_regular(path: Path, flags: int) -> int:
    """The descriptor of a file. Raises OSError where it is not regular; never waits, as a pipe would have it."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return descriptor


def finish(path: Path) -> None:
    """Give a file its final name, or remove it when nothing stands in it."""
    if path.stat().st_size == 0:
        path.unlink()
    else:
        path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))


def repair_folder(folder: Path) -> tuple[Repair, ...]:
    """Cut unfinished records off the files that killed processes left. Files in use stay as they are."""
    found = (_repair(path) for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}")))
    return tuple(repair for repair in found if repair and repair.cut)


def is_in_use(path: Path) -> bool:
    """Whether a process writes to a file."""
    try:
        descriptor = open_regular(path, os.O_RDONLY)
    except OSError:
        return False
    if not _lock(path, descriptor):
        return True
    os.close(descriptor)
    return False


def _lock(path: Path, descriptor: int) -> bool:
    """Lock a file; False (and closed) when another process has it, or has renamed it before the lock was ours."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            return True
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:  # a file system without locks
        os.close(descriptor)
        raise
    os.close(descriptor)
    return False


def _repair(path: Path) -> Repair | None:
    try:
        descriptor = open_regular(path, os.O_RDWR)
    except OSError:  # finished meanwhile, not ours to write, or a link to somewhere else
        return None
    if not _lock(path, descriptor):
        return None
    try:
        size = os.fstat(descriptor).st_size
        kept = end_of_whole_records(path)
        os.ftruncate(descriptor, kept)
        finish(path)
    finally:
        os.close(descriptor)
    return Repair(path.name.removesuffix(OPEN_SUFFIX), kept, size - kept)


def end_of_whole_records(path: Path) -> int:
    """The offset behind the last gzip member that is whole, checksum included."""
    end = position = 0
    member = zlib.decompressobj(GZIP_WINDOW)
    with path.open("rb") as stream:
        while data := stream.read(CHUNK):
            position += len(data)
            while data:
                try:
                    member.decompress(data)
                except zlib.error:
                    return end
                if not member.eof:
                    break
                data = member.unused_data
                end = position - len(data)
                member = zlib.decompressobj(GZIP_WINDOW)
    return end
