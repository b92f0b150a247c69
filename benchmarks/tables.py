"""Tables on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def percent(share: float | None) -> str:
    """``0.0412`` as ``4.1 %``; a dash where nothing was there to count."""
    return "-" if share is None else f"{share * 100:.1f} %"


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The first column to the left, numbers to the right."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(str, row))
    console = Console(width=max(140, Console().width))
    console.print(f"[bold]{title}[/bold]", table, "", sep="\n")
