"""Workers: warm, bounded, replaced."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from extractors import Page, extract
from extractors.classifier.classify import load_models
from spiders.given_settings import SMALLEST_PAGE_MEMORY
from spiders.reading import worker
from spiders.reading.workers import NoWorkerError, WorkerError, Workers, started

if TYPE_CHECKING:
    from collections.abc import Iterator


NOT_STARTED = [MemoryError(), ImportError("failed to map segment"), BrokenProcessPool()]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(1, seconds=2, memory_limit=2**30)
    yield workers
    workers.close()


def test_call_runs_in_another_process(workers: Workers) -> None:
    assert asyncio.run(workers.call(os.getpid)) != os.getpid()


def test_call_ends_what_hangs(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="took longer than 2 s"):
        asyncio.run(workers.call(sum, range(10**12)))


def die_late() -> None:
    """As on a busy machine, where all takes long."""
    time.sleep(1.6)
    os.abort()


def test_call_survives_what_dies(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="crashed the reader"):
        asyncio.run(workers.call(die_late))
    assert asyncio.run(workers.call(len, "still here")) == 10


def test_call_bounds_memory(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="needs more than 1024 MB"):
        asyncio.run(workers.call(bytes, 2**31))


def test_the_smallest_memory_that_may_be_set_reads_a_page() -> None:
    workers = Workers(1, seconds=30, memory_limit=SMALLEST_PAGE_MEMORY)
    page = Page("https://example.org/", worker.SAMPLE * 10, {}, 200, datetime.now(UTC))
    read = asyncio.run(workers.call(extract, page, None, None))
    workers.close()
    assert (read.error, read.article is None) == (None, False)


def test_what_cannot_be_started_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(ProcessPoolExecutor, "submit", refuse)
        workers = Workers(1, seconds=2, memory_limit=2**30)
        with pytest.raises(NoWorkerError, match="cannot start: Too many open files"):
            started(workers)
        with pytest.raises(NoWorkerError, match="cannot start: Too many open files"):
            asyncio.run(workers.call(len, "not yet"))
    assert asyncio.run(workers.call(len, "now")) == 3
    assert started(workers) is workers
    workers.close()


@pytest.mark.parametrize("error", [MemoryError(), EOFError(), RuntimeError("can't start new thread")])
def test_that_nothing_is_left_to_start_with_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(ProcessPoolExecutor, "submit", Mock(side_effect=error))
    with pytest.raises(NoWorkerError, match="cannot start: not enough memory"):
        started(Workers(1, seconds=2, memory_limit=2**30))


@pytest.mark.parametrize("error", NOT_STARTED)
def test_that_the_first_page_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    failed: Future[None] = Future()
    failed.set_exception(error)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", Mock(return_value=failed))
    with pytest.raises(NoWorkerError, match="cannot start: not enough memory"):
        asyncio.run(Workers(1, seconds=2, memory_limit=2**30).ready())


@pytest.mark.parametrize("error", [*NOT_STARTED, TimeoutError()])
def test_a_page_is_not_told_that_its_worker_could_not_be_replaced(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """The one before it crashed; what is wrong with its successor is wrong with no page."""
    workers = Workers(1, seconds=2, memory_limit=2**30)
    failed: Future[None] = Future()
    failed.set_exception(error)

    async def read() -> int:
        with pytest.raises(WorkerError, match="crashed the reader"):
            await workers.call(os.abort)
        with monkeypatch.context() as patched:
            patched.setattr(ProcessPoolExecutor, "submit", Mock(return_value=failed))
            workers._replace(0)
            with pytest.raises(NoWorkerError, match="cannot start: not enough memory"):
                await workers.call(len, "not yet")
        return await workers.call(len, "now")

    assert asyncio.run(read()) == 3
    workers.close()


def test_a_worker_that_died_while_it_was_idle_is_replaced() -> None:
    workers = Workers(1, seconds=2, memory_limit=2**30)

    async def read() -> int:
        os.kill(await workers.call(os.getpid), signal.SIGKILL)
        while not workers._executors[0]._broken:
            await asyncio.sleep(0.05)
        return await workers.call(len, "read")

    assert asyncio.run(read()) == 4
    workers.close()


@pytest.mark.parametrize(("hard", "bound"), [(resource.RLIM_INFINITY, 2**30), (2**29, 2**29), (2**40, 2**30)])
def test_a_worker_takes_no_more_than_ulimit_gives(monkeypatch: pytest.MonkeyPatch, hard: int, bound: int) -> None:
    """More is refused to whom is not root."""
    asked = Mock()
    monkeypatch.setattr(worker.resource, "getrlimit", lambda _: (hard, hard))
    monkeypatch.setattr(worker.resource, "setrlimit", asked)
    monkeypatch.setattr(worker.signal, "signal", Mock())
    worker.prepare(2**30)
    asked.assert_called_once_with(resource.RLIMIT_AS, (bound, bound))


def test_what_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that has done its work ends, whatever holds a worker."""
    monkeypatch.setattr("spiders.reading.workers.LONGEST_END", 0.5)
    workers = Workers(1, seconds=600, memory_limit=2**30)
    asyncio.run(workers.ready())
    (executor,) = workers._executors
    executor.submit(time.sleep, 600)
    time.sleep(0.2)  # it has begun
    started = time.monotonic()
    workers.close()
    assert time.monotonic() - started < 60


def models_read() -> int:
    return load_models.cache_info().currsize


def test_what_all_workers_need_is_read_before_they_are_forked(workers: Workers) -> None:
    executor = ProcessPoolExecutor(1, workers._context)
    try:
        assert executor.submit(models_read).result() == 1
    finally:
        executor.shutdown()


def test_a_worker_that_is_not_heard_of_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped, it does not even hear the kernel's alarm."""
    workers = Workers(1, seconds=1, memory_limit=2**30)
    stopped = asyncio.run(workers.call(os.getpid))
    monkeypatch.setattr("spiders.reading.workers.LONGEST_SILENCE", 1)
    os.kill(stopped, signal.SIGSTOP)
    with pytest.raises(WorkerError, match="nothing was heard"):
        asyncio.run(workers.call(len, "lost"))
    assert asyncio.run(workers.call(os.getpid)) != stopped
    workers.close()


def test_a_worker_that_nobody_serves_any_more_is_no_hindrance_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread of its executor found no memory and is gone."""
    workers = Workers(1, seconds=2, memory_limit=2**30)
    asyncio.run(workers.call(len, "ready"))
    (executor,) = workers._executors
    (process,) = executor._processes
    with monkeypatch.context() as patched:
        patched.setattr(ProcessPoolExecutor, "shutdown", Mock())
        workers.close()
    # Asked of the kernel: the executor's thread waits for the process, too, and only one of two learns how it ended.
    deadline = time.monotonic() + 20
    while not (gone := _is_gone(process)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert gone
    executor.shutdown()


def _is_gone(process: int) -> bool:
    """Whether a process has ended, and be it that nobody has asked how."""
    try:
        return "State:\tZ" in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
