"""What must not be left half done is done before Ctrl-C, a timer's stop or a closed terminal is heard."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stops_wait() -> Iterator[None]:
    """Inside, signals that have a handler in Python wait until the end; the first of them is handled then.

    They are not blocked for the kernel: processes that are started here would inherit that.
    """
    heard: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        heard.append(number)

    waiting = [number for number in STOPS if callable(signal.getsignal(number))] if _is_main_thread() else []
    before = {number: signal.signal(number, hear) for number in waiting}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def _is_main_thread() -> bool:
    """Handlers are set and called in the main thread alone."""
    return threading.current_thread() is threading.main_thread()
