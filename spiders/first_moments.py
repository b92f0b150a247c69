"""Ctrl-C while a command is still being loaded: it says that it was stopped, as later, and shows no traceback."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

INTERACTIVE = "shell"  # there Ctrl-C stops a line, not the program


def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (as signal wants it)
    """End at once: nothing has begun."""
    os.write(2, b"scrapy: stopped\n")
    os._exit(1)


def tell_of_stops() -> None:
    """From now on, in a process that is a command; whoever begins to work puts a handler of its own in place."""
    program = Path(sys.argv[0])
    is_command = program.stem == "scrapy" or program.parent.name == "scrapy"
    if is_command and INTERACTIVE not in sys.argv and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stopped)


def work_begins() -> None:
    """Ctrl-C is an exception again, unless it is to be ignored (nohup)."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
