"""``scrapy`` with a command whose readers note how long each page took them: python -m benchmarks.reading_time bulk ...

The processor seconds of unpacking and extraction, a line each, go to the file that STET_READING_TIMES names. Readers
import this module as the one that was started, so that what stands here holds for them, too.
"""

from __future__ import annotations

import os
import time
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from scrapy.cmdline import execute

from spiders.archives import imported_pages

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

notes = os.open(os.environ["STET_READING_TIMES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def noted(function: Callable[..., Result]) -> Callable[..., Result]:
    """The same, with a note."""

    @wraps(function)
    def note(*arguments: object) -> Result:
        # That of the process falls behind while a timer bounds it: a sixtieth less than the kernel's own account.
        started = time.thread_time()
        try:
            return function(*arguments)
        finally:
            os.write(notes, f"{time.thread_time() - started}\n".encode())

    return note


imported_pages.page_of = noted(imported_pages.page_of)  # type: ignore[attr-defined]
imported_pages.read_pages = noted(imported_pages.read_pages)  # type: ignore[attr-defined]

if __name__ == "__main__":
    execute()
