"""The browser, and the process that drives it, killed from outside; skipped where no browser is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="make browser installs it")

from playwright.async_api import Error as BrowserError

from spiders.downloading.chromium import Chromium

pytestmark = pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")


def below(process: int, word: bytes) -> list[int]:
    """Processes that a process and its own have started, by a word in their program."""
    found = []
    for entry in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, entry.read_text().split()):
            with contextlib.suppress(OSError):
                program = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[0]
                found += [*([child] if word in program else []), *below(child, word)]
    return found


async def killed_and_used_again(word: bytes) -> object:
    chromium = Chromium()
    context = await chromium.context()
    tab = await context.new_page()
    waiting = asyncio.ensure_future(tab.evaluate("new Promise(() => 0)"))
    await asyncio.sleep(0.1)
    for process in below(os.getpid(), word):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    with pytest.raises(BrowserError):
        await waiting
    await chromium.end(context)
    answer = await (await (await chromium.context()).new_page()).evaluate("1 + 1")
    await chromium.close()
    return answer


@pytest.mark.parametrize("word", [b"node", b"chrom"])
def test_what_is_killed_is_started_anew(word: bytes) -> None:
    """The page at hand fails, the next one has its browser."""
    assert asyncio.run(asyncio.wait_for(killed_and_used_again(word), 120)) == 2
