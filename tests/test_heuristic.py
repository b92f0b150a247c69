"""The second opinion, which is made by rule."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.classifier.classify import classify, load_models
from extractors.classifier.heuristic import opinion
from extractors.model import Page
from extractors.page.reading import read_page

LINE = (
    "The ferry to the islands runs again after the storm, the harbour master said on Tuesday, and all quays are open."
)
STORY = "".join(f"<p>{number}. {LINE}</p>" for number in range(9))
CAPTION, TEASER = "The ferry at the old quay, seen from the castle.", "A walk along the dykes in early spring"


def kept(page: str) -> list[str] | None:
    features = read_page(
        Page("https://example.org/a", page.encode(), {}, 200, datetime(2026, 1, 2, tzinfo=UTC))
    ).features()
    classification = classify(features, load_models())
    rows = opinion(features, classification)
    return None if rows is None else [features.candidates[row].text for row in classification.rows[rows]]


def test_the_article_is_what_stands_in_the_container_that_is_called_one() -> None:
    texts = kept(
        f"<div class='teasers'><p>{LINE}</p></div><div class='article-body'>{STORY}</div><p>{LINE} Elsewhere.</p>"
    )
    assert texts == [f"{number}. {LINE}" for number in range(9)]


def test_a_sure_name_comes_before_a_tag_that_stands_above_it() -> None:
    texts = kept(f"<article><p>By the desk of the harbour.</p></article><div class='entry-content'>{STORY}</div>")
    assert texts is not None
    assert texts[0] == f"0. {LINE}"


def test_what_is_named_as_something_else_in_it_is_out_and_so_are_captions_and_links() -> None:
    inside = (
        f"<div class='related-posts'><p>{TEASER}</p></div><figure><figcaption>{CAPTION}</figcaption></figure>"
        f"<p><a href='/b'>{TEASER} and what else is new</a></p>"
    )
    texts = kept(f"<div class='article-body'>{STORY}{inside}</div>")
    assert texts == [f"{number}. {LINE}" for number in range(9)]


def test_names_that_take_nearly_everything_mean_something_else() -> None:
    texts = kept(f"<article><div class='social-feed related'>{STORY}</div></article>")
    assert texts is not None
    assert len(texts) == 9


def test_text_right_in_a_division_counts_where_there_are_no_paragraphs() -> None:
    texts = kept(f"<article>{''.join(f'<div>{number}. {LINE}</div>' for number in range(9))}</article>")
    assert texts is not None
    assert len(texts) == 9


def test_a_page_with_little_text_has_no_opinion() -> None:
    assert kept(f"<article><p>{LINE}</p></article>") is None
