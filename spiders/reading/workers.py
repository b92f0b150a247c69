"""Worker processes that read pages off the reactor: warm before the first page, replaced when one hangs or dies."""

from __future__ import annotations

import asyncio
import atexit
import multiprocessing
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from threading import Timer
from typing import TYPE_CHECKING, TypeVar

from scrapy.exceptions import UsageError

from spiders.reading import worker
from spiders.reading.stops_wait import stops_wait
from storage import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.process import BaseProcess

    from scrapy.settings import BaseSettings

Result = TypeVar("Result")

LONGEST_END = 20  # seconds that processes may take to end
LONGEST_SILENCE = 60  # seconds beyond the bounds of a page until a worker is given up
OVER_TIME = {-signal.SIGPROF, -signal.SIGALRM}  # how the kernel ends what ``worker.bounded`` has set a bound to
# What is raised where no file, process, thread or memory is left, or no room for a library; BrokenProcessPool is one.
NOTHING_LEFT = (OSError, EOFError, MemoryError, ImportError, RuntimeError)


class WorkerError(Exception):
    """A page could not be read within its bounds; the message says which bound, in plain words."""


class NoWorkerError(Exception):
    """No process could be started to read a page. It says nothing of the page, so it is no WorkerError: whoever tells
    a page what is wrong with it must not tell it this."""


NOT_READ = (WorkerError, NoWorkerError)
"""Why somebody who asks for one thing alone does not get it."""


def _cannot_start(error: BaseException) -> NoWorkerError:
    reason = error.strerror if isinstance(error, OSError) else None
    return NoWorkerError(f"worker processes cannot start: {reason or 'not enough memory?'}")


