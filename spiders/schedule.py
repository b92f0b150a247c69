"""When an address is looked at again, and what is sent along so that an unchanged page costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage import KnownUrl

# Age of an article (since it was first fetched) -> how long to wait before it is looked at again.
REVISITS = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
)
LATER = timedelta(days=90)
FIRST_PAUSE = timedelta(hours=1)  # after one failure; doubles with each further one
GIVE_UP_AFTER = 6  # failures in a row
FINAL = frozenset({404, 410, 451})  # the server says that there is nothing to wait for


def is_due(known: KnownUrl | None, now: datetime) -> bool:
    """Whether an address that a list names is asked for now."""
    return known is None or now - known.last_fetched >= pause(known, now)


def pause(known: KnownUrl, now: datetime) -> timedelta:
    """How long an address rests after its last fetch; ``timedelta.max`` where it is given up."""
    if known.failures:
        if known.failures >= GIVE_UP_AFTER or known.status in FINAL or known.status == 200:
            return timedelta.max
        return FIRST_PAUSE * float(2 ** (known.failures - 1))
    age = now - known.first_fetched
    return next((wait for limit, wait in REVISITS if age < limit), LATER)


def validators(known: KnownUrl | None) -> dict[str, str]:
    """Request headers that let the server answer 304 where nothing has changed."""
    if known is None or known.failures:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
