"""Whether a run has succeeded: what decides its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return None
