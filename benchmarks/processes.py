"""The processes of this machine, as /proc/PID/stat tells of them (man 5 proc_pid_stat)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Process:
    """One; ``state`` is a letter, ``seconds`` are those of the processor."""

    number: int
    name: str
    state: str
    group: int
    session: int
    seconds: float


def processes() -> Iterator[Process]:
    """All that there are; what ends meanwhile is left out."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = path.read_text().rpartition(") ")
        except OSError:
            continue
        state, _, group, session, *fields = rest.split()
        seconds = (int(fields[7]) + int(fields[8])) / os.sysconf("SC_CLK_TCK")
        yield Process(int(path.parent.name), head.partition(" (")[2], state, int(group), int(session), seconds)
