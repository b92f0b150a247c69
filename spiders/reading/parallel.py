"""Many things through the worker processes at once, for commands that work on the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from spiders.reading.workers import WorkerError
from storage import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spiders.reading.workers import Workers

AT_ONCE = 8  # handing over one by one costs this process a millisecond each

Item = TypeVar("Item")
Result = TypeVar("Result")
Together = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Parallel:
    """So many workers; at any time twice as many things are under way, so that the next waits when one is done."""

    workers: Workers
    count: int

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
        is entered around handling what came back at once, at most AT_ONCE items. Raises NoWorkerError where no process
        can be started, at the beginning or later: what was not read then is no fault of its own.
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

        async def lane() -> None:
            while batch := list(islice(items, AT_ONCE)):
                results = await self._results(function, batch)
                with together():
                    for item, result in zip(batch, results, strict=True):
                        if isinstance(result, Exception):
                            fail(item, result)
                        else:
                            handle(item, result)

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


def each_of(function: Callable[[Item], Result], items: list[Item]) -> list[Result | Exception]:
    """Runs in a worker. What the archive does not have, and what could not be read, is a result like others."""
    results: list[Result | Exception] = []
    for item in items:
        try:
            results.append(function(item))
        except (ArchiveError, WorkerError) as error:
            results.append(error)
    return results
