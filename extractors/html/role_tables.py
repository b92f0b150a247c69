"""Tables that pages make of other elements, whose roles say what is a row and what a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

TABLES = frozenset({"table", "grid", "treegrid"})
CELLS = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
PLAIN = frozenset({"div", "span", "section", "ul", "ol", "li", "p"})
LEAST = 2


def show_role_tables(root: etree._Element) -> None:
    """Makes tables of them: as such browsers show them to those who do not see, and style sheets to others."""
    for table in [element for element in root.iter(*PLAIN) if element.get("role") in TABLES]:
        rows = [(row, list(_cells(row))) for row in table.iter(*PLAIN) if row.get("role") == "row"]
        if len(rows) >= LEAST and all(len(cells) >= LEAST for _, cells in rows):
            table.tag = "table"
            for row, cells in rows:
                row.tag = "tr"
                for cell in cells:
                    cell.tag = "th" if str(cell.get("role")).endswith("header") else "td"


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iter(*PLAIN) if cell.get("role") in CELLS)
