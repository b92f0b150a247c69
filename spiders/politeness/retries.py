"""Try again what may work the second time, when the server says so and not before."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import ResponseDataLossError

from spiders.politeness.hosts import host_named, slot_of
from spiders.web.failures import is_passing, status_line

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


REFUSALS = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
MOST_REFUSALS = 5  # more than answers
FIRST_REST = 2.0  # seconds; doubles


class PatientRetry(RetryMiddleware):
    """Scrapy's own asks again at once, whatever Retry-After says, and after faults that stay.

    ``left_alone`` names the hosts that want a longer rest than the run waits, with the reason; the wire asks it. One
    that refuses without saying for how long is asked slower and slower, and then left alone too.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.longest_wait = settings.getint("STET_LONGEST_WAIT")
        self.left_alone: dict[str, str] = {}
        self.refusals: Counter[str] = Counter()

    def note(self, request: Request, response: Response) -> None:
        """Take what an answer says of when the host wants to be asked again; before any other request is sent."""
        name = slot_of(request.url)
        asked = retry_after(response) if response.status in self.retry_http_codes else None
        seconds = asked or self._rest_of(name, response)  # at once is no rest
        answer = status_line(response.status)
        if asked is not None and asked > self.longest_wait:
            self.left_alone[name] = f"the host asked to be left alone for {asked:.0f} s ({answer})"
        elif self.refusals[name] >= MOST_REFUSALS:
            self.left_alone[name] = f"left alone: the host refused {MOST_REFUSALS} times ({answer})"
        elif seconds:
            host_named(name).rest(seconds)

    def _rest_of(self, host: str, response: Response) -> float | None:
        """How long a host rests that refuses and does not say for how long; each answer takes one back."""
        if response.status not in REFUSALS:
            self.refusals[host] -= self.refusals[host] > 0 and response.status < HTTPStatus.BAD_REQUEST
            return None
        self.refusals[host] += 1
        return min(FIRST_REST * float(2 ** (self.refusals[host] - 1)), self.longest_wait)

    def process_request(self, request: Request) -> None:
        """What comes cut is taken as it comes where there is no further try."""
        if request.meta.get("retry_times", 0) >= self.max_retry_times:
            request.meta["download_fail_on_dataloss"] = False

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or the request to be tried again once the host has had its rest."""
        return response if slot_of(request.url) in self.left_alone else super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception) -> Any:  # type: ignore[override]
        """The request to be tried again, where the fault may pass. What is cut twice is taken as it comes."""
        again = super().process_exception(request, exception) if is_passing(exception) else None
        if again is not None and isinstance(exception, ResponseDataLossError):
            again.meta["download_fail_on_dataloss"] = False
        return again


def retry_after(response: Response) -> float | None:
    """Seconds that a server asks to wait, written as a number or as a date; None where it does not say."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
