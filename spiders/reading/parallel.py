"""Many things through the worker processes at once, for commands that work on the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from spiders.reading.workers import WorkerError
from storage import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spiders.reading.workers import Workers

# Handing over costs both sides some milliseconds whatever is handed over, so it is done for several things together: as
# many as are read in MOMENT seconds of processor time, which what was read before tells. More would leave workers idle
# at the end, more bytes would fill the memory.
AT_FIRST, MOST_AT_ONCE = 8, 32
MOMENT = 0.3
ENOUGH_BYTES = 2**22

Item = TypeVar("Item")
Result = TypeVar("Result")
Together = Callable[[], AbstractContextManager[None]]


def _weightless(_: object) -> int:
    return 0


@dataclass(frozen=True)
class Parallel:
    """So many workers; at any time twice as many batches are under way, so that the next waits when one is done.

    ``size_of`` tells the bytes that a thing brings along to a worker.
    """

    workers: Workers
    count: int
    size_of: Callable[[Any], int] = _weightless

    def run(
        self,
        items: Iterable[Item],
        function: Callable[[Item], Result],
        handle: Callable[[Item, Result], None],
        fail: Callable[[Item, Exception], None],
        together: Together = nullcontext,
    ) -> None:
        """Call ``function`` with each item in a worker, and ``handle`` with both here, in any order.

        ``fail`` is told of what the archive does not have and of what took too long or too much memory. ``together``
        is entered around handling what came back at once, at most MOST_AT_ONCE items. Raises NoWorkerError where no
        process can be started, at the beginning or later: what was not read then is no fault of its own.
        """
        asyncio.run(self.go(iter(items), function, handle, fail, together))

    async def go(
        self,
        items: Iterator[Item],
        function: Callable[[Item], Result],
        handle: Callable[[Item, Result], None],
        fail: Callable[[Item, Exception], None],
        together: Together = nullcontext,
    ) -> None:
        """The same inside of a running loop, as at the end of a crawl."""
        await self.workers.ready()
        batches = _Batches(items, self.size_of, self.workers)

        async def lane() -> None:
            while batch := batches.take():
                results = await self._results(function, batch)
                with together():
                    for item, result in zip(batch, results, strict=True):
                        if isinstance(result, Exception):
                            fail(item, result)
                        else:
                            handle(item, result)
                batches.read += len(batch)

        try:
            async with asyncio.TaskGroup() as parallel:
                for _ in range(2 * self.count):
                    parallel.create_task(lane())
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    async def _results(self, function: Callable[[Item], Result], batch: list[Item]) -> list[Result | Exception]:
        try:
            return await self.workers.call(each_of, function, batch)
        except WorkerError:
            # One of them hung or burst: each by itself tells which. Or somebody killed the worker, whatever it read.
            return [await self._alone(function, item) for item in batch]

    async def _alone(self, function: Callable[[Item], Result], item: Item) -> Result | Exception:
        try:
            return (await self.workers.call(each_of, function, [item]))[0]
        except WorkerError as error:
            return error


class _Batches(Generic[Item]):
    """What is handed over together; ``read`` counts what came back."""

    def __init__(self, items: Iterator[Item], size_of: Callable[[Item], int], workers: Workers) -> None:
        self._items, self._size_of, self._workers = items, size_of, workers
        self._busy_before = workers.busy_seconds
        self.read = 0

    def take(self) -> list[Item]:
        """The next ones; none where nothing is left."""
        batch, size = [], 0
        for item in islice(self._items, self._count()):
            batch.append(item)
            size += self._size_of(item)
            if size >= ENOUGH_BYTES:
                break
        return batch

    def _count(self) -> int:
        busy = self._workers.busy_seconds - self._busy_before
        return max(1, min(MOST_AT_ONCE, int(self.read * MOMENT / busy))) if self.read and busy else AT_FIRST


def each_of(function: Callable[[Item], Result], items: list[Item]) -> list[Result | Exception]:
    """Runs in a worker. What the archive does not have, and what could not be read, is a result like others."""
    results: list[Result | Exception] = []
    for item in items:
        try:
            results.append(function(item))
        except (ArchiveError, WorkerError) as error:
            results.append(error)
    return results
