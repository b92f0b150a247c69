"""What a block stands in together with the blocks below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.html.document import Candidate, Container


def opened_by(block: Candidate) -> Container | None:
    """What begins with a block and has more blocks below it."""
    box = holds_more(block)
    return box if box is not None and box.first == block.index else None


def holds_more(block: Candidate) -> Container | None:
    """What a block stands in that has more blocks below it."""
    return next((step for step in block.container.lineage() if step.last > block.index + 1), None)
