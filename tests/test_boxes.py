from __future__ import annotations

import pytest

from extractors import Page, extract
from extractors.ledger.reasons import reason_of
from extractors.ledger.signs import Signs
from extractors.ledger.wordings import WordingReader
from extractors.meaning.network import load_meaning
from extractors.model import APPEALS, Category
from extractors.text.words import read_words
from tests.metadata_pages import FETCHED

STORY = [
    "The ferry that has linked both sides of the bay since 1931 made its last crossing on Sunday evening.",
    "Some two hundred people stood on the quay, many of them with cameras, a few with tears in their eyes.",
    "“My grandfather was her first engineer,” said Ole Brandt, who had come from the far end of the island.",
    "The new bridge opens on Wednesday; cars will pay eleven crowns, bicycles nothing, the minister said.",
    "What becomes of the ship is not decided. A museum has asked for her, and so has a man who sells scrap.",
]
LETTER = """<div class="newsletter-signup"><h3>The island letter</h3>
<p>What moves the bay, every Friday in your inbox. Leave your address and read it first.</p>
<form><input type="email" name="email"><button>Sign me up</button></form></div>"""
APPEAL = """<section class="support-us"><p>This newsroom has no owner; readers pay for it.</p>
<p>If our work is worth something to you, please chip in 5 or 50 kr a month and help us to go on.</p>
<a href="/donate">Give now</a></section>"""


def extraction(*inside: str):
    middle = "".join(
        f"<p>{line}</p>" + (inside[place] if place < len(inside) else "") for place, line in enumerate(STORY)
    )
    page = f"""<html><head><title>Last crossing</title></head><body><header><a href="/">Bay Courier</a></header>
    <article><h1>Last crossing of the old ferry</h1><p class="by">By Mette Holm</p>{middle}</article></body></html>"""
    return extract(Page("https://courier.example/a", page.encode(), {}, 200, FETCHED))


@pytest.mark.parametrize(("markup", "category"), [(LETTER, Category.NEWSLETTER), (APPEAL, Category.DONATION)])
def test_what_stands_together_is_one_box_with_one_reason(markup: str, category: Category) -> None:
    found = extraction("", markup)
    boxes = [box for box in found.boxes if box.category in APPEALS]
    assert [box.category for box in boxes] == [category]
    number = found.boxes.index(boxes[0])
    lines = [removal for removal in found.removals if removal.box == number]
    assert len(lines) >= 2
    assert {line.category for line in lines} == {category}


def test_two_appeals_between_paragraphs_are_two_boxes() -> None:
    found = extraction(LETTER, APPEAL)
    assert [box.category for box in found.boxes if box.category in APPEALS] == [Category.NEWSLETTER, Category.DONATION]


def test_headline_and_byline_are_no_appeals() -> None:
    found = extraction("", APPEAL)
    head = [removal for removal in found.removals if removal.text.startswith(("Last crossing", "By Mette"))]
    assert head
    assert not {removal.category for removal in head} & APPEALS


def test_each_removal_names_a_box_of_its_own_category() -> None:
    found = extraction(LETTER, APPEAL)
    assert all(found.boxes[removal.box].reason for removal in found.removals)
    assert {removal.box for removal in found.removals} == set(range(len(found.boxes)))


@pytest.mark.parametrize(
    ("category", "signs", "lines", "sentence"),
    [
        (
            Category.DONATION,
            Signs(("chip in",), named="support-us"),
            ["Give 5 €", "or 50 €"],
            "asks for money: “chip in”, amounts such as 5 and 50, in a box named support-us",
        ),
        (
            Category.NEWSLETTER,
            Signs(form=True, named="newsletter-signup"),
            [],
            "offers a newsletter: a form that wants an e-mail address, in a box named newsletter-signup",
        ),
        (Category.RELATED, Signs(), [], "leads to other stories"),
    ],
)
def test_a_reason_is_a_sentence(category: Category, signs: Signs, lines: list[str], sentence: str) -> None:
    assert reason_of(category, signs, lines) == sentence


@pytest.mark.parametrize(
    ("text", "category", "words"),
    [
        ("Sign up for our newsletter to get it all", Category.NEWSLETTER, "newsletter"),
        ("Support us", Category.DONATION, "support us"),
        ("Bitte unterstützen Sie uns mit einer Spende oder werden Sie Mitglied", Category.DONATION, "spende"),
        ("Abonnez-vous à notre newsletter pour ne rien manquer de nos articles", Category.NEWSLETTER, "newsletter"),
        ("Zaloguj się, aby dodać swój komentarz pod tym tekstem", Category.REGISTRATION, "zaloguj"),
        ("Поделиться в социальных сетях со всеми друзьями", Category.FOLLOW, "поделиться"),
        ("Please log in or create an account to comment on this", Category.REGISTRATION, "account"),
    ],
)
def test_the_words_that_a_reason_names_say_by_themselves_what_is_asked(text, category, words):
    reader = WordingReader(load_meaning())
    (told,) = reader.telling([(read_words([text])[0][0], category)])
    assert any(words in wording for wording in told), told
    for wording in told:
        assert any(reader._says_something(word) for word in wording.split())
        assert not {"to", "it", "oder", "sie", "vous", "rien", "się", "в", "on", "this"} & {wording}


def test_words_that_ask_only_together_are_told_so():
    assert reason_of(Category.DONATION, Signs(asks=True), []).startswith("asks for money: not by single words")
    assert Signs(asks=True)
