"""The commands that jobs run, each in a process of its own: a crawl behind the fence, and collecting."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.downloading.fenced import fenced
from spiders.fleet.settings import SHARED
from spiders.given_settings import given

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import BaseSettings

FENCE = "spiders.fleet.fence.PostgresFence"


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on stderr."""

    status: int
    said: str


def behind_fence(settings: BaseSettings) -> dict[str, str]:
    """The settings with which a crawl asks nothing that another machine asks."""
    return fenced(settings, FENCE) | {"STET_SPARE_QUIET_LISTS": "1"}


async def crawled(site: str, database: Path, settings: BaseSettings, workers: int) -> Ended:
    """Crawl a site into a database."""
    options = behind_fence(settings) | {"STET_DATABASE": str(database), "STET_WORKERS": str(workers)}
    return await _ran(("crawl", site), given(settings) | options, settings)


async def collected(settings: BaseSettings) -> Ended:
    """Take the runs that wait into the database that is read."""
    return await _ran(("collect",), given(settings), settings)


async def _ran(command: tuple[str, ...], options: dict[str, str], settings: BaseSettings) -> Ended:
    """Run a command of Stet. Cancelled, it is stopped as by hand, and its end is waited for."""
    # The address of PostgreSQL may hold a password, which everybody reads in a command line.
    shared = {name: settings[name] for name in SHARED}
    arguments = [part for name, value in options.items() if name not in SHARED for part in ("-s", f"{name}={value}")]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "scrapy", *command, *arguments,
        env=os.environ | shared, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    talk = asyncio.ensure_future(process.communicate())
    try:
        _, said = await asyncio.shield(talk)
    except asyncio.CancelledError:
        process.send_signal(signal.SIGINT)
        _, said = await talk
    return Ended(process.returncode or 0, said.decode(errors="replace").strip())
