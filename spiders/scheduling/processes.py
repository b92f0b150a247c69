"""``scrapy due`` in several processes side by side, on one database."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from spiders.downloading.fenced import fenced
from spiders.given_settings import given
from spiders.reading.stops_wait import STOPS
from spiders.reading.workers import worker_count

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from scrapy.settings import BaseSettings

FENCE = "spiders.scheduling.host_locks.HostFence"
LONGEST_LINE = 2**20  # bytes


class DueProcesses:
    """As ``DueRuns``, a process for each part of the sites. ``at_once`` and the workers are divided among them."""

    def __init__(self, settings: BaseSettings, parts: list[list[str]], at_once: int) -> None:
        self._parts, self._is_stopped = parts, False
        self._processes: list[Process] = []
        workers = max(1, worker_count(settings) // len(parts))
        options = given(settings) | fenced(settings, FENCE) | {"STET_WORKERS": str(workers)}
        words = [word for name, value in options.items() for word in ("-s", f"{name}={value}")]
        share = str(max(1, at_once // len(parts)))
        self._command = [sys.executable, "-m", "scrapy", "due", "--part", "--at-once", share, *words]
        self.failures: dict[str, str] = {}
        self.finished: list[str] = []

    def run(self) -> None:
        """Blocks until all have ended, or a signal stopped them."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in STOPS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self._stop)
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            self._progress, self._line = progress, progress.add_task("sites", total=sum(map(len, self._parts)))
            await asyncio.gather(*(self._crawl(part) for part in self._parts))

    def _stop(self) -> None:
        """Once: they finish what is under way. Twice: they end at once."""
        self._is_stopped = True
        for process in self._processes:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)

    async def _crawl(self, part: list[str]) -> None:
        # Of a session of its own: Ctrl-C is told by us, once. The lines of several on one terminal would be none.
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
            close_fds=False, start_new_session=True, env=os.environ | {"TTY_COMPATIBLE": "0"},
        )  # fmt: skip
        self._processes.append(process)
        if self._is_stopped:
            process.send_signal(signal.SIGINT)
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        process.stdin.write("\n".join(part).encode())
        process.stdin.close()
        async for line in process.stdout:
            self._told(*json.loads(line))
        await process.wait()
        self._missing(part, process.returncode or 0)

    def _told(self, site: str, failure: str | None) -> None:
        self._progress.advance(self._line)
        if failure:
            self.failures[site] = failure
        else:
            self.finished.append(site)

    def _missing(self, part: list[str], status: int) -> None:
        """What was stopped is neither finished nor failed; what ended otherwise took its sites with it."""
        if not self._is_stopped:
            left = [site for site in part if site not in self.failures and site not in self.finished]
            self.failures |= dict.fromkeys(left, f"its process ended with status {status}")
