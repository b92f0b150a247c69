"""Python's collector of cycles, and when it had better not run."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Puts it off until the block ends.

    It runs after every so many new objects and walks all that are alive, and whatever is made of a page is alive until
    the page is done: an eighth of the time of extraction went there, to find nothing. Only who stopped it starts it
    again, so that the block may stand inside another, and in several threads.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
