"""Lines that correct an article, which are part of it wherever they stand."""

from __future__ import annotations

import re

from extractors.text.tables import table_lines

_TABLE = table_lines(__file__, "corrections.txt")
_HEADINGS = "|".join(line for line in _TABLE if line[0] != "=")
_SENTENCES = "|".join(line[1:] for line in _TABLE if line[0] == "=")
CORRECTION = re.compile(
    rf"^\W{{0,3}}(?:(?:{_HEADINGS})(?!\w)[^.:：。]{{0,40}}[:：.。]|(?:{_SENTENCES})\b)", re.IGNORECASE
)


def is_correction(text: str) -> bool:
    """Whether a line is headed as a correction, or begins as one."""
    return CORRECTION.match(text) is not None
