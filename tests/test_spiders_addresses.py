"""Addresses: what may be asked for, what is the same page."""

from __future__ import annotations

import pytest

from spiders.web.addresses import absolute, canonical, front_page_of, is_web_address, page_key


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://", "nonsense", "http://[::1", "http://a.example:0/", "http:///x"]
)
def test_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


def test_canonical_drops_trackers_alone() -> None:
    assert canonical("HTTPS://News.Example:443/a?utm_source=x&id=7&b#top") == "https://news.example/a?b=&id=7"
    assert canonical("https://news.example/a?cid=7&source=8") == "https://news.example/a?cid=7&source=8"
    assert canonical("https://news.example/?12345") != canonical("https://news.example/?12346")


def test_page_key_is_one_for_one_page() -> None:
    assert page_key("http://www.news.example/a?fbclid=1") == page_key("https://news.example/a")
    assert page_key("https://news.example/a") != page_key("https://news.example/b")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b?x=1#y", "https://a.example/b?x=1"),
        (" //c.example/ ", "https://c.example/"),
        ("javascript:x", None),
        ("http://[", None),
    ],
)
def test_absolute(link: str, expected: str | None) -> None:
    assert absolute("https://a.example/", link) == expected


def test_absolute_escapes_what_has_no_place_in_a_request() -> None:
    assert absolute("https://a.example/", "b\r\nHost evil") == "https://a.example/bHost%20evil"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.org", "https://example.org/"),
        ("HTTP://example.org:8080/a?b", "http://example.org:8080/"),
        ("fähre.example", "https://xn--fhre-loa.example/"),
        ("file:///etc/passwd", None),
        ("two words", None),
        ("", None),
    ],
)
def test_front_page_of(text: str, expected: str | None) -> None:
    assert front_page_of(text) == expected
