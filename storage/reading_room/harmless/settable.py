"""Text that a tree takes: parsed pages hold characters that lxml does not let anyone set."""

from __future__ import annotations

import re

# Those that are no characters of XML 1.0 (section 2.2).
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def settable(text: str) -> str:
    """The text without them."""
    return NO_CHARACTER.sub("", text)
