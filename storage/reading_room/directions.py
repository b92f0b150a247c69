"""From which side a text is read."""

from __future__ import annotations

import re
import unicodedata

RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))


TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def tag(language: str | None) -> str:
    """For ``lang`` attributes: empty where a page says something that is no language."""
    return language if language and TAG.fullmatch(language) else ""


def direction(language: str | None, text: str | None = None) -> str:
    """``rtl`` or ``ltr``: by the text's first letter that has a side, else by its language."""
    for letter in (text or "")[:2000]:
        side = unicodedata.bidirectional(letter)
        if side in {"L", "R", "AL"}:
            return "ltr" if side == "L" else "rtl"
    return "rtl" if (language or "").partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
