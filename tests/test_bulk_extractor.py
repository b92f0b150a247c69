from __future__ import annotations

import pytest

from spiders.bulk.extractor import clean_text, extract_html
from tests.archived_pages import page


@pytest.mark.parametrize("html", [page(3), page(3).decode()])
def test_html_gives_the_clean_text_and_the_ledger(html):
    extraction = extract_html(html)
    assert extraction.article.title == "The bridge is closed 3"
    assert clean_text(html) == extraction.article.text
    assert "pier 307" in clean_text(html)


@pytest.mark.parametrize("html", ["", "<p>", b"\x00\xff" * 50])
def test_what_is_no_article_gives_no_text_and_a_reason(html):
    assert clean_text(html) == ""
    assert extract_html(html).error


def test_the_site_file_of_the_address_counts():
    assert extract_html(page(3), "https://www.themoscowtimes.com/2024/05/01/a-story-a12345").site == "moscowtimes"
    assert extract_html(page(3)).site is None


def test_the_extractor_stands_in_a_pipeline_of_datatrove():
    pytest.importorskip("datatrove", reason="the extra bulk is not installed: make bulk")
    from datatrove.data import Document  # noqa: PLC0415

    from spiders.bulk.datatrove_step import StetExtractor  # noqa: PLC0415

    given = [Document(page(3).decode(), "3"), Document("<p>", "nothing"), Document(page(4).decode(), "4")]
    found = {each.id: each.text for each in StetExtractor().run(given)}
    assert found == {"3": clean_text(page(3)), "4": clean_text(page(4))}