class Workers:
    """So many processes, each with its own queue of one: so it is known which page a dead worker was reading.

    ``busy_seconds`` adds up the processor time of all that was read.
    """

    def __init__(self, count: int, seconds: int, memory_limit: int) -> None:
        self._seconds, self._memory_limit = seconds, memory_limit
        self.busy_seconds = 0.0
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["spiders.reading.worker", "spiders.reading.preloaded"])
        self._warming: dict[ProcessPoolExecutor, Future[None]] = {}
        self._executors = [self._start() for _ in range(count)]
        self._idle: asyncio.LifoQueue[int] | None = None  # their places among the executors
        self._loop: asyncio.AbstractEventLoop | None = None

    def _start(self) -> ProcessPoolExecutor:
        executor = ProcessPoolExecutor(1, self._context, worker.prepare, (self._memory_limit,))
        try:
            self._warming[executor] = executor.submit(worker.warm_up)
        except NOTHING_LEFT as error:
            self._warming[executor] = Future()
            self._warming[executor].set_exception(_cannot_start(error))
        return executor

    @property
    def fault(self) -> str | None:
        """Why a process could not be started, as far as is known at once."""
        failed = (future.exception() for future in self._warming.values() if future.done())
        return next((str(error) for error in failed if isinstance(error, NoWorkerError)), None)

    async def ready(self) -> None:
        """Wait until every worker has read its first page. Raises NoWorkerError where one cannot, nor its successor."""
        for place in range(len(self._executors)):
            await self._ready_at(place)
        if self._loop is not asyncio.get_running_loop():
            self._loop, self._idle = asyncio.get_running_loop(), asyncio.LifoQueue()
            for place in range(len(self._executors)):
                self._idle.put_nowait(place)

    async def _ready_at(self, place: int) -> ProcessPoolExecutor:
        """The worker there; what could not start may do so now, and what died while it was idle is replaced."""
        executor = self._executors[place]
        warming = self._warming[executor]
        if executor._broken or (warming.done() and warming.exception()):
            executor = self._replace(place)
        try:
            await self._heard(self._warming[executor])
        except NOTHING_LEFT as error:
            raise _cannot_start(error) from error
        return executor

    async def call(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Run a function of a module in the next free worker.

        Raises WorkerError when it takes too long or dies, NoWorkerError when there is no worker to run it in.
        """
        if self._loop is not asyncio.get_running_loop():
            await self.ready()
        assert self._idle is not None  # noqa: S101  (set by ready)
        place = await self._idle.get()
        try:
            return await self._called(place, await self._ready_at(place), function, *arguments)
        finally:
            self._idle.put_nowait(place)

    async def _called(
        self, place: int, executor: ProcessPoolExecutor, function: Callable[..., Result], *arguments: object
    ) -> Result:
        """Run it there. Raises WorkerError."""
        try:
            result, busy = await self._heard(executor.submit(worker.bounded, self._seconds, function, *arguments))
        except TimeoutError:
            _kill(_processes(executor))
            self._replace(place)
            raise WorkerError("nothing was heard of the reader any more") from None
        except MemoryError:
            raise WorkerError(f"needs more than {self._memory_limit // 2**20} MB to read") from None
        except BrokenProcessPool:
            reason = await self._end_of(executor)
            self._replace(place)
            raise WorkerError(reason) from None
        except (ArchiveError, WorkerError):
            raise
        except Exception as error:
            # One record never ends a crawl or an import: whatever it does to the reader is its reason.
            raise WorkerError(
                f"the reader failed: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
            ) from error
        self.busy_seconds += busy
        return result

    async def _heard(self, future: Future[Result]) -> Result:
        """Its result. Raises TimeoutError long after the kernel should have ended the process that it comes from: the
        process is stopped, or a thread that serves it here has found no memory and is gone."""
        async with asyncio.timeout(self._seconds * worker.WALL_FACTOR + LONGEST_SILENCE):
            return await asyncio.wrap_future(future)

    async def _end_of(self, executor: ProcessPoolExecutor) -> str:
        """Why its process has ended: the clock says nothing on a busy machine, the signal does."""
        processes = _processes(executor)
        await asyncio.to_thread(executor.shutdown)  # which waits for the process: only then is its status known
        hung = any(process.exitcode in OVER_TIME for process in processes)
        return f"took longer than {self._seconds} s to read" if hung else "crashed the reader"

    def _replace(self, place: int) -> ProcessPoolExecutor:
        executor = self._executors[place]
        executor.shutdown(wait=False)
        del self._warming[executor]
        self._executors[place] = self._start()
        return self._executors[place]

    def close(self) -> None:
        """End the processes; those that do not obey are killed, so that a command that is done ends."""
        processes = [each for executor in self._executors for each in _processes(executor)]
        killing = Timer(LONGEST_END, _kill, (processes,))
        killing.daemon = True
        killing.start()
        try:
            for executor in self._executors:
                executor.shutdown(cancel_futures=True)
        finally:
            killing.cancel()
        # Of an executor whose thread is gone: the end of the program would wait for it.
        _kill(process for process in processes if process.is_alive())


def _processes(executor: ProcessPoolExecutor) -> list[BaseProcess]:
    return list(dict(executor._processes or {}).values())


def _kill(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.kill()


def workers_of(settings: BaseSettings) -> Workers:
    """The worker processes that the settings ask for."""
    bounds = settings.getint("STET_PAGE_SECONDS"), settings.getint("STET_PAGE_MEMORY")
    return shared_workers(worker_count(settings), *bounds)


def started(workers: Workers) -> Workers:
    """The same. Raises NoWorkerError where they could not be started."""
    if fault := workers.fault:
        raise NoWorkerError(fault)
    return workers


def worker_count(settings: BaseSettings, told: int | None = None) -> int:
    """How many processes read: as told, else STET_WORKERS. Raises UsageError for less than one."""
    count = settings.getint("STET_WORKERS") if told is None else told
    if count < 1:
        raise UsageError(f"{count} worker processes: expected a number from 1", print_help=False)
    return count


@lru_cache(maxsize=1)
def shared_workers(count: int, seconds: int, memory_limit: int) -> Workers:
    """The workers of this process: crawls that run side by side share them."""
    with stops_wait():  # a process whose parent has gone half-way tells of it in a traceback
        workers = Workers(count, seconds, memory_limit)
        atexit.register(workers.close)
    return workers
