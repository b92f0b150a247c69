"""Ctrl-C, or too little memory, while a command is being loaded: told in a line, as later, without a traceback.

So is, at any time, that nobody reads any more what a command prints.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType

INTERACTIVE = "shell"  # there Ctrl-C stops a line, not the program
NO_ROOM = "failed to map segment"  # for a library


def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (as signal wants it)
    """End at once: nothing has begun."""
    os.write(2, b"scrapy: stopped\n")
    os._exit(1)


def tell_of_stops() -> None:
    """From now on, in a process that is a command; whoever begins to work puts a handler of its own in place."""
    program = Path(sys.argv[0])
    is_command = program.stem == "scrapy" or program.parent.name == "scrapy"
    if is_command and INTERACTIVE not in sys.argv:
        sys.excepthook = tell_of_end
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, stopped)


def tell_of_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the program is told in a line where it is that there is no room for it, and not at all where it is that
    whoever read our output has enough (head, less)."""
    if issubclass(kind, MemoryError) or NO_ROOM in str(error):
        os.write(2, b"scrapy: there is not enough memory\n")
    elif issubclass(kind, BrokenPipeError) and _is_unread():
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in our buffers
    else:
        sys.__excepthook__(kind, error, trace)


def _is_unread() -> bool:
    """Whether our output is a pipe of which nobody reads the other end."""
    output = select.poll()
    output.register(1, 0)
    return any(event & select.POLLERR for _, event in output.poll(0))


def work_begins() -> None:
    """Ctrl-C is an exception again, unless it is to be ignored (nohup)."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
