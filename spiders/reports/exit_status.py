"""Whether a run has succeeded: what decides its exit status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storage.store.resting import IN_PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUSES = "(401|403|407|429|451|503)"
REFUSED = re.compile(rf"^{STATUSES}\b|\({STATUSES}\b|left alone|^{IN_PLACE}a page that ")
FAULTS = {
    "start_error": "the spider could not start",
    "shutdown": "stopped before the end",
}


def failure_of(stats: Mapping[str, Any]) -> str | None:
    """Why a run counts as failed, in plain words; None where it succeeded.

    Single pages that fail are no failure of the run; what the run was started for (its seeds) failing altogether is.
    """
    if fault := stats.get("store/fault"):
        return str(fault)
    reason = stats.get("finish_reason")
    if reason != "finished":
        return FAULTS.get(str(reason), f"ended early: {reason or 'it never began'}")
    if errors := sum(count for name, count in stats.items() if name.startswith("spider_exceptions/")):
        return f"{errors} pages hit an error in the program, see the log"
    if stats.get("store/seed/failed") and not stats.get("store/seed/came"):
        return "nothing that the run was started for could be had"
    return _refused(stats) or _found_nothing(stats)


def _refused(stats: Mapping[str, Any]) -> str | None:
    """A run in which each page was refused has brought nothing, though its lists came."""
    pages = {name.removeprefix("store/page/") for name in stats if name.startswith("store/page/")}
    reasons = [name.removeprefix("store/reason/") for name in stats if name.startswith("store/reason/")]
    refused = sum(stats[f"store/reason/{reason}"] for reason in reasons if REFUSED.search(reason))
    return "every page was refused" if pages == {"failed"} and refused >= stats["store/page/failed"] else None


def _found_nothing(stats: Mapping[str, Any]) -> str | None:
    """A domain of which no list names a page; a list that has not changed did so before."""
    found = stats.get("discover/listed") or any(
        name.startswith("store/page/") or name.endswith("/not-modified") for name in stats
    )
    if not stats.get("discover/domains") or found:
        return None
    return f"no news was found; tried {', '.join(stats.get('discover/tried', ()))}"
