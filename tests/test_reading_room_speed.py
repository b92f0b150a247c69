"""Pages that grow with the years ask indexes, and compare no more than has to be."""

from __future__ import annotations

import pytest

from storage import Store
from storage.reading_room.charts import BY_WEEK
from storage.reading_room.desk import SEEN
from storage.reading_room.difference import side_by_side
from storage.reading_room.rules import RULES, WHICH
from storage.schema.rule_health import FIND


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("speed") / "stet.db") as store:
        yield store.db


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (RULES.format(which=WHICH[False]), "COVERING INDEX box_weeks_rule"),
        (BY_WEEK, "COVERING INDEX box_weeks_week"),
    ],
)
def test_counts_are_read_from_an_index(db, sql, told):
    plan = list(db.query(f"EXPLAIN QUERY PLAN {sql}", {"site": "", "begin": "2026-01-05"}))
    assert told in plan[0]["detail"]


def test_the_latest_articles_of_a_site_are_at_hand(db):
    plan = list(db.query(f"EXPLAIN QUERY PLAN {SEEN}", ("harbourpost", 20)))
    assert [step["detail"] for step in plan] == ["SEARCH articles USING INDEX articles_age (site=?)"]


def test_the_health_of_a_site_is_looked_at_without_the_appeals_of_all_others(db):
    steps = [step["detail"] for step in db.query(f"EXPLAIN QUERY PLAN {FIND}", {"site": "harbourpost"})]
    assert any(step.startswith("SEARCH appeals") for step in steps)
    assert "SCAN appeals" not in steps


def test_paragraphs_that_share_blanks_and_signs_alone_are_not_taken_for_one():
    old = " ".join(f"a{number}" for number in range(40))
    pairs = side_by_side(f"{old}.", f"{old.replace('a', 'b')}.")
    assert [(pair.before is None, pair.after is None) for pair in pairs] == [(False, True), (True, False)]


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (
            "It costs two crowns.",
            "It costs 3 crowns.",
            "It costs <del>two</del> crowns.",
            "It costs <ins>3</ins> crowns.",
        ),
        ("  led by a blank word", "  led by a word", "  led by a <del>blank</del> word", "  led by a word"),
        ("橋は閉鎖", "橋が閉鎖", "橋<del>は</del>閉鎖", "橋<ins>が</ins>閉鎖"),
    ],
)
def test_what_went_and_what_came_is_marked_without_the_blank_behind_it(old, new, before, after):
    pair = side_by_side(old, new)[0]
    assert (pair.before, pair.after) == (before, after)
