"""What runs inside a worker process: reading pages, feeds and sitemaps, within bounds of time and memory."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, TypeVar

from extractors import Page, extract

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
WALL_FACTOR = 4

SAMPLE = b"""<!doctype html><html lang="en"><head><title>A sample</title><meta property="article:published_time"
content="2024-05-01"></head><body><article><h1>A sample</h1><p class="date">1 May 2024</p><p>%s</p><p>%s</p></article>
</body></html>""" % (b"A sentence to warm the reader up. " * 20, b"Another sentence of the same kind. " * 20)


def prepare(memory_limit: int) -> None:
    """Set up a new worker: at most ``memory_limit`` bytes of memory, deaf to Ctrl-C, gone when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        bound = _within_hard_limit(memory_limit)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _within_hard_limit(memory_limit: int) -> int:
    """Who has little by ulimit may not give more, and would get no worker at all."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    return memory_limit if hard == resource.RLIM_INFINITY else min(memory_limit, hard)


def _end_with_parent() -> None:
    # A worker that waits for work holds both ends of its queue and would outlive a crawl that was killed.
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def bounded(seconds: int, function: Callable[..., Result], *arguments: object) -> tuple[Result, float]:
    """Call a function; gives its result and the processor seconds that it took.

    The kernel ends the process when it takes more processor time than ``seconds``, also where C code never comes back;
    a busy machine makes no page too slow. What sleeps is ended after WALL_FACTOR times that.
    """
    for signal_number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(signal_number, signal.SIG_DFL)
    signal.alarm(seconds * WALL_FACTOR)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    started = time.process_time()
    try:
        return function(*arguments), time.process_time() - started
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def warm_up() -> None:
    """Do everything that is slow the first time, before the first page comes."""
    importlib.import_module("feedparser")
    extract(Page("https://example.org/", SAMPLE, {}, 200, datetime.now(UTC)), None, None)
