"""Narrow columns, and columns of links, beside the article in tables that set out a page: they are something else."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from extractors.html.document import Candidate

CELLS = ("td", "th")
CELL_WIDTH = re.compile(r"(\d{1,4})(?:\.\d{1,4})?\s?(%|px|)")
STYLED_WIDTH = re.compile(r"(?:^|;)\s*(?:max-)?width\s*:\s*([^;]{1,20})", re.IGNORECASE)
# In pixels and in hundredths of what it stands in.
NARROW, NARROW_SHARE = 240, 30
# So much of the text stands in one cell; so much of a column beside it is links.
MOST, MOSTLY_LINKS = 0.5, 0.6


def in_narrow_columns(blocks: Sequence[Candidate], words: Sequence[float]) -> list[int]:
    """Places of blocks in narrow cells, or cells of links, beside a cell with most of the text; ``words`` are those of
    each block that is likely the article."""
    cells = [_cells_of(block.container.element) for block in blocks]
    held: dict[etree._Element, float] = {}
    text: Counter[etree._Element] = Counter()
    links: Counter[etree._Element] = Counter()
    for place, outward in enumerate(cells):
        for cell in outward:
            held[cell] = held.get(cell, 0.0) + words[place]
            text[cell] += len(blocks[place].text)
            links[cell] += blocks[place].link_length
    if len(held) <= 1:
        return []
    least = MOST * sum(words)
    main = {cell for cell, count in held.items() if count >= least}
    of_links = {cell for cell in held if cell.tag in CELLS and links[cell] >= MOSTLY_LINKS * text[cell]}
    narrow = {cell for cell in held if cell not in main and (cell in of_links or _is_narrow(cell))}
    narrow = {cell for cell in narrow if _stands_beside(cell, main)}
    return [place for place, outward in enumerate(cells) if not narrow.isdisjoint(outward)]


def _cells_of(element: etree._Element) -> list[etree._Element]:
    # What stands in a cell without an element of its own is known to be of the row alone.
    own = [element] if element.tag in (*CELLS, "tr") else []
    return [*own, *element.iterancestors(*CELLS)]


def _stands_beside(cell: etree._Element, main: set[etree._Element]) -> bool:
    row = cell.getparent()
    return row is not None and (row in main or any(other in main for other in row))


def _is_narrow(cell: etree._Element) -> bool:
    if cell.tag not in CELLS:
        return False
    styled = STYLED_WIDTH.search(cell.get("style") or "")
    found = CELL_WIDTH.fullmatch((styled[1] if styled else cell.get("width") or "").strip())
    return found is not None and int(found[1]) <= (NARROW_SHARE if found[2] == "%" else NARROW)
