from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import Category, Page, Repeats, extract
from extractors.body.repeats import block_digest
from extractors.classifier.classify import COLUMNS, FIRST_COLUMNS, classify, load_models
from extractors.features.blocks import Features, PageFacts
from extractors.model import BlockKind, Repeat
from tests.test_document import document_of
from tests.web.outlets import Outlets

FETCHED = datetime(2026, 1, 10, tzinfo=UTC)
PARAGRAPHS = [
    "The harbour bridge at Aldmouth reopened to traffic on Monday after eleven weeks of repairs to its main cables.",
    "Engineers replaced forty-two hangers that had corroded faster than expected, the port authority said in a report.",
    "“It was a race against the winter storms,” said Nora Feld, who led the work. Lorries may cross again from Friday.",
    "The repairs cost nine million pounds, two million more than planned, and were paid from the county's road fund.",
]
APPEAL = [
    "A message from the editor",
    "We can only do this work because readers pay for it. Please support our journalism with a donation today.",
    "Donate now",
]
BOX = ["<div class=donation-box>", *(f"<p>{text}</p>" for text in APPEAL), "</div>"]


def page(body: str, head: str = "") -> Page:
    html = f"<html lang=en><head><title>Bridge reopens</title>{head}</head><body>{body}</body></html>"
    return Page("https://news.example/2026/01/09/bridge", html.encode(), {}, 200, FETCHED)


def article(*inside: str) -> str:
    prose = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"<nav><a href='/'>Home</a></nav><article><h1>Bridge reopens</h1>{prose}{''.join(inside)}</article>"


def test_the_article_stands_and_the_appeal_goes_with_a_mark() -> None:
    extraction = extract(page(article(*BOX)))
    assert extraction.article is not None
    assert extraction.article.text.split("\n") == PARAGRAPHS
    assert {r.text for r in extraction.removals if r.category is Category.DONATION} >= {APPEAL[1], APPEAL[2]}


def test_what_the_outlet_marks_as_the_body_is_doubted_less() -> None:
    outlets = Outlets()
    url = "https://www.nordbote.example/stadt/musikschule-sucht-1200-mitglieder-20250505.html"
    answer = outlets.answer(url, {})
    marked = extract(Page(url, answer.body, {"content-type": "text/html; charset=windows-1252"}, 200, FETCHED))
    assert marked.article is not None
    assert [block.text.split()[0] for block in marked.article.blocks] == ["Die", "Der", "Bis"]


def test_a_removal_says_where_it_stood_and_why() -> None:
    extraction = extract(page(article(*BOX)))
    removal = next(r for r in extraction.removals if r.text == APPEAL[1])
    assert removal.position == len(PARAGRAPHS)
    assert "donation-box" in extraction.boxes[removal.box].reason


def test_headings_and_lists_keep_their_kind() -> None:
    extraction = extract(page(article("<h2>What comes next</h2>", f"<ul><li>{PARAGRAPHS[0][:-1]} again.</li></ul>")))
    assert extraction.article is not None
    assert [block.kind for block in extraction.article.blocks[-2:]] == [BlockKind.HEADING, BlockKind.LIST_ITEM]


def test_a_known_repeat_goes_by_repetition() -> None:
    line = "Tá an scéal seo ar fáil freisin i leabhar nua ón teach foilsitheoireachta céanna, amuigh anois."
    repeats = Repeats({block_digest(line): Repeat(Category.REPEAT, 9)})
    extraction = extract(page(article(f"<p>{line}</p>")), repeats=repeats)
    assert [(r.text, str(r.layer)) for r in extraction.removals if r.text == line] == [(line, "repetition")]


def test_the_same_arguments_give_the_same_result() -> None:
    one = page(article("<p>Share this story</p>"))
    assert extract(one) == extract(one)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty body"),
        (b"%PDF-1.4", "binary"),
        (b"<html><body></body></html>", "no text on the page"),
        (b"<html><body>" + b"<li><a href=/x>News</a></li>" * 9 + b"</body></html>", "no text on the page but links"),
    ],
)
def test_what_is_no_article_ends_as_an_error_in_plain_words(body: bytes, reason: str) -> None:
    extraction = extract(Page("https://news.example/x", body, {}, 200, FETCHED))
    assert extraction.article is None
    assert reason in (extraction.error or "")


def test_the_weights_fit_what_is_measured() -> None:
    features, models = Features(document_of(article()), PageFacts()), load_models()
    classification = classify(features, models)
    assert features.table.shape == (len(features.rows), len(features.columns))
    assert classification.table.shape == (len(features.rows), len(COLUMNS))
    assert (models.first.columns, models.second.columns) == (FIRST_COLUMNS, COLUMNS)
