from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Page, Repeats
from extractors.learning.examining import examine
from extractors.learning.marks import Mark, tells
from tests.archived_pages import SENTENCE, page

SAID = "the engineers had found under pier 101"


def marks(markup: str) -> dict[str, Mark | None]:
    """The marks of the loose blocks of a page that has something between two of its paragraphs."""
    half = f"<p>{SENTENCE.format(104)}</p>".encode()
    body = page(1).replace(half, half + markup.encode())
    found = examine(Page("https://a.example/1", body, {}, 200, datetime.now(UTC)), None, Repeats())
    assert found
    return {block.text: block.mark for block in found.loose}


@pytest.mark.parametrize(
    ("markup", "text", "mark"),
    [
        ("<figure><img src=a.jpg><figcaption>The old bridge.</figcaption></figure>", "The old bridge.", Mark.CAPTION),
        ("<div class=photo-caption>The old bridge.</div>", "The old bridge.", Mark.CAPTION),
        ("<div class=_caption_j51b3_14>The old bridge.</div>", "The old bridge.", Mark.CAPTION),
        ("<h5 class=article-authorline>Bela Ruto, Port Ness</h5>", "Bela Ruto, Port Ness", Mark.BYLINE),
        ("<h1>The old bridge is closed 1</h1>", "The old bridge is closed 1", Mark.HEADLINE),
        (f"<div class=pull-quote>{SAID}</div>", SAID, Mark.QUOTE),
    ],
)
def test_what_stands_beside_an_article_bears_a_mark(markup, text, mark):
    assert marks(markup)[text] is mark


@pytest.mark.parametrize(
    "markup",
    [
        "<p class=css-1caption>The council will meet again when the harbour is free of ice, said the mayor.</p>",
        "<blockquote>We shall meet again when the harbour is free of ice, said the mayor to us.</blockquote>",
    ],
)
def test_article_text_bears_none(markup):
    assert not any(mark for text, mark in marks(markup).items() if "meet again" in text)


@pytest.mark.parametrize(
    ("selector", "mark", "told"),
    [
        (".photo-caption", Mark.CAPTION, True), ("figcaption", Mark.CAPTION, True), (".lead", Mark.CAPTION, False),
        ("[class^='Teaser_caption__'], [class*=' Teaser_caption__']", Mark.CAPTION, True), ("h1", Mark.HEADLINE, True),
        (".pull-right", Mark.QUOTE, True), (".contentimage", Mark.PICTURE, True), (".box", Mark.SUMMARY, False),
    ],
)  # fmt: skip
def test_a_selector_tells_what_it_takes(selector, mark, told):
    assert tells(selector, mark) is told
