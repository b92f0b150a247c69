"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from spiders.politeness.retries import retry_after


@pytest.mark.parametrize(("value", "seconds"), [("120", 120), (" 5 ", 5), ("soon", None), ("-1", None), ("", None)])
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after(Response("https://a.example/", headers={"Retry-After": value})) == seconds


def test_retry_after_as_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    seconds = retry_after(Response("https://a.example/", headers={"Retry-After": later}))
    assert seconds is not None
    assert 3000 < seconds <= 3600
    assert retry_after(Response("https://a.example/", headers={"Retry-After": "Tue, 06 May 2025 16:00:00 GMT"})) == 0
