from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.simulated_outlet import Outlet
from extractors.learning.copies import copy_groups
from extractors.learning.repetition import category_of, find_repeats
from extractors.model import Category, KeptText

APPEAL = "Belune kora vestimu namu, tirel andosa mikel kelu vanti soredami ulto breneka."
DESK = Outlet(seed=5).desk


def texts(extra, *, count=10, carriers=5, every=1, places=None, topic=None, marks=frozenset()):  # noqa: PLR0913
    """Articles on topics of their own; some carry an extra block, and are on one topic where it is given."""
    made = []
    for number in range(count):
        carries = number % every == 0 and number // every < carriers
        names = DESK.topics[topic if carries and topic is not None else (number + 1) % 12]
        lines = [DESK.paragraph(names) for _ in range(7)]
        if carries:
            lines.insert(len(lines) if places is None else places[number // every], extra)
        made.append(KeptText(number, DESK.sentence(names, 6), tuple(lines), marks=marks if carries else frozenset()))
    return made


def found(articles):
    return [learned.text for learned in find_repeats(articles)]


def test_an_appeal_that_no_rule_knows_is_found_after_five_articles():
    assert found(texts(APPEAL, count=5)) == [APPEAL]
    assert found(texts(APPEAL, count=12)) == [APPEAL]
    assert found(texts(APPEAL, places=[3] * 5)) == [APPEAL]


def test_what_stands_in_two_or_three_articles_is_left():
    assert found(texts(APPEAL, carriers=2)) == []
    assert found(texts(APPEAL, carriers=3)) == []


def test_an_appeal_in_known_words_needs_three_articles():
    appeal = "Support our independent journalism: donate today."
    (learned,) = find_repeats(texts(appeal, carriers=3))
    assert (learned.text, learned.repeat.category, learned.repeat.articles) == (appeal, Category.DONATION, 3)


def test_background_of_an_agency_is_content():
    background = DESK.paragraph(DESK.topics[3]) + " " + DESK.sentence(DESK.topics[3], 20)
    assert found(texts(background, topic=3, carriers=6, count=18, every=3, places=[4, 5, 6, 7, 4, 5])) == []


def test_the_opening_of_a_column_is_content():
    opening = "Zavira telu monaka sharive dolumi, pira kosteru anemi valdora."
    assert found(texts(opening, count=20, every=4, places=[0] * 5, marks=frozenset({"Tavi Shoren"}))) == []
    assert found(texts(opening, count=20, every=4, places=[0] * 5)) == []


def test_what_editors_put_in_here_and_there_is_content():
    assert found(texts(APPEAL, count=20, every=4, places=[1, 6, 3, 5, 2])) == []


def test_a_correction_in_set_words_is_content():
    assert found(texts(APPEAL, count=75, every=15)) == []


def test_what_came_up_a_few_times_in_a_row_may_be_by_chance():
    assert found(texts(APPEAL, count=27, every=6)) == []


def test_a_section_that_many_articles_have_makes_no_series():
    articles = texts(APPEAL, count=20, every=3)
    common = [replace(text, marks=frozenset({"News"} if text.article % 4 else {"Sport"})) for text in articles]
    assert found(common) == [APPEAL]
    assert found(texts(APPEAL, count=20, every=3, marks=frozenset({"Sport"}))) == []


def test_background_is_told_from_common_words_when_few_articles_are_known():
    words = DESK.common[:40]
    appeal = " ".join(words[::2]).capitalize() + "."
    plain = [
        KeptText(n, f"Title {n}", (*(" ".join(DESK.random.sample(words, 12)) for _ in range(4)), *[appeal] * (n < 5)))
        for n in range(15)
    ]
    assert found(plain) == [appeal]


def test_a_short_line_needs_no_place_of_its_own_beside_an_appeal():
    articles = texts(APPEAL, count=24, carriers=7, every=3)
    apart = {0: 1, 3: 3, 6: 5}  # in these articles it stands by itself
    boxed = [
        replace(text, lines=(*text.lines[:at], "Vesti namu", *text.lines[at:]))
        if (at := apart.get(text.article, len(text.lines))) and APPEAL in text.lines
        else text
        for text in articles
    ]
    assert set(found(boxed)) == {APPEAL, "Vesti namu"}


def test_headings_alone_are_left_and_those_of_an_appeal_go():
    assert found(texts("Vesti namu", count=20, every=4)) == []
    with_box = [
        KeptText(text.article, text.title, (*text.lines, "Vesti namu") if APPEAL in text.lines else text.lines)
        for text in texts(APPEAL, count=20, every=4)
    ]
    assert found(with_box) == [APPEAL, "Vesti namu"]


def test_a_short_line_beside_what_was_cut_goes_with_it():
    articles = texts("Vesti namu", count=20, every=4)
    boxed = [
        KeptText(text.article, text.title, text.lines, ((7, APPEAL),) if "Vesti namu" in text.lines else ())
        for text in articles
    ]
    assert found(boxed) == ["Vesti namu"]


def test_copies_count_once():
    articles = texts(APPEAL, carriers=3)
    copies = [KeptText(100 + text.article, text.title, text.lines) for text in articles]
    assert found([*articles, *copies]) == []


def test_titles_and_most_of_an_article_are_never_repeats():
    named = [KeptText(text.article, APPEAL, text.lines) for text in texts(APPEAL)]
    short = [KeptText(number, f"Title {number}", (APPEAL, f"Word {number}")) for number in range(6)]
    assert (found(named), found(short)) == ([], [])


def test_copy_groups_joins_what_shares_most_of_its_text():
    wire = {"a": 40, "b": 50, "c": 30}
    assert copy_groups([wire, {"x": 60, "appeal": 90}, {**wire, "d": 20}, {"y": 60, "appeal": 90}]) == [0, 1, 0, 3]


def test_categories_come_from_what_known_appeals_say():
    assert category_of("Sign up for our newsletter") is Category.NEWSLETTER
    assert category_of("Russia launched its full-scale invasion of Ukraine in February 2022.") is Category.REPEAT


def test_nothing_is_learned_from_nothing():
    assert find_repeats([]) == []
    assert find_repeats([KeptText(1, None, ("",))]) == []
    assert find_repeats([KeptText(number, None, ("", "")) for number in range(9)]) == []


def test_unspaced_scripts_are_told_apart_too():
    chance = random.Random(3)
    letters = [chr(0x4E00 + number) for number in range(2000)]
    lines = [["".join(chance.choices(letters, k=50)) for _ in range(6)] for _ in range(8)]
    appeal = "".join(chance.choices(letters, k=30))
    assert found([KeptText(n, None, (*each, appeal)) for n, each in enumerate(lines)]) == [appeal]
    topic = "".join(chance.choices(letters, k=30))
    about = [[f"{line}{topic[4 * at : 4 * at + 8]}" for at, line in enumerate(each)] for each in lines]
    assert found([KeptText(n, None, (*each, topic)) for n, each in enumerate(about)]) == []
