"""How each site is doing: its last runs, what they brought, when it is due, whether someone should look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spiders.reports.exit_status import failure_of
from storage.store.runs import past_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from extractors import Site
    from storage.store.runs import PastRun

STALE_AFTER = 3  # intervals without a run that succeeded
LONGEST_BACKOFF = timedelta(days=1)


@dataclass(frozen=True)
class Health:
    """One site. Times are None where there was no such run; ``failure`` is that of the last run that ended."""

    site: str
    interval: timedelta
    started: datetime | None = None
    succeeded: datetime | None = None
    is_running: bool = False
    failure: str | None = None
    failures: int = 0
    new: int = 0
    failed: int = 0

    def next_run(self, now: datetime) -> datetime:
        """When the site is due: its interval after the last start, later with each failure in a row."""
        if self.started is None or self.started > now:  # never, or the clock was set back
            return now
        return self.started + min(
            self.interval * float(2 ** min(self.failures, 10)), max(LONGEST_BACKOFF, self.interval)
        )

    def is_due(self, now: datetime) -> bool:
        """Whether ``scrapy due`` crawls the site now."""
        return not self.is_running and self.next_run(now) <= now

    def is_stale(self, now: datetime) -> bool:
        """Whether a site that is crawled has had no success for several intervals."""
        since = self.succeeded or self.started
        return since is not None and now - since > self.interval * STALE_AFTER

    def state(self, now: datetime) -> str:
        """One word."""
        if self.started is None:
            return "never run"
        if self.failure:
            return "failing"
        return "stale" if self.is_stale(now) else "good"


def health_of(db: Database, site: Site) -> Health:
    """What the runs of a site tell."""
    runs = past_runs(db, site.name)
    ended = [run for run in runs if run.reason is not None]
    failures = [failure_of_run(run) for run in ended]
    in_a_row = next((count for count, failure in enumerate(failures) if failure is None), len(failures))
    good = next((run for run, failure in zip(ended, failures, strict=True) if failure is None), None)
    return Health(
        site=site.name,
        interval=site.news.interval,
        started=runs[0].started_at if runs else None,
        succeeded=good.started_at if good else None,
        is_running=bool(runs) and runs[0].reason is None,
        failure=failures[0] if failures else None,
        failures=in_a_row,
        new=_count(ended, "store/page/stored"),
        failed=_count(ended, "store/page/failed"),
    )


def failure_of_run(run: PastRun) -> str | None:
    """Why a run that has ended counts as failed. Stopped by hand is no failure, killed is none of the site's."""
    if run.reason in {"shutdown", "killed"}:
        return None
    return failure_of({"finish_reason": run.reason, **run.statistics})


def _count(runs: list[PastRun], name: str) -> int:
    return int(runs[0].statistics.get(name, 0)) if runs else 0


def prometheus(sites: list[Health], now: datetime) -> Iterator[str]:
    """The same in Prometheus' text format."""
    gauges: dict[str, Callable[[Health], float | None]] = {
        "last_run_timestamp_seconds": lambda site: site.started.timestamp() if site.started else None,
        "last_success_timestamp_seconds": lambda site: site.succeeded.timestamp() if site.succeeded else None,
        "next_run_timestamp_seconds": lambda site: site.next_run(now).timestamp(),
        "last_run_new_articles": lambda site: site.new,
        "last_run_failed_pages": lambda site: site.failed,
        "failing": lambda site: int(bool(site.failure)),
        "stale": lambda site: int(site.is_stale(now)),
    }
    for name, value_of in gauges.items():
        yield f"# TYPE stet_site_{name} gauge"
        for site in sites:
            value = value_of(site)
            if value is not None:
                yield f'stet_site_{name}{{site="{site.site}"}} {value:.0f}'
