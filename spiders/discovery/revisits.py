"""When an address is looked at again, and what is sent along so that an unchanged page costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.store.resting import pause_of_failed

if TYPE_CHECKING:
    from storage import KnownUrl

# Age of an article (since it was first fetched) -> how long it rests before it is looked at again.
REVISITS = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
)
LATER = timedelta(days=90)
OLDEST_REVISIT = timedelta(days=365)
QUIET = 4  # times in a row that a list is the same before it is asked for less often
LONGEST_QUIET = timedelta(days=1)


def is_due(
    known: KnownUrl | None, now: datetime, changes: int = 0, pace: float = 1.0, *, is_listed: bool = True
) -> bool:
    """Whether a page that is listed, or was fetched before, is asked for now.

    ``pace`` multiplies how long pages rest; 0 looks at each in every run. A last look that lies in the future was
    noted by a clock that was wrong, and counts for nothing.
    """
    if known is None or known.last_fetched > now:
        return True
    rest = pause(known, now, changes, is_listed=is_listed)
    return rest != timedelta.max and now - known.last_fetched >= rest * pace


def pause(known: KnownUrl, now: datetime, changes: int = 0, *, is_listed: bool = True) -> timedelta:
    """How long a page rests after its last fetch; ``timedelta.max`` where it is given up.

    ``changes`` counts how often the outlet rewrote it: what changes is looked at more often. ``is_listed`` says that a
    list names it still.
    """
    if known.failures:
        return pause_of_failed(known.status, known.failures, known.error, is_listed=is_listed)
    age = now - known.first_fetched
    rest = next((wait for limit, wait in REVISITS if age < limit), LATER)
    return rest / (1 + min(changes, 3))


def list_pause(quiet_times: int) -> timedelta:
    """How long a feed or sitemap rests that was the same so often in a row: as long as it has been quiet, about."""
    if quiet_times < QUIET:
        return timedelta(0)
    return min(timedelta(minutes=30) * quiet_times, LONGEST_QUIET)


def validators(known: KnownUrl | None) -> dict[str, str]:
    """Request headers that let the server answer 304 where nothing has changed."""
    if known is None or known.failures:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
