from __future__ import annotations

import pytest

from storage.store.identity import article_url, text_digest
from tests.storage_samples import article

ASKED = "https://www.example.org/news/1?utm_source=feed#top"
PLAIN = "https://www.example.org/news/1?utm_source=feed"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://www.example.org/news/1", "https://www.example.org/news/1"),
        ("/news/1", "https://www.example.org/news/1"),
        ("https://example.org/news/1#c", "https://example.org/news/1"),
        (None, PLAIN),
        ("https://www.example.org/", PLAIN),
        ("https://agency.net/story", PLAIN),
        ("ftp://www.example.org/news/1", PLAIN),
    ],
)
def test_article_url_trusts_a_canonical_of_the_same_outlet(canonical, expected):
    assert article_url(article(canonical_url=canonical), ASKED) == expected


def test_article_url_tells_outlets_below_a_short_second_level_apart():
    theirs = article(canonical_url="https://other.co.uk/a")
    assert article_url(theirs, "https://ours.co.uk/a") == "https://ours.co.uk/a"


def test_text_digest_changes_with_title_and_text():
    assert len({text_digest("a", "b"), text_digest("a", "c"), text_digest(None, "b"), text_digest("c", "b")}) == 4
