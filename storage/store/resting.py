"""How long an address rests that could not be had, before it is asked for again."""

from __future__ import annotations

from datetime import timedelta

IN_PLACE = "stands in place of the article: "
EMPTY = "empty page"
FIRST_PAUSE = timedelta(hours=1)  # after one failure; doubles with each further one
LONGEST_PAUSE = timedelta(days=30)
GONE = frozenset({404, 410})
GONE_PAUSE = timedelta(days=1)  # for what the server says is not there, as long as a list names it
FINAL = frozenset({200, 451})  # came and was no article, or the server says that there is nothing to wait for


def may_come_later(error: str | None) -> bool:
    """Whether what came with 200 was nothing, or a page that stood in place of the article, which is still there."""
    return error is not None and (error.startswith(IN_PLACE) or error == EMPTY)


def pause_of_failed(status: int | None, failures: int, error: str | None, *, is_listed: bool) -> timedelta:
    """After so many failures in a row; ``timedelta.max`` where it is given up. ``is_listed``: a list names it still."""
    is_final = status in FINAL and not may_come_later(error)
    if is_final or (status in GONE and not is_listed):
        return timedelta.max
    first = GONE_PAUSE if status in GONE else FIRST_PAUSE
    return min(first * float(2 ** min(failures - 1, 16)), LONGEST_PAUSE)
