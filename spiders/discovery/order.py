"""Which of the pages and lists that a list names are the newest: those come first, whichever way the list is sorted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.discovery.listing import Listed

DAY_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0?[1-9]|1[0-2])(?!\d)")
YEAR_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
NUMBER = re.compile(r"\d{1,18}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def date_of(listed: Listed) -> str:
    """When a page was published, as far as the list or the address says, in UTC; empty where neither does."""
    return _utc(listed.published) or date_in_address(listed.url) or _utc(listed.modified)


def _utc(text: str | None) -> str:
    """ISO 8601 in UTC, so that text order is time order; empty for what is no date."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        day = DAY.match((text or "").strip())
        return day[0] if day else ""


def date_in_address(url: str) -> str:
    """The day, or the month or year, in the path of an address."""
    path = urlsplit(url).path
    found = DAY_IN_ADDRESS.search(path) or MONTH_IN_ADDRESS.search(path) or YEAR_IN_ADDRESS.search(path)
    return "-".join(part.zfill(2) for part in found.groups()) if found else ""


def newest_first(pages: Iterable[Listed]) -> list[Listed]:
    """By date; of one date, or of none, by the last number in the address. What says nothing stays as it was listed."""
    return sorted(pages, key=lambda page: (date_of(page), _last_number(page.url)), reverse=True)


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
