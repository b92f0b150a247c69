"""Lines that lead to other stories, and headings above them, in the languages of the press; all want small letters."""

from __future__ import annotations

import re

from extractors.text.tables import table_lines

# In characters: no heading above other stories is longer.
LONGEST_HEADING = 80
_ANY = f"(?:{'|'.join(table_lines(__file__, 'other_stories.txt'))})"
HEADING = re.compile(rf"^\W{{0,3}}{_ANY}\W{{0,3}}$")
# A line that names one of them.
OTHER_STORY = re.compile(rf"^\W{{0,3}}{_ANY}\s?[:：՝–—>»→-]+\s?\S")
# What stands before its name, where that is a link.
LABEL = re.compile(rf"^\W{{0,3}}{_ANY}(?!\w)\W{{0,6}}")


def is_heading_of_others(text: str) -> bool:
    """Whether a line stands above other stories."""
    return len(text) <= LONGEST_HEADING and HEADING.match(text) is not None
