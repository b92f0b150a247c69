"""Time stamps of archive files (RFC 3161): a service signs that a file was there at a time, and anybody can check it.

``openssl ts`` asks and verifies; a stamp lies beside its file with ``.tsr`` behind the name.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from typing import TYPE_CHECKING

from storage.archive.exchanges import ArchiveError
from storage.archive.files import OPEN_SUFFIX, PRIVATE, archive_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX = ".tsr"
SECONDS = 60


def stamp_of(path: Path) -> Path:
    """Where the stamp of a file lies."""
    return path.with_name(path.name + SUFFIX)


def finished_files(folder: Path) -> Iterator[Path]:
    """Those that nobody writes to any more."""
    return (path for path in archive_files(folder) if not path.name.endswith(OPEN_SUFFIX))


def query_of(path: Path) -> bytes:
    """What a service is asked: its digest, and for the certificate with which it signs. Raises ArchiveError."""
    return _openssl("-query", "-digest", _digest(path), "-sha256", "-cert")


def keep(path: Path, answer: bytes) -> None:
    """Keep what a service answered beside a file. Raises ArchiveError where that is no stamp of it."""
    unchecked = path.with_name(path.name + SUFFIX + ".unfinished")
    unchecked.touch(mode=PRIVATE)
    unchecked.write_bytes(answer)
    try:
        if _imprint(unchecked) != _digest(path):
            raise ArchiveError(f"the time stamp is of something else than {path.name}")
        unchecked.rename(stamp_of(path))
    finally:
        unchecked.unlink(missing_ok=True)


def verify(path: Path, roots: Path) -> str:
    """When a file was there, by a stamp of a service that ``roots`` (PEM) vouch for. Raises ArchiveError. Offline."""
    held = str(stamp_of(path))
    if not stamp_of(path).exists():
        raise ArchiveError("no time stamp: scrapy stamp gets it")
    _openssl("-verify", "-digest", _digest(path), "-in", held, "-CAfile", str(roots))
    told = _openssl("-reply", "-in", held, "-text").decode("utf-8", "replace")
    found = re.search(r"^Time stamp: (.+)$", told, re.M)
    return found[1] if found else "a time that is not told"


def _imprint(stamp: Path) -> str:
    """What a stamp is of, in hexadecimal digits."""
    told = _openssl("-reply", "-in", str(stamp), "-text").decode("utf-8", "replace")
    lines = re.findall(r"^ {4}[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -])+)", told, re.M)
    return re.sub(r"[^0-9a-f]", "", "".join(lines))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _openssl(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["openssl", "ts", *arguments], capture_output=True, check=False, timeout=SECONDS)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise ArchiveError("openssl is not installed, which asks for time stamps and verifies them") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ArchiveError(f"openssl ts {arguments[0]}: {lines[-1] if lines else 'failed'}")
    return done.stdout
