"""The run of a command that crawls nothing: closed however the command ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractors.model import EXTRACTOR_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from storage import Store


@contextmanager
def open_run(
    store: Store, name: str, arguments: Mapping[str, str], counted: Callable[[], Mapping[str, int]]
) -> Iterator[int]:
    """The number of a new run, closed as ``finished`` where the work inside comes to its end, else as ``stopped``, with
    what was counted until then."""
    run = store.begin_run(name, arguments, EXTRACTOR_VERSION, "")
    reason = "stopped"
    try:
        yield run
        reason = "finished"
    finally:
        store.finish_run(run, reason, counted())
