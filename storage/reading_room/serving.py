"""Datasette in this process."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from click import Abort
from datasette.cli import cli

from storage.reading_room import arguments

if TYPE_CHECKING:
    from pathlib import Path


def serve(database: Path, host: str, port: int) -> None:
    """Serve a database until Ctrl-C. Killed, it leaves no server behind, as one in a process of its own would stay."""
    with suppress(Abort):
        cli.main(arguments(database, host, port), standalone_mode=False)
