"""What a first site file says."""

from __future__ import annotations

import re
import tomllib

import pytest

from spiders.discovery.url_patterns import PatternCounts, pattern_of
from spiders.first_site_file import name_of, site_file
from spiders.survey_spider import Survey, article_pattern


@pytest.mark.parametrize(
    ("paths", "other"),
    [
        ([f"2025/05/{day:02}/a-title-of-day-{day}" for day in range(1, 9)], "politics"),
        ([f"{section}/how-it-went-{n}.html" for n, section in enumerate("abcdefg")], "about/us.html"),
        ([f"news/{n}2345" for n in range(8)], "news/all"),
    ],
)
def test_article_pattern_tells_articles(paths: list[str], other: str) -> None:
    urls = [f"https://news.example/{path}" for path in paths]
    pattern = article_pattern(urls)
    assert pattern
    assert all(re.search(pattern, url) for url in urls)
    assert not re.search(pattern, f"https://news.example/{other}")


@pytest.mark.parametrize("paths", [["a", "b", "c"], ["a", "b", "c", "d", "e"], ["a/b", "c", "d/e/f", "g/h/i/j", "k/l"]])
def test_article_pattern_is_silent_where_nothing_is_clear(paths: list[str]) -> None:
    assert article_pattern([f"https://news.example/{path}" for path in paths]) is None


def test_site_file_is_toml() -> None:
    survey = Survey('The "Post"\n', "en-GB", "https://post.example/", feeds={"https://post.example/feed": 9})
    table = tomllib.loads(site_file("post", ["post.example"], survey))
    assert table["title"] == 'The "Post"'
    assert table["domains"] == ["post.example"]
    assert table["news"] == {"feeds": ["https://post.example/feed"], "every": "1h"}


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("www.example.co.uk", "example"),
        ("24heures.ch", "heures"),
        ("www.bbc.co.uk", "bbc"),
        ("taz.de", "taz"),
        ("edition.cnn.com", "cnn"),
        ("neue-zeit.de", "neue_zeit"),
    ],
)
def test_name_of(domain: str, name: str) -> None:
    assert name_of(domain) == name


def test_shapes_learn() -> None:
    urls = [(f"https://news.example/p/{word}", False) for word in ("abc", "def", "ghi")]
    counts = PatternCounts([*urls, *[(f"https://news.example/n/{n}", True) for n in (12, 345)]])
    assert counts.is_article("https://news.example/p/xyz") is False
    assert counts.is_article("https://news.example/n/9") is True
    assert counts.is_article("https://news.example/other") is None


def test_shape_of() -> None:
    assert pattern_of("https://a.example/2025/05/a-title-of-four/") == "0/0/title"
    assert pattern_of("https://a.example/News/x12345.html") == "news/title.html"
