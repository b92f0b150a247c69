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


NAME = "FBDCB43376AF40C7BCC9FA81790D5C08"


@pytest.mark.parametrize(
    "link",
    [
        f"/a/b;jsessionid={NAME}",
        f"/a/b;JSESSIONID={NAME}.node1",
        f"/a/b?PHPSESSID={NAME}",
        f"/a/b?sid={NAME}",
        f"/(S({NAME[:24]}))/a/b",
        f"/a/b?ASPSESSIONIDQQ={NAME}",
        f"/a/b%3Bjsessionid={NAME}",
        f"/a/b?;jsessionid={NAME}",
        f"/a/b?SESSID={NAME}",
    ],
)
def test_the_name_of_a_visit_is_no_part_of_an_address(link: str) -> None:
    assert absolute("https://n.example/", link) == "https://n.example/a/b"
    assert page_key(f"https://n.example{link}") == page_key("https://n.example/a/b")


@pytest.mark.parametrize("link", ["/a/b?sid=7", "/a;b=c", "/a?id=1&s=ferry", "/a/b?x=a+b&y=%2F"])
def test_what_names_a_page_stays(link: str) -> None:
    assert absolute("https://n.example/", link) == f"https://n.example{link}"
