"""Each command in trouble: disks that are full or read-only, files that are damaged or in the way, too few of them.

python -m benchmarks.troubles [--only WORD]

A command does its work, or says in one line why not and ends with 1; what only reads works on a disk that is read-only.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.desk import READERS, WRITERS, Desk, Ended, furnished
from benchmarks.tables import print_table
from tests.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 4096  # bytes of the database
CRAWLS = ("crawl", "due")  # may log a line or two of what happens beside
MOST_LINES = 3
SUMMARY = re.compile(r"\w+: [a-z_]+")
AT_ONCE = 2


@dataclass(frozen=True)
class Trouble:
    """What is done to a store, or to the process."""

    name: str
    prepare: Callable[[Desk], object] = lambda _: None
    prefix: Callable[[Desk], tuple[str, ...]] = lambda _: ()
    environment: dict[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = READERS + WRITERS


def damage(desk: Desk) -> None:
    """All pages but the first two."""
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with desk.database.open("r+b") as file:
        file.seek(2 * PAGE)
        file.write(b"\xa5" * (desk.database.stat().st_size - 2 * PAGE))


def file_in_place_of_the_archive(desk: Desk) -> None:
    """Nothing can be archived."""
    shutil.rmtree(desk.archive)
    desk.archive.write_text("a file")


def lock_file(desk: Desk) -> Path:
    """Of ``due``."""
    return desk.database.with_name("stet.db.lock")


@lru_cache(maxsize=1)
def can_mount() -> bool:
    """Whether this user may."""
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def read_only(desk: Desk) -> tuple[str, ...]:
    """The folder as it is, in a mount of the command's own."""
    script = f'mount --bind {desk.folder} {desk.folder} && mount -o remount,ro,bind {desk.folder} && exec "$@"'
    return ("unshare", "-m", "sh", "-c", script, "sh")


def full(desk: Desk) -> tuple[str, ...]:
    """The folder on a disk that has no byte left."""
    size = sum(path.stat().st_size for path in desk.folder.rglob("*") if path.is_file()) // 1024 + 400
    there = f"mkdir /mnt/f && cp -r {desk.folder}/. /mnt/f/ && (cat /dev/zero > /mnt/f/filled 2>/dev/null; true)"
    script = (
        f"mount -t tmpfs -o size={size}k tmpfs /mnt && {there} && mount --bind /mnt/f {desk.folder} "
        f'&& cd {Path.cwd()} && exec "$@"'
    )
    return ("unshare", "-m", "sh", "-c", script, "sh")


def limited(option: str) -> Callable[[Desk], tuple[str, ...]]:
    """By the shell's ulimit."""
    return lambda _: ("sh", "-c", f'ulimit {option} && exec "$@"', "sh")


NUMBERS = tuple(f"{command} {'9' * 22}" for command in ("history", "provenance", "politeness"))
TROUBLES = (
    Trouble("database damaged", damage),
    Trouble("disk read-only", prefix=read_only),
    Trouble("disk full", prefix=full),
    Trouble("files of 64 kB at most", prefix=limited("-f 128"), commands=WRITERS),
    Trouble("24 open files", prefix=limited("-n 24")),
    Trouble("file in place of the archive", file_in_place_of_the_archive),
    Trouble("folder in place of the lock", lambda desk: lock_file(desk).mkdir(), commands=("due",)),
    Trouble("garbage in the lock", lambda desk: lock_file(desk).write_bytes(b"\xff\0" * 9000), commands=("due",)),
    Trouble("output in ASCII", environment={"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "LC_ALL": "C"}),
    Trouble("numbers of 22 digits", commands=NUMBERS),
)
NEED_MOUNTS = {"disk read-only", "disk full"}


def is_of_the_summary(line: str) -> bool:
    """Whether a line is one of those with which a crawl says at its end what it did: an own line, or one below it."""
    return line.startswith("  ") or bool(SUMMARY.fullmatch(line))


def fault_of(trouble: Trouble, words: str, done: Ended) -> str:
    """What is wrong with how a command ended; nothing where it held."""
    is_crawl = words.startswith(CRAWLS)
    lines = MOST_LINES if is_crawl else 1
    told = [line for line in done.told if not (is_crawl and is_of_the_summary(line))]
    if "Traceback" in done.out + done.err:
        return f"a traceback: {done.told[-1][:200] if done.told else ''}"
    if done.status not in {0, 1}:
        return f"status {done.status}: {' / '.join(done.told)[-200:]}"
    if done.status == 1 and len(told) > lines:
        return f"{len(told)} lines: {' / '.join(told)[:300]}"
    if done.status == 1 and not (told or done.out.strip()):
        return "status 1 without a word"
    if done.status == 1 and words in READERS and trouble.name in {"disk read-only", "disk full", "output in ASCII"}:
        return f"does not read: {(done.err or done.out)[-200:]}"
    return ""


def one(original: Desk, trouble: Trouble, words: str, folder: Path) -> str:
    """The fault of one command in one trouble."""
    desk = original.copy(folder)
    try:
        trouble.prepare(desk)
        return fault_of(trouble, words, desk.run(words, trouble.prefix(desk), **trouble.environment))
    finally:
        shutil.rmtree(folder)


def rows(original: Desk, trouble: Trouble, scratch: Path) -> tuple[list[str], list[str]]:
    """A row of the table, and the faults."""
    if trouble.name in NEED_MOUNTS and not can_mount():
        return [trouble.name, "0", "0"], [f"{trouble.name}: not tried, nothing can be mounted here"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        places = [scratch / f"{trouble.name.replace(' ', '-')}-{number}" for number in range(len(trouble.commands))]
        tried = zip(trouble.commands, places, strict=True)
        found = list(pool.map(lambda each: one(original, trouble, *each), tried))
    told = [f"{trouble.name}: {words}: {fault}" for words, fault in zip(trouble.commands, found, strict=True) if fault]
    return [trouble.name, str(len(found)), str(found.count(""))], told


def main() -> int:
    """Exit status: 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.troubles", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", default="", help="troubles with this in their name")
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory() as scratch, Server() as web:
        original = furnished(Path(scratch) / "original", web)
        found = [rows(original, trouble, Path(scratch)) for trouble in TROUBLES if only in trouble.name]
    print_table("Commands in trouble", ["trouble", "commands", "held"], [row for row, _ in found])
    faults = [fault for _, told in found for fault in told]
    print("\n".join(faults))
    return int(any(row[1] != row[2] for row, _ in found))


if __name__ == "__main__":
    sys.exit(main())
