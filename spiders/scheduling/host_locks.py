"""The fence between the processes of ``scrapy due``: which hosts each of them asks, as locks of the kernel.

A host is a byte of one file, which nobody reads or writes (fcntl(2), advisory record locks): what a process holds is
free when it ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from spiders.politeness.fence import Fence
from spiders.storing.extension import database_path

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

NUMBER_BYTES = 7  # of a host's place in the file, which ends before 2**63


class HostLocks:
    """Those of this process. The kernel counts processes, not crawls, so these are counted here."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._crawls: Counter[str] = Counter()

    def take(self, name: str) -> bool:
        """Whether the host is this process's from now on."""
        if not self._crawls[name]:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(name))
            except (BlockingIOError, PermissionError):  # either, says POSIX
                return False
        self._crawls[name] += 1
        return True

    def let_go(self, name: str) -> None:
        """By one crawl; the last one frees it."""
        self._crawls[name] -= 1
        if not self._crawls[name]:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _place(name))


def _place(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=NUMBER_BYTES).digest(), "big")


def host_file(settings: BaseSettings) -> Path:
    """Beside the database."""
    database = database_path(settings["STET_DATABASE"])
    return database.with_name(f"{database.name}.hosts")


@lru_cache(maxsize=1)
def locks_in(path: Path) -> HostLocks:
    """One for the process: its locks end when any of its descriptors of the file is closed. Raises OSError."""
    return HostLocks(path)


class HostFence(Fence):
    """Sites of one owner are in one process; this is for what several lead to: a service of feeds, a redirect."""

    others = "another process"
    patience = 600.0

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks = locks_in(host_file(crawler.settings))

    async def check(self) -> None:
        """What the kernel gave, it takes from nobody."""

    async def _take(self, name: str) -> bool:
        return self._locks.take(name)

    async def _let_go(self, name: str) -> None:
        self._locks.let_go(name)

    async def _let_all_go(self) -> None:
        for name, host in self._hosts.items():
            if host.is_ours:
                host.is_ours = False
                self._locks.let_go(name)
