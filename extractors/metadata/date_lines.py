"""Where a line or an address is a date."""

from __future__ import annotations

import re

from extractors.metadata.times import HAS_DATE

CHANGED_LINE = re.compile(
    r"^\W*(?:last|zuletzt|letzte|senast|sist)?\s*(?:updated?|modified|aktualisier|ge.ndert|mise? à jour"
    r"|actuali[sz]ad|atualizad|aggiornat|bijgewerkt|uppdaterad|opdateret|oppdatert|aktualizac|обновлен|оновлен|güncelle|更新)",
    re.IGNORECASE,
)
URL_DATE = re.compile(
    r"(?<!\d)(20[0-3]\d|199\d)[/_-]?(0[1-9]|1[0-2]|(?<=[/_-])[1-9](?=[/_-]))"
    r"[/_-]?(0[1-9]|[12]\d|3[01]|(?<=[/_-])[1-9](?=[/_-]))(?!\d)"
)
URL_DAY_FIRST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20[0-3]\d)(?!\d)")
MAX_DATE_LINE = 100


def day_of(url: str) -> str | None:
    """The date that an address holds."""
    if found := URL_DATE.search(url):
        return f"{found[1]}-{found[2].zfill(2)}-{found[3].zfill(2)}"
    found = URL_DAY_FIRST.search(url)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else None


def has_date(line: str) -> bool:
    """Whether a line is little but a date."""
    return len(line) <= MAX_DATE_LINE and HAS_DATE.search(line) is not None


def is_date_line(line: str) -> bool:
    """Whether a line is little but a date, and not that of a change."""
    return has_date(line) and not CHANGED_LINE.search(line)
