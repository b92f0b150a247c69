"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.politeness.hosts import host_named
from spiders.politeness.retries import MOST_REFUSALS, PatientRetry, retry_after


@pytest.mark.parametrize(("value", "seconds"), [("120", 120), (" 5 ", 5), ("soon", None), ("-1", None), ("", None)])
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after(Response("https://a.example/", headers={"Retry-After": value})) == seconds


def test_retry_after_as_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    seconds = retry_after(Response("https://a.example/", headers={"Retry-After": later}))
    assert seconds is not None
    assert 3000 < seconds <= 3600
    assert retry_after(Response("https://a.example/", headers={"Retry-After": "Tue, 06 May 2025 16:00:00 GMT"})) == 0


@pytest.mark.parametrize("value", [None, "0", "soon", "Tue, 06 May 2025 16:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_names_no_rest_is_given_one_and_then_left_alone(status: int, value: str | None) -> None:
    host = f"rest-{status}-{len(value or '')}.example"
    request, retry = Request(f"https://{host}/"), PatientRetry(Settings({"STET_LONGEST_WAIT": 60}))
    refused = Response(request.url, status, headers={"Retry-After": value} if value else {})
    retry.note(request, refused)
    assert host_named(host).wait(1, 0.0) > 1
    for _ in range(MOST_REFUSALS - 1):
        retry.note(request, refused)
    assert host in retry.left_alone


@pytest.mark.parametrize(("tried", "fails"), [(0, None), (1, None), (2, False)])
def test_what_comes_cut_is_taken_at_the_last_try(tried: int, fails: bool | None) -> None:
    request = Request("https://a.example/", meta={"retry_times": tried})
    PatientRetry(Settings({"RETRY_TIMES": 2})).process_request(request)
    assert request.meta.get("download_fail_on_dataloss") is fails
