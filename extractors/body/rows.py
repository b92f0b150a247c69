"""The rows of the tables of a page, as places among the considered blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import BlockKind

if TYPE_CHECKING:
    from extractors.body.judged import JudgedBlocks
    from extractors.html.document import Candidate, Container

# Between the cells of a row.
CELLS = " | "


def is_row(block: Candidate) -> bool:
    """Whether a block is a row of several cells."""
    return block.kind is BlockKind.TABLE_ROW and CELLS in block.text


def rows_of_tables(judged: JudgedBlocks) -> dict[Container, list[int]]:
    """Tables with the places of their own rows: others may stand in a cell, as whole pages do in old ones."""
    rows: dict[Container, list[int]] = {}
    for place, block in enumerate(judged.blocks):
        if block.kind is BlockKind.TABLE_ROW:
            table = next((step for step in block.container.lineage() if step.tag == "table"), None)
            if table is not None:
                rows.setdefault(table, []).append(place)
    return rows
