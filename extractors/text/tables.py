"""Tables of words and phrases that lie beside the modules that use them."""

from __future__ import annotations

from pathlib import Path


def table_lines(module: str, table: str) -> list[str]:
    """The lines of a table beside a module (its ``__file__``), without comments and empty lines."""
    lines = Path(module).with_name(table).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
