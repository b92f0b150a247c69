"""Which of the pages and lists that a list names are the newest: those come first, whichever way the list is sorted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.discovery.listing import Listed

DAY_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0?[1-9]|1[0-2])(?!\d)")
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
NAMED_MONTH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?:[/_-](\d{1,2}))?(?![a-z\d])",
    re.IGNORECASE,
)
DAY_FIRST_IN_ADDRESS = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[/_-](0[1-9]|1[0-2])[/_-]((?:19|20)\d\d)(?!\d)")
YEAR_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
NUMBER = re.compile(r"\d{1,18}")
DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-\d\d$|(?:19|20)\d\d$")
DAY_FIRST, YEAR_FIRST = re.compile(r"^(\d\d)[./](\d\d)[./](\d{4})\b"), re.compile(r"^(\d{4})[./](\d\d)[./](\d\d)\b")
SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
LONGEST_DATE = 60


def date_of(listed: Listed) -> str:
    """When a page was published, as far as the list or the address says, in UTC; empty where neither does."""
    return _utc(listed.published) or date_in_address(listed.url) or _utc(listed.modified)


def _utc(text: str | None) -> str:
    """ISO 8601 in UTC, so that text order is time order; empty for what is no date."""
    written = (text or "").strip()[:LONGEST_DATE]
    for read in (datetime.fromisoformat, _of_seconds, parsedate_to_datetime, _of_figures) if written else ():
        try:
            moment = read(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            continue
    day = DAY.match(written)
    return day[0] if day else ""


def _of_figures(text: str) -> datetime:
    """``2026/11/27``, ``27.11.2026 14:30``. Raises ValueError for others."""
    return datetime.fromisoformat(DAY_FIRST.sub(r"\3-\2-\1", YEAR_FIRST.sub(r"\1-\2-\3", text)))


def _of_seconds(text: str) -> datetime:
    """Raises ValueError for what is no number of seconds, or milliseconds, since 1970."""
    if not SECONDS.fullmatch(text):
        raise ValueError(text)
    return datetime.fromtimestamp(int(text[:10]), tz=UTC)


def date_in_address(url: str) -> str:
    """The day, or the month or year, in the path of an address."""
    path = urlsplit(url).path
    if found := DAY_IN_ADDRESS.search(path):
        return "-".join(found.groups())
    if found := NAMED_MONTH.search(path):
        month = MONTHS.index(found[2].lower()) // 3 + 1
        return f"{found[1]}-{month:02}" + (f"-{found[3].zfill(2)}" if found[3] else "")
    if found := DAY_FIRST_IN_ADDRESS.search(path):
        return "-".join(reversed(found.groups()))
    found = MONTH_IN_ADDRESS.search(path) or YEAR_IN_ADDRESS.search(path)
    return "-".join(part.zfill(2) for part in found.groups()) if found else ""


def newest_first(pages: Iterable[Listed]) -> list[Listed]:
    """By date; of one date, or of none, by the last number in the address. What says nothing stays as it was listed."""
    return sorted(pages, key=_rank_of_page, reverse=True)


def _rank_of_page(listed: Listed) -> tuple[str, str, int]:
    """Where the address says no more than the month or year, those of one are told apart by their last change."""
    date = date_of(listed)
    changed = _utc(listed.modified) if 0 < len(date) < len("2026-11-27") else ""
    return date, changed, _last_number(listed.url)


def newest_lists(lists: Iterable[Listed]) -> list[Listed]:
    """Those that call themselves news, then those that changed last; without dates by what their addresses say."""
    return sorted(lists, key=_rank_of_list, reverse=True)


def _rank_of_list(listed: Listed) -> tuple[bool, str, str, int]:
    is_news = "news" in urlsplit(listed.url).path.lower()
    return is_news, _utc(listed.modified), date_in_address(listed.url), _last_number(listed.url)


def _last_number(url: str) -> int:
    parts = urlsplit(url)
    numbers = NUMBER.findall(f"{parts.path}?{parts.query}")
    return int(numbers[-1]) if numbers else -1
